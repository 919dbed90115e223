"""bytes of an .xlsx -> its sheets as tables, each cell as Excel shows it"""

import html
import io
from collections.abc import Iterator

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from prakat.rules.message import message
from prakat_desk.intake.office_archive import cleaned, members_of, xml_of
from prakat_desk.intake.read_document import ReadDocument
from prakat_desk.intake.sheet_value import displayed

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 500, 40, 12
_LARGEST = 15_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_sheets(raw: bytes) -> ReadDocument:
    members = members_of(raw)
    found = ReadDocument()
    sheets = {name: each for name, each in members.items() if name.startswith("xl/worksheets/")}
    if sum(map(len, sheets.values())) > _LARGEST:
        found.doubt(message("desk_intake.sheet-large", rows=MOST_ROWS, columns=MOST_COLUMNS))
        return found
    if any(_has_uncounted(each) for name, each in sheets.items() if name.endswith(".xml")):
        found.doubt(message("desk_intake.formula"))
    book = openpyxl.load_workbook(io.BytesIO(cleaned(members, {})), data_only=True, keep_links=False)
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    if len(shown) < len(book.worksheets):
        found.doubt(message("desk_intake.hidden-sheet"))
    if len(shown) > MOST_SHEETS:
        found.doubt(message("desk_intake.sheet-large", rows=MOST_ROWS, columns=MOST_COLUMNS))
    drawn = [(each.title, table) for each in shown[:MOST_SHEETS] if (table := _table(each, found))]
    found.html = "".join(f"<h2>{html.escape(name)}</h2>{table}" if len(drawn) > 1 else table for name, table in drawn)
    return found


def _has_uncounted(sheet: bytes) -> bool:
    """Whether a formula stands there whose value no program has stored."""
    cells = xml_of(sheet).iter(f"{_MAIN}c")
    return any(each.find(f"{_MAIN}f") is not None and not each.findtext(f"{_MAIN}v") for each in cells)


def _table(sheet: Worksheet, found: ReadDocument) -> str:
    last = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    if (sheet.max_row, sheet.max_column) > last or sheet.max_column > MOST_COLUMNS:
        found.doubt(message("desk_intake.sheet-large", rows=MOST_ROWS, columns=MOST_COLUMNS))
    columns = [each for each in range(1, last[1] + 1) if not _is_hidden_column(sheet, each)]
    rows = [each for each in range(1, last[0] + 1) if not sheet.row_dimensions[each].hidden]
    if len(columns) < last[1] or len(rows) < last[0]:
        found.doubt(message("desk_intake.hidden-cells"))
    texts = [[_text(sheet, row, column, found) for column in columns] for row in rows]
    lines = {row for row, said in zip(rows, texts, strict=True) if sum(map(bool, said)) < 2}
    if any(each.min_row != each.max_row or each.min_row not in lines for each in sheet.merged_cells.ranges):
        found.doubt(message("item.retyped-merged"))
    return "".join(_drawn(texts))


def _is_hidden_column(sheet: Worksheet, column: int) -> bool:
    return any(
        each.hidden and each.min is not None and each.max is not None and each.min <= column <= each.max
        for each in sheet.column_dimensions.values()
    )


def _text(sheet: Worksheet, row: int, column: int, found: ReadDocument) -> str:
    cell = sheet.cell(row, column)
    text, is_certain = displayed(cell.value, str(cell.number_format))
    if not is_certain:
        found.doubt(message("desk_intake.number-format", cell=f"{sheet.title} {cell.coordinate}"))
    return text


def _drawn(texts: list[list[str]]) -> Iterator[str]:
    """Empty rows divide paragraphs and tables; a row of one cell is a line of text."""
    block: list[list[str]] = []
    for row in [*texts, []]:
        said = [each for each in row if each.strip()]
        if len(said) > 1 or (said and block):
            block.append(row)
            continue
        yield from _block(block)
        block = []
        if said:
            yield f"<p>{html.escape(said[0])}</p>"


def _block(block: list[list[str]]) -> Iterator[str]:
    used = [index for index in range(max(map(len, block), default=0)) if any(row[index].strip() for row in block)]
    if block:
        rows = ("".join(f"<td>{html.escape(row[index])}</td>" for index in used) for row in block)
        yield "<table>" + "".join(f"<tr>{each}</tr>" for each in rows) + "</table>"
