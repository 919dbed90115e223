"""blocks of a page -> what it says line by line, so that two pages can be compared whatever divides their paragraphs"""

from collections.abc import Iterator
from dataclasses import dataclass

from prakat.item.page_block import Code, Grid, Line, Lines, ListEntry, PageBlock, PageList, Quotation, tidied

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class SaidLine:
    place: str
    """What the line is: `p`, `h2`, `td`, with a sign for each list and quotation around it."""
    text: str
    looks: frozenset[Span] = frozenset()
    links: frozenset[Span] = frozenset()
    own: frozenset[Span] = frozenset()
    """Links that say where they lead, which the dialect may make of any text."""

    def is_read_as(self, other: "SaidLine", *, with_looks: bool) -> bool:
        if (self.place, self.text) != (other.place, other.text):
            return False
        if not self.links | self.own <= other.links | other.own or not other.links <= self.links:
            return False
        return not with_looks or self.looks == other.looks


def said_lines(blocks: tuple[PageBlock, ...], around: str = "") -> Iterator[SaidLine]:
    for block in blocks:
        match block:
            case Lines():
                yield from (
                    said_line(line, around + (f"h{block.level}" if block.level else "p")) for line in block.lines
                )
            case Code():
                yield SaidLine(around + "code", block.text.strip())
            case Grid():
                yield from _said_rows(block, around)
            case Quotation():
                yield from said_lines(block.blocks, around + ">")
            case PageList():
                for entry in block.entries:
                    yield from _said_entry(entry, around, is_numbered=block.is_numbered)


def _said_entry(entry: ListEntry, around: str, *, is_numbered: bool) -> Iterator[SaidLine]:
    lines = said_lines(entry.blocks, around if is_numbered else around + "-")
    for index, each in enumerate(lines):
        if index or is_numbered:
            yield each
        else:
            yield SaidLine("*" + each.place, each.text, each.looks, each.links, each.own)


def _said_rows(grid: Grid, around: str) -> Iterator[SaidLine]:
    for row in grid.rows:
        kept = max((index + 1 for index, cell in enumerate(row) if cell.line), default=0)
        yield from (said_line(cell.line, f"{around}td{index}") for index, cell in enumerate(row[:kept]))


def said_line(line: Line, place: str) -> SaidLine:
    text, looks, links, own = "", set[Span](), set[Span](), set[Span]()
    for run in tidied(list(line)):
        begun = len(text)
        text += f"![{run.text}]({run.source})" if run.source else run.text
        bare = len(text.rstrip())
        if bare <= begun:
            continue
        begun += len(text[begun:]) - len(text[begun:].lstrip())
        for mark in (("s",) * run.is_strong, ("e",) * run.is_emphasis, ("c",) * run.is_code):
            looks |= {(begun, bare, one) for one in mark}
        if run.href:
            (own if run.is_own_address else links).add((begun, bare, run.href))
    return SaidLine(place, text, frozenset(_in_one(looks, text)), frozenset(_in_one(links, text)), frozenset(own))


def _in_one(spans: set[Span], text: str) -> Iterator[Span]:
    """Spans of one kind with nothing but a space between them are one."""
    joined: dict[str, Span] = {}
    for begun, end, kind in sorted(spans):
        before = joined.get(kind)
        if before and not text[before[1] : begun].strip():
            joined[kind] = (before[0], end, kind)
        else:
            if before:
                yield before
            joined[kind] = (begun, end, kind)
    yield from joined.values()
