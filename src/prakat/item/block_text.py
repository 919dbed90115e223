"""blocks of a page -> lines of a body in the dialect, with blank lines between and marks where they begin"""

from dataclasses import replace

from prakat.item.line_text import Care, begun_safely, line_text
from prakat.item.page_block import Cell, Code, Grid, Lines, ListEntry, PageBlock, PageList, Quotation, Run, text_of
from prakat.item.typed_number import number_at

_BULLETS = "-*"
_MOST_INDENT = 4


def block_lines(block: PageBlock, care: Care, bullet: str = "-") -> list[str]:
    match block:
        case Lines() if block.level:
            text = line_text(block.lines[0], care)
            closed = text[:-1] + "\\#" if text.endswith("#") and not text.endswith("\\#") else text
            return [f"{'#' * block.level} {closed}"]
        case Lines():
            return [begun_safely(line_text(line, care)) for line in block.lines]
        case Code():
            return _fenced(block)
        case Grid():
            return tabbed_rows(block, care) or barred_rows(block, care)
        case Quotation():
            inner = all_lines(block.blocks, care)
            return [f"> {line}" if line else ">" for line in inner]
        case PageList():
            return _entries(block, care, bullet)


def all_lines(blocks: tuple[PageBlock, ...], care: Care, bullet: str = "-", *, is_tight: bool = False) -> list[str]:
    """Two lists that follow each other begin with different marks, as one list would be another thing."""
    found: list[str] = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        is_second = isinstance(before, PageList) and isinstance(block, PageList)
        bullet = _BULLETS[bullet == _BULLETS[0]] if is_second else bullet
        found += ["" for _ in (1,) if found and not is_tight] + block_lines(block, care, bullet)
    return found


def flat(block: PageBlock) -> list[PageBlock]:
    """What a block says, as paragraphs: where the dialect has no such list, quotation or table."""
    match block:
        case Quotation():
            return [one for each in block.blocks for one in flat(each)]
        case PageList():
            return [one for entry in block.entries for one in _flat_entry(entry, is_numbered=block.is_numbered)]
        case Grid():
            rows = [tuple(run for cell in row for run in (Run(" "), *cell.line)) for row in block.rows]
            return [Lines((row,)) for row in rows]
        case Code():
            lines = tuple((Run(line),) for line in block.text.splitlines() if line.strip())
            return [Lines(lines)]
    return [block]


def _flat_entry(entry: ListEntry, *, is_numbered: bool) -> list[PageBlock]:
    first, *others = [one for each in entry.blocks for one in flat(each)]
    if not is_numbered and isinstance(first, Lines):
        first = Lines(((Run("• "), *first.lines[0]), *first.lines[1:]))
    return [first, *others]


def _fenced(code: Code) -> list[str]:
    fence = "```"
    while fence in code.text:
        fence += "`"
    return [fence + code.language, *code.text.split("\n"), fence]


def _entries(listing: PageList, care: Care, bullet: str) -> list[str]:
    is_loose = any(entry.is_loose for entry in listing.entries)
    found: list[str] = []
    for entry in listing.entries:
        inner = all_lines(entry.blocks, care, is_tight=not is_loose)
        if listing.is_numbered:
            number = number_at(inner[0], 0, len(inner[0]))
            indent = min(number.end + 1, _MOST_INDENT) if number else 0
            lines = [inner[0], *(_shifted(line, indent) for line in inner[1:])]
        else:
            lines = [f"{bullet} {inner[0]}", *(_shifted(line, 2) for line in inner[1:])]
            lines[0] = lines[0][:-1] + "\\" + bullet if lines[0].endswith(f" {bullet}") else lines[0]
        found += ["" for _ in (1,) if found and is_loose] + lines
    return found


def _shifted(line: str, indent: int) -> str:
    return " " * indent + line if line else ""


def barred_rows(grid: Grid, care: Care) -> list[str]:
    """A table with bars. One without a heading has an empty one, if its first row is none."""
    rows = list(grid.rows)
    if not grid.has_head and is_data(rows[0]):
        rows.insert(0, (Cell(()),) * len(rows[0]))
    width = max(map(len, rows))
    marks = [_alignment([row[column] for row in rows if column < len(row)]) for column in range(width)]
    drawn = ["|" + "".join(f" {cell} |" if cell else " |" for cell in _texts(row, care)) for row in rows]
    return [drawn[0], f"|{'|'.join(marks)}|", *drawn[1:]]


def tabbed_rows(grid: Grid, care: Care) -> list[str]:
    """A table without a heading as Excel pastes it, if it can be one; else nothing."""
    if grid.has_head or len(grid.rows) < 2 or not is_data(grid.rows[0]):
        return []
    if any(cell.alignment for row in grid.rows for cell in row):
        return []
    rows = [_texts(row, care) for row in grid.rows]
    return ["\t".join(row) for row in rows] if all(row[0] and row[-1] and len(row) > 1 for row in rows) else []


def _texts(row: tuple[Cell, ...], care: Care) -> list[str]:
    found = [line_text(cell.line, replace(care, is_in_row=True)) for cell in row]
    return [_with_bars_escaped(each) if not care.escapes_all else each for each in found]


def _with_bars_escaped(text: str) -> str:
    return "|".join(part + "\\" * (not part.endswith("\\")) for part in text.split("|"))[:-1] if "|" in text else text


def is_data(row: tuple[Cell, ...]) -> bool:
    """Whether the dialect takes a first row of tabs for no heading: it numbers itself, or holds an amount."""
    texts = [text_of(cell.line) for cell in row]
    return texts[0][:1] == "(" or any(text[:1].isdecimal() or text[:1] == ":" for text in texts)


def _alignment(cells: list[Cell]) -> str:
    found = {cell.alignment for cell in cells if cell.line} or {cell.alignment for cell in cells}
    return {"center": ":-:", "right": "--:"}.get(found.pop(), "---") if len(found) == 1 else "---"
