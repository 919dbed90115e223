"""table of a paper -> its cells as CSV or as a workbook; nothing in them is taken for a formula"""

import io
import re
from collections.abc import Iterable, Iterator

from prakat.papers.paper import Paper, PaperTable
from prakat.papers.typeset.printable import printable
from prakat.papers.typeset.timeless_zip import timeless_zip
from prakat.rules import spreadsheet

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
"""Of a sheet."""
_WIDTH = 90
"""Of all columns, in characters."""


def table_csv(grid: PaperTable) -> bytes:
    return spreadsheet.as_csv(tuple(_printed(grid.columns)), map(_printed, grid.rows)).encode("utf-8")


def table_xlsx(grid: PaperTable, name: str, title: str) -> bytes:
    """One sheet; every cell is text, as it stands on paper."""
    from openpyxl import Workbook  # here: no other format needs it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_A_NAME.sub("-", name)[:_LONGEST_NAME])
    sheet.freeze_panes = "A2"
    widths = grid.widths or (1,) * len(grid.columns)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH * width / sum(widths)
    for number, row in enumerate((grid.columns, *grid.rows)):
        cells = [WriteOnlyCell(sheet, value=text) for text in _printed(row)]
        for cell in cells:
            cell.data_type = "s"
            cell.font, cell.alignment = Font(bold=not number), Alignment(vertical="top", wrap_text=True)
        sheet.append(cells)
    book.properties.creator, book.properties.title = "Prakat", printable(title)
    stream = io.BytesIO()
    book.save(stream)
    return timeless_zip(stream.getvalue())


def table_of(paper: Paper) -> PaperTable | None:
    return next((each for each in paper.blocks if isinstance(each, PaperTable)), None)


def _printed(cells: Iterable[str]) -> Iterator[str]:
    return map(printable, cells)
