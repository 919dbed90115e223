"""how often something is asked for x fiscal year -> the days that each piece of it has to be about (R23, R42)"""

import datetime
from typing import NamedTuple

from prakat.completeness.obligation import Cadence
from prakat.thai.buddhist_era import fiscal_days, fiscal_year

_DAY = datetime.timedelta(days=1)
_QUARTERS = {Cadence.HALF_YEARLY: (2, 4), Cadence.QUARTERLY: (1, 2, 3, 4)}


class Slot(NamedTuple):
    """The days are in Bangkok, and the last one belongs to it."""

    kind: str
    """any, year, quarter or month; with `number` its words in labels.yml."""
    number: int
    """The fiscal year (B.E.), the quarter 1 to 4, or the month 1 to 12."""
    first: datetime.date
    last: datetime.date

    def is_due(self, day: datetime.date) -> bool:
        """What is of a year is asked for from its first day on; what is of a part of it, once that is over."""
        return self.last < day if self.kind in ("quarter", "month") else True

    def fits(self, start: datetime.date, end: datetime.date | None, *, has_own_period: bool) -> bool:
        """Whether information of these days is that of this slot. One without an end is of the year in which it
        begins; of a part of a year is what ends in it."""
        if self.kind == "any":
            return True
        if self.kind == "year":
            return start <= self.last and (end or fiscal_days(fiscal_year(start))[1]) >= self.first
        return has_own_period and end is not None and self.first <= end <= self.last


def slots(cadence: Cadence, year: int) -> tuple[Slot, ...]:
    """In order; `year` is a fiscal year of the Buddhist era."""
    if cadence in (Cadence.YEARLY, Cadence.LAST_YEAR):
        of = year - (cadence is Cadence.LAST_YEAR)
        return (Slot("year", of, *fiscal_days(of)),)
    if cadence in _QUARTERS:
        return tuple(Slot("quarter", number, *fiscal_days(year, number)) for number in _QUARTERS[cadence])
    if cadence is Cadence.MONTHLY:
        return months(year)
    return (Slot("any", year, *fiscal_days(year)),)


def months(year: int) -> tuple[Slot, ...]:
    """October to September."""
    found, first = [], fiscal_days(year)[0]
    for _ in range(12):
        after = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
        found.append(Slot("month", first.month, first, after - _DAY))
        first = after
    return tuple(found)
