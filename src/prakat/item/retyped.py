"""HTML of an editor, a paste or an import -> the text of a body that reads the same, its pictures, what is in doubt"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.item import body
from prakat.item.block_text import all_lines, flat
from prakat.item.data_pictures import MOST_PICTURES, TakenPicture
from prakat.item.line_text import Care
from prakat.item.page_block import PageBlock, PageList
from prakat.item.page_reader import PageReader, read_page
from prakat.item.said_page import SaidLine, said_lines
from prakat.rules.message import Message, message

MOST_HTML = 5_000_000
"""Characters; an editor's page holds some thousands, a long list pasted from Excel a million."""
MOST_PARTS = 3_000
"""Paragraphs, lists and tables: a book of a hundred pages."""
_AT_ONCE = 40
_CARES = (Care(), Care(escapes_all=True, brackets_addresses=True), Care(escapes_all=True, marks_looks=False))
_PREFORMATTED = re.compile(r"(<pre.*?</pre>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Retyped:
    text: str
    pictures: tuple[TakenPicture, ...] = ()
    """Those that the HTML itself held; the text shows them by these names."""
    doubts: tuple[Message, ...] = ()


def retyped(html: str) -> Retyped:
    """Whatever a reader sees of the HTML is what a reader sees of the text, in the same order."""
    page = read_page(html[:MOST_HTML])
    doubts = _doubts(page)
    if len(html) > MOST_HTML:
        doubts.append(message("item.retyped-cut", most=MOST_HTML // 1_000_000))
    blocks = page.blocks()
    if len(blocks) > MOST_PARTS:
        doubts.append(message("item.retyped-long", most=MOST_PARTS))
    return Retyped(text_of_blocks(blocks[:MOST_PARTS]), tuple(page.pictures.taken), tuple(doubts))


def text_of_blocks(blocks: tuple[PageBlock, ...]) -> str:
    """Each is written as plainly as it is still read as what it is; many are tried at once, since most are plain."""
    found: list[str] = []
    for begun in range(0, len(blocks), _AT_ONCE):
        some = blocks[begun : begun + _AT_ONCE]
        text = "\n".join(all_lines(some, _CARES[0], "*" if found and _is_list(found[-1], "-") else "-"))
        found.append(text if _is_read_as(text, list(said_lines(some)), with_looks=True) else _one_by_one(some))
    return "\n\n".join(found) + "\n" if found else ""


def _is_list(text: str, bullet: str) -> bool:
    return text.rpartition("\n")[2].lstrip().startswith(f"{bullet} ")


def _one_by_one(blocks: tuple[PageBlock, ...]) -> str:
    found: list[str] = []
    bullet, before = "-", None
    for block in blocks:
        is_second = isinstance(block, PageList) and isinstance(before, PageList)
        bullet = "*" if is_second and bullet == "-" else "-"
        found.append(_written(block, bullet))
        before = block
    return "\n\n".join(found)


def is_editable(text: str) -> bool:
    """Whether the visual editor may be offered for a body: what it gives back shows the same page."""
    shown = body.render_markdown(text).html
    return _plain(shown) == _plain(body.render_markdown(retyped(shown).text).html)


def _plain(html: str) -> list[str]:
    """Spaces of a text are as wide as one."""
    parts = _PREFORMATTED.split(html)
    return [part if index % 2 else re.sub(r"[ \t]+", " ", part) for index, part in enumerate(parts)]


def _written(block: PageBlock, bullet: str) -> str:
    meant = list(said_lines((block,)))
    for care in _CARES:
        text = "\n".join(all_lines((block,), care, bullet))
        if _is_read_as(text, meant, with_looks=care.marks_looks):
            return text
    parts = flat(block)
    if parts == [block]:
        return text
    return "\n\n".join(_written(each, bullet) for each in parts)


def _is_read_as(text: str, meant: list[SaidLine], *, with_looks: bool) -> bool:
    read = list(said_lines(read_page(body.render_markdown(text).html).blocks()))
    if len(read) != len(meant):
        return False
    return all(one.is_read_as(other, with_looks=with_looks) for one, other in zip(meant, read, strict=True))


def _doubts(page: PageReader) -> list[Message]:
    page.blocks()
    return list(_found(page))


def _found(page: PageReader) -> Iterator[Message]:
    if page.builder.has_merged:
        yield message("item.retyped-merged")
    if page.builder.has_nested:
        yield message("item.retyped-nested")
    if page.builder.is_cut:
        yield message("item.retyped-wide")
    if page.has_struck:
        yield message("item.retyped-struck")
    if page.pictures.lost:
        yield message("item.retyped-pictures", number=page.pictures.lost, most=MOST_PICTURES)
