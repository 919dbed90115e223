"""what is to be printed -> its blocks in their order: one description, from which every format is written"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from prakat.rules.message import Message
from prakat.thai.document_digits import document_digits

_T = TypeVar("_T")
_DRAWN_TEXT = re.compile(r">([^<]+)<")
"""What is written in a drawing, between its tags."""


class Verbatim(str):
    """An address, the number of a commit, a digest: its digits stay as they are, and it is told letter by letter."""

    __slots__ = ()


class Look(StrEnum):
    """How a paragraph stands."""

    BODY = "body"
    """Its first line is set in, as in a letter."""
    PLAIN = "plain"
    CENTRED = "centred"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class PaperHeading:
    text: str
    level: int = 2
    """1 for the title of the paper, of which there is one; 2 and 3 below it."""
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    look: Look = Look.BODY


@dataclass(frozen=True, slots=True)
class PaperFields:
    """The rows of a form: (title, what stands there)."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperList:
    """Each with its number typed before it."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table, the heads of which stand again on each page."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """Of the columns, beside each other; equal where it is empty."""
    numeric: frozenset[int] = frozenset()
    """Places of the columns whose cells are numbers."""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A place to sign. What is empty is a dotted line."""

    heading: str = ""
    name: str = ""
    position: tuple[str, ...] = ()
    """The position, and the post that the person acts in, each on a line of its own."""
    date: str = ""
    """As it stands after the word for it; empty where it is to be written by hand."""
    has_date: bool = True


@dataclass(frozen=True, slots=True)
class Signatures:
    cells: tuple[PaperSignature, ...]
    is_boxed: bool = True
    """In cells of a table, two beside each other; else at the right, one below the other, as in a letter."""


@dataclass(frozen=True, slots=True)
class MemoHead:
    """The head of a memo, with room for the garuda (Rules on correspondence work, form 29: บันทึกข้อความ)."""

    title: str
    lines: tuple[tuple[tuple[str, str], ...], ...]
    """Line by line: (word, what follows it)."""


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """A drawing, and the same in words for whoever does not see it, and for formats without drawings."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class QrCode:
    content: Verbatim
    lines: tuple[str, ...]
    """What stands beside it: at least what it says."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = (
    PaperHeading
    | Paragraph
    | PaperFields
    | PaperList
    | PaperTable
    | Signatures
    | MemoHead
    | PaperPicture
    | QrCode
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Paper:
    name: Verbatim
    """Of its file, without its ending."""
    title: str
    """Of the document, as programs show it."""
    blocks: tuple[Block, ...]
    is_landscape: bool = False
    is_poster: bool = False
    """In large letters, for a notice board."""
    told: tuple[Message, ...] = field(default=())
    """What whoever prints it is to know, as that it has no number yet."""
    language: str = "th"


def numbered(entries: Iterable[str]) -> PaperList:
    """With the numbers from one typed before them."""
    return PaperList(tuple(f"{place}. {each}" for place, each in enumerate(entries, 1)))


def with_thai_digits(paper: Paper) -> Paper:
    """With every text in Thai digits, but for what is verbatim."""
    return _converted(paper)


def _converted(value: _T) -> _T:
    made: Any = value
    match value:
        case Verbatim() | Message() | StrEnum():
            pass
        case str():
            made = document_digits(value)
        case tuple():
            made = tuple(map(_converted, value))
        case PaperPicture(svg, words):
            drawn = _DRAWN_TEXT.sub(lambda found: f">{document_digits(found[1])}<", svg)
            made = PaperPicture(drawn, document_digits(words))
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = {each.name: _converted(getattr(value, each.name)) for each in fields(value)}
            made = replace(value, **changed)
    found: _T = made
    return found


def paper_texts(paper: Paper) -> Iterator[str]:
    """Every text that a reader finds on it, in the order in which it is read; what is drawn only is left out."""
    for each in paper.blocks:
        yield from _texts(each)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case PaperHeading(text) | Paragraph(text):
            yield text
        case PaperFields(rows):
            yield from (part for row in rows for part in row if part)
        case PaperList(entries):
            yield from entries
        case PaperTable(columns, rows, _, _, caption):
            yield from filter(None, [caption, *columns, *(cell for row in rows for cell in row)])
        case Signatures(cells):
            for each in cells:
                yield from filter(None, [each.heading, each.name, *each.position, each.date])
        case MemoHead(title, lines):
            yield title
            yield from (part for line in lines for pair in line for part in pair if part)
        case QrCode(_, lines):
            yield from lines
        case PaperPicture() | PageBreak():
            pass
