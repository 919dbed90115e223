"""rows of text -> CSV that Excel reads rightly: UTF-8 with a byte order mark, and no cell is taken for a formula"""

import csv
import io
from collections.abc import Iterable, Sequence

SHEET_BEGIN = "\ufeff"
"""By which Excel knows that the text is UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """CSV with a byte order mark and CRLF. Names and titles in it may come from anyone."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(map(_harmless, row) for row in rows)
    return SHEET_BEGIN + stream.getvalue()


def csv_line(row: Iterable[str]) -> str:
    """A row of such a CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow(map(_harmless, row))
    return stream.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
