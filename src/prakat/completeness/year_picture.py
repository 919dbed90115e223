"""obligations x fiscal year x day -> the state of each at the end of each month so far: a picture of the year"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from prakat.completeness.coverage import Coverage, CoverageState, Stock, coverage
from prakat.completeness.obligation import Cadence, Obligation
from prakat.completeness.obligation_list import ObligationList
from prakat.completeness.slot import Slot, months


@dataclass(frozen=True, slots=True)
class PictureRow:
    obligation: Obligation
    states: tuple[CoverageState | None, ...]
    """By month, October first; None for a month that has not begun."""


def year_picture(
    asked: ObligationList, stock: Stock, day: datetime.date, not_applicable: Mapping[str, str]
) -> list[PictureRow]:
    """The month that the day is in is shown as it is on that day; of what is asked for each month, that month's own."""
    by_month = [_month(asked, stock, each, day, not_applicable) for each in months(asked.year)]
    own = {each.obligation.id: _own(each) for each in coverage(asked, stock, day, not_applicable)}
    return [
        PictureRow(each, own[each.id] or tuple(found[place] if found else None for found in by_month))
        for place, each in enumerate(asked.obligations)
    ]


def _own(found: Coverage) -> tuple[CoverageState | None, ...]:
    """Of an obligation of one element each month; else nothing."""
    is_monthly = found.obligation.cadence is Cadence.MONTHLY and len(found.obligation.elements) == 1
    return tuple(each.state for each in found.cells) if is_monthly else ()


def _month(
    asked: ObligationList, stock: Stock, month: Slot, day: datetime.date, not_applicable: Mapping[str, str]
) -> list[CoverageState] | None:
    if month.first > day:
        return None
    return [each.state for each in coverage(asked, stock, min(month.last, day), not_applicable)]
