"""paper -> plain Markdown that reads well as it is; what people wrote cannot change its structure"""

import re
from collections.abc import Iterator, Sequence

from prakat.papers.paper import (
    Block,
    MemoHead,
    PageBreak,
    Paper,
    PaperFields,
    PaperHeading,
    PaperList,
    PaperPicture,
    PaperSignature,
    PaperTable,
    Paragraph,
    QrCode,
    Signatures,
)
from prakat.papers.typeset.printable import printable
from prakat.papers.typeset.signature_lines import DOTS, signature_lines

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&#]")
_FIRST = re.compile(r"^([-+=]|\d+(?=[.)]))")
"""What begins a list or underlines a heading."""


def paper_markdown(paper: Paper) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join(part for each in paper.blocks for part in _parts(each, paper.language)) + "\n"


def _parts(block: Block, language: str) -> Iterator[str]:
    match block:
        case PaperHeading(text, level):
            yield f"{'#' * level} {_in_line(text)}"
        case Paragraph(text):
            yield _lines(text)
        case PaperFields(rows):
            yield _table(("", ""), [(title, value or DOTS) for title, value in rows])
        case PaperList(entries):
            yield from map(_lines, entries)
        case PaperTable(columns, rows, _, numeric, caption):
            yield from [f"**{_in_line(caption)}**"] if caption else []
            yield _table(columns, rows, numeric)
        case Signatures(cells, is_boxed):
            yield from (_signed(each, language, is_boxed) for each in cells)
        case MemoHead(title, lines):
            yield f"# {_in_line(title)}"
            told = ("  ".join(f"**{_in_line(word)}** {_in_line(value)}" for word, value in line) for line in lines)
            yield "\\\n".join(told)
        case PaperPicture(_, words):
            yield _lines(words)
        case QrCode(_, lines):
            yield "\\\n".join(_lines(each) for each in lines)
        case PageBreak():
            yield "***"


def _signed(cell: PaperSignature, language: str, is_boxed: bool) -> str:
    head = [f"**{_in_line(cell.heading)}**"] if cell.heading else []
    told = (f"{word} {value}".strip() for word, value in signature_lines(cell, language, is_boxed))
    return "\\\n".join([*head, *(_in_line(each) for each in told)])


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()) -> str:
    ruled = ("---:" if place in numeric else "---" for place in range(len(columns)))
    lines = [map(_in_line, columns), ruled, *(map(_in_line, row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _in_line(text: str) -> str:
    """Where a line end would end more than a line."""
    return "<br>".join(map(_escaped, printable(text).split("\n")))


def _lines(text: str) -> str:
    return "\\\n".join(line for line in map(_escaped, printable(text).split("\n")) if line)


def _escaped(line: str) -> str:
    signs = _SIGNS.sub(lambda found: f"\\{found[0]}", line.strip())
    return _FIRST.sub(lambda found: f"{found[1]}\\" if found[1].isdecimal() else f"\\{found[1]}", signs)
