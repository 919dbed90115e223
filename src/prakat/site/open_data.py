"""publication with an open table -> its rows, its charts, and its CSV in data/ beside the page (R22, R31)"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from pathlib import Path

from prakat.item.data_table import MOST_JSON, DataTable, first_table, visits_table
from prakat.item.item import Item
from prakat.item.table_form import NO_AMOUNT, Column, TableForm, amount_of, month_of, table_forms
from prakat.rules import spreadsheet
from prakat.rules.text_decoding import head
from prakat.site.chart import columns_chart
from prakat.site.edition import Edition
from prakat.site.publication import Publication
from prakat.thai.buddhist_era import fiscal_year, year
from prakat.thai.month import SHORT_MONTHS

DATA = "data/"
MOST_MONTHS = 24
"""That one chart shows, the latest."""


@dataclass(frozen=True)
class OpenData:
    """Has no slots, so that its charts are drawn once."""

    form: TableForm
    table: DataTable

    @property
    def csv_name(self) -> str:
        """Below the item's own address."""
        return f"{DATA}{self.form.id}.csv"

    @property
    def columns(self) -> list[Column]:
        return [self.form.column(place, heading) for place, heading in enumerate(self.table.headings)]

    @property
    def rows(self) -> list[list[str]]:
        """As a program reads them: months as 2026-10, amounts without commas, nothing where there is none."""
        return [
            [_plain(cell, each.kind) for cell, each in zip(row.cells, self.columns, strict=False)]
            for row in self.table.rows
        ]

    @property
    def as_csv(self) -> str:
        return spreadsheet.as_csv([each.heading for each in self.columns], self.rows)

    @cached_property
    def charts(self) -> Sequence[str]:
        """SVG pictures, one of each measure by month."""
        places = self._measures if self.form.has_chart else ()
        drawn = ((self.columns[place].heading, list(self._points(place))[-MOST_MONTHS:]) for place in places)
        return [columns_chart(heading, points) for heading, points in drawn if points]

    def _points(self, place: int) -> Iterator[tuple[str, Decimal]]:
        for row in self.table.rows:
            month, amount = month_of(row.cells[0]), amount_of(row.cells[place]) if place < len(row.cells) else None
            if month and amount is not None:
                yield f"{SHORT_MONTHS[month.month - 1]} {year(month) % 100:02}", amount

    @property
    def years(self) -> list[tuple[int, list[str]]]:
        """Of each fiscal year (B.E.) in it, the sum of each measure, in words."""
        dated = [(month, row) for row in self.table.rows if (month := month_of(row.cells[0]))]
        found = []
        for number, group in groupby(dated, key=lambda each: fiscal_year(each[0])):
            cells = [row.cells for _, row in group]
            sums = [sum((amount_of(each[place]) or Decimal() for each in cells), Decimal()) for place in self._measures]
            found.append((number, [f"{each:,}" for each in sums]))
        return found

    @property
    def _measures(self) -> list[int]:
        return [place for place, each in enumerate(self.columns) if each.kind == "amount"]

    @property
    def shown_rows(self) -> list[list[str]]:
        """As people read them: of what is no table of the text."""
        return [[month_words(row.cells[0]), *(f"{int(cell):,}" for cell in row.cells[1:])] for row in self.table.rows]


def month_words(cell: str) -> str:
    month = month_of(cell)
    return _month(month) if month else cell


def _month(day: datetime.date) -> str:
    return f"{SHORT_MONTHS[day.month - 1]} {year(day)}"


def _plain(cell: str, kind: str) -> str:
    if cell.strip() == NO_AMOUNT:
        return ""
    if kind == "amount" and (amount := amount_of(cell)) is not None:
        return str(amount)
    if kind == "month" and (month := month_of(cell)):
        return f"{month:%Y-%m}"
    return cell


def open_data(item: Item, folder: Path) -> OpenData | None:
    """Of an item whose files lie in the folder; None where it has no such table, or none that is right."""
    form = table_forms().get(item.particulars.table)
    if form is None:
        return None
    table = _from_file(item, folder, form) if form.file else first_table(item.body)
    return OpenData(form, table) if table and (form.file or form.fits(table.headings)) else None


def _from_file(item: Item, folder: Path, form: TableForm) -> DataTable | None:
    names = [each.file for each in item.attachments if each.file.endswith(form.file)]
    if len(names) != 1 or not (folder / names[0]).is_file():
        return None
    found = visits_table(head(folder / names[0], MOST_JSON), form)
    return found if isinstance(found, DataTable) else None


def open_data_of(edition: Edition, publication: Publication) -> OpenData | None:
    return open_data(publication.item, edition.register.place(publication.folder)) if publication.table else None


def write_open_data(url: str, found: OpenData, to: Path) -> None:
    """`url`: that of the item; `to`: the site's root."""
    (to / url / DATA).mkdir(parents=True, exist_ok=True)
    (to / url / found.csv_name).write_text(found.as_csv, encoding="utf-8", newline="")
