"""pieces of a page in their order -> its blocks: what is open, and where the next text goes"""

from dataclasses import dataclass, field

from prakat.item.page_block import Cell, Code, Grid, Line, Lines, ListEntry, PageBlock, PageList, Quotation, Run, tidied

DEEPEST = 8
"""Lists and quotations in each other; a deeper one goes on in the one around it."""
MOST_CELLS = 20_000
WIDEST = 100


@dataclass(slots=True)
class _Box:
    """Something that is open and collects blocks: the page, an entry, a quotation, a cell."""

    kind: str
    blocks: list[PageBlock] = field(default_factory=list)
    is_loose: bool = False


@dataclass(slots=True)
class _OpenTable:
    rows: list[list[Cell]] = field(default_factory=list)
    box: _Box | None = None
    alone: list[PageBlock] = field(default_factory=list)
    """What the last cell holds, for a table that has no other."""
    has_head: bool = False
    span: tuple[int, int] = (1, 1)
    alignment: str = ""
    below: dict[int, int] = field(default_factory=dict)
    """Column -> further rows that a cell above reaches down."""
    left_out: int = 0
    """Empty cells that nothing follows so far in their row."""


class BlockBuilder:
    def __init__(self) -> None:
        self._page = _Box("page")
        self._boxes = [self._page]
        self._lists: list[tuple[list[ListEntry], bool]] = []
        self._runs: list[Run] = []
        self._lines: list[list[Run]] = []
        self._level = 0
        self.table: _OpenTable | None = None
        self.has_merged = self.has_nested = self.is_cut = False
        self._cells = 0

    def add(self, run: Run) -> None:
        self._runs.append(run)

    def end_line(self) -> None:
        self._lines.append(self._runs)
        self._runs = []

    def end_paragraph(self) -> None:
        """What was said so far is a paragraph, or several where empty lines stand in it."""
        lines = [tidied(each) for each in (*self._lines, self._runs)]
        self._lines, self._runs = [], []
        found: list[Line] = []
        for line in (*lines, ()):
            if line:
                found.append(line)
            elif found:
                self._put(found)
                found = []

    def _put(self, lines: list[Line]) -> None:
        if self._level:
            lines = [tidied([run for line in lines for run in (Run(" "), *line)])]
        self._boxes[-1].blocks.append(Lines(tuple(lines), self._level))

    def begin_heading(self, level: int) -> None:
        self.end_paragraph()
        self._level = 0 if self.table else max(level, 2)

    def end_heading(self) -> None:
        self.end_paragraph()
        self._level = 0

    def put_code(self, text: str, language: str) -> None:
        self.end_paragraph()
        if text.strip():
            self._boxes[-1].blocks.append(Code(text, language))

    @property
    def may_nest(self) -> bool:
        return len(self._boxes) <= DEEPEST and self._boxes[-1].kind != "cell"

    def begin_quote(self) -> None:
        self.end_paragraph()
        self._boxes.append(_Box("quote"))

    def end_quote(self) -> None:
        self.end_paragraph()
        blocks = self._boxes.pop().blocks
        if blocks:
            self._boxes[-1].blocks.append(Quotation(tuple(blocks)))

    def begin_list(self, *, is_numbered: bool) -> None:
        self.end_paragraph()
        self._lists.append(([], is_numbered))

    def end_list(self) -> None:
        self.end_paragraph()
        entries, is_numbered = self._lists.pop()
        if entries:
            self._boxes[-1].blocks.append(PageList(tuple(entries), is_numbered))

    def begin_entry(self) -> None:
        self.end_paragraph()
        self._boxes.append(_Box("entry"))

    def loosen(self) -> None:
        """The entry that is open holds a paragraph."""
        if self._boxes[-1].kind == "entry":
            self._boxes[-1].is_loose = True

    def end_entry(self) -> None:
        self.end_paragraph()
        box = self._boxes.pop()
        if box.blocks:
            self._lists[-1][0].append(ListEntry(tuple(box.blocks), box.is_loose))

    def begin_table(self) -> None:
        self.end_paragraph()
        self.table = _OpenTable()

    def begin_row(self) -> None:
        if self.table:
            self.table.rows.append([])
            self.table.left_out = 0
            self._fill(self.table)

    def begin_cell(self, span: tuple[int, int], alignment: str, *, is_head: bool) -> None:
        assert self.table
        self.end_paragraph()
        if not self.table.rows:
            self.begin_row()
        self.table.span, self.table.alignment = span, alignment
        self.table.has_head = self.table.has_head or (is_head and len(self.table.rows) == 1)
        self.table.box = _Box("cell")
        self._boxes.append(self.table.box)

    def end_cell(self) -> None:
        table = self.table
        assert table
        self.end_paragraph()
        table.alone = self._boxes.pop().blocks
        row, (across, down) = table.rows[-1], table.span
        line = in_one_line(table.alone)
        if not line and across > 1:
            table.left_out += across
            return
        row += [Cell(())] * min(table.left_out, WIDEST - len(row))
        table.left_out, first = 0, len(row)
        if first >= WIDEST or self._cells > MOST_CELLS:
            self.is_cut = self.is_cut or bool(line)
            return
        self.has_merged = self.has_merged or (bool(line) and (across > 1 or down > 1))
        row.append(Cell(line, table.alignment))
        row += [Cell((), table.alignment)] * min(across - 1, WIDEST - first - 1)
        self._cells += len(row) - first
        if down > 1:
            table.below |= dict.fromkeys(range(first, min(first + across, WIDEST)), down)
        self._fill(table)

    def _fill(self, table: _OpenTable) -> None:
        """Empty cells where one of a row above reaches down."""
        row = table.rows[-1]
        while len(table.rows) > 1 and table.below.get(len(row), 0) > 1 and self._cells <= MOST_CELLS:
            table.below[len(row)] -= 1
            row.append(Cell(()))
            self._cells += 1

    def end_table(self) -> None:
        self.end_paragraph()
        table, self.table = self.table, None
        assert table
        rows = [tuple(row) for row in table.rows if row]
        if not any(cell.line for row in rows for cell in row):
            return
        if len(rows) == 1 and len(rows[0]) == 1:
            self._boxes[-1].blocks += table.alone
        elif rows:
            self._boxes[-1].blocks.append(Grid(tuple(rows), table.has_head))

    def blocks(self) -> tuple[PageBlock, ...]:
        self.end_paragraph()
        return tuple(self._page.blocks)


def in_one_line(blocks: list[PageBlock] | tuple[PageBlock, ...]) -> Line:
    """All that the blocks say, as a cell can hold it."""
    runs: list[Run] = []
    for block in blocks:
        match block:
            case Lines():
                found = [run for line in block.lines for run in (Run(" "), *line)]
            case Code():
                found = [Run(" "), Run(block.text)]
            case Quotation():
                found = [Run(" "), *in_one_line(block.blocks)]
            case Grid():
                found = [run for row in block.rows for cell in row for run in (Run(" "), *cell.line)]
            case PageList():
                mark = Run(" " if block.is_numbered else " • ")
                found = [run for entry in block.entries for run in (mark, *in_one_line(entry.blocks))]
        runs += found
    return tidied(runs)
