"""schemas/tables.yml -> the forms of open tables: their columns, and what each cell of them must be"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from prakat.rules import data
from prakat.thai.buddhist_era import FIRST_BE, OFFSET, to_arabic_digits
from prakat.thai.month import month_number

NO_AMOUNT = "-"
"""What stands in a cell that has no amount."""
_AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,2})?")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_NAMED_MONTH = re.compile(r"([^\s0-9]{2,15})\s*([0-9]{4}|[0-9]{2})")
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    heading: str
    kind: str
    """order, text, amount or month."""


@dataclass(frozen=True, slots=True)
class TableForm:
    id: str
    columns: tuple[Column, ...]
    more: str
    """The kind of any further columns; empty where there may be none."""
    is_of_month: bool
    has_chart: bool
    file: str
    """Extension of the attachment that has the data; empty where the text has them."""

    def column(self, index: int, heading: str) -> Column:
        return self.columns[index] if index < len(self.columns) else Column(heading, heading, self.more)

    def fits(self, headings: tuple[str, ...]) -> bool:
        """Whether a table has these columns, in this order; units in brackets are the writer's own."""
        own = [_bare(each.heading) for each in self.columns]
        found = [_bare(each) for each in headings]
        rest = found[len(own) :]
        return found[: len(own)] == own and (all(rest) and len(rest) > 0 if self.more else not rest)


def _bare(heading: str) -> str:
    return "".join(_IN_BRACKETS.sub("", heading).split())


@cache
def table_forms() -> Mapping[str, TableForm]:
    return {
        name: TableForm(
            name,
            tuple(Column(each["id"], each["th"], each["kind"]) for each in entry["columns"]),
            entry.get("more", ""),
            entry.get("month", False),
            entry.get("chart", False),
            entry.get("file", ""),
        )
        for name, entry in data.load("tables.yml")["forms"].items()
    }


def totals() -> Sequence[str]:
    """How a row begins that sums up the others."""
    words: Sequence[str] = data.load("tables.yml")["totals"]
    return words


def amount_of(text: str) -> Decimal | None:
    """What is written in either digits, with or without commas; None for anything else."""
    plain = to_arabic_digits(text.strip())
    return Decimal(plain.replace(",", "")) if _AMOUNT.fullmatch(plain) else None


def month_of(text: str) -> datetime.date | None:
    """The first day of a month written as ตุลาคม 2569, ต.ค. 69 or 2026-10; None for anything else."""
    plain = to_arabic_digits(text.strip())
    if match := _ISO_MONTH.fullmatch(plain):
        year, month = int(match[1]), int(match[2])
        return datetime.date(year, month, 1) if 1 <= month <= 12 and year < FIRST_BE and year > 0 else None
    if not (match := _NAMED_MONTH.fullmatch(plain)):
        return None
    month, year = month_number(match[1]), int(match[2])
    year = year + 2500 if year < 100 else year
    return datetime.date(year - OFFSET, month, 1) if month and year >= FIRST_BE else None


def order_of(cell: str) -> int:
    """The number of a row; 0 for anything else."""
    plain = to_arabic_digits(cell.strip().removesuffix("."))
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= _LONGEST_NUMBER else 0


def is_right(cell: str, kind: str) -> bool:
    """Whether a cell holds what its column is for."""
    match kind:
        case "amount":
            return cell.strip() == NO_AMOUNT or amount_of(cell) is not None
        case "month":
            return month_of(cell) is not None
        case "order":
            return order_of(cell) > 0
    return bool(cell.strip())
