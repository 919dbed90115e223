"""day -> whether Thai government offices are open on it, and the working days that follow"""

import datetime
import functools
from collections.abc import Collection

_NOT_FOR_OFFICES = {(5, 1)}
"""1 May is a holiday by the Labour Protection Act B.E. 2541, s. 29, which by s. 4 leaves government offices out."""


def working_days_after(
    day: datetime.date, count: int, extra_holidays: frozenset[datetime.date] = frozenset()
) -> datetime.date:
    """The day so many working days later; for 0 the day itself, whether the office is open or not."""
    for _ in range(count):
        day = next_working_day(day, extra_holidays)
    return day


def next_working_day(day: datetime.date, extra_holidays: frozenset[datetime.date] = frozenset()) -> datetime.date:
    """The first day after `day` on which Thai government offices are open."""
    day += datetime.timedelta(days=1)
    while not is_working_day(day, extra_holidays):
        day += datetime.timedelta(days=1)
    return day


def is_working_day(day: datetime.date, extra_holidays: frozenset[datetime.date] = frozenset()) -> bool:
    """Whether offices are open. Holidays that are decreed late come from office.yml's extra_holidays."""
    if day.weekday() >= 5 or day in extra_holidays:
        return False
    return (day.month, day.day) in _NOT_FOR_OFFICES or day not in _holidays(day.year)


@functools.cache
def _holidays(year: int) -> Collection[datetime.date]:
    import holidays  # imported here, since few commands need it and it is slow to load

    return holidays.country_holidays("TH", years=year, categories=("public", "government"))
