"""two moments -> for how long government offices were open between them, in working days and hours"""

import datetime
from dataclasses import dataclass

from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.working_day import is_working_day

OPENS, CLOSES = datetime.time(8, 30, tzinfo=BANGKOK), datetime.time(16, 30, tzinfo=BANGKOK)
"""Of every government office, noon included."""
_HOURS = 8
_LONGEST = 3660
"""Days that are looked at; who waits longer waits ten years."""


@dataclass(frozen=True, slots=True, order=True)
class WorkingTime:
    days: int
    """Of eight hours."""
    hours: int
    """Whole hours beside them."""

    @classmethod
    def between(
        cls,
        begun: datetime.datetime,
        now: datetime.datetime,
        extra_holidays: frozenset[datetime.date] = frozenset(),
    ) -> "WorkingTime":
        """Nothing where `now` is not later."""
        begun, now = begun.astimezone(BANGKOK), now.astimezone(BANGKOK)
        count = min((now.date() - begun.date()).days + 1, _LONGEST)
        open_for = datetime.timedelta()
        for number in range(count):
            day = begun.date() + datetime.timedelta(days=number)
            if is_working_day(day, extra_holidays):
                first, last = (datetime.datetime.combine(day, each) for each in (OPENS, CLOSES))
                open_for += max(min(last, now) - max(first, begun), datetime.timedelta())
        days, hours = divmod(int(open_for.total_seconds()) // 3600, _HOURS)
        return cls(days, hours)


def last_working_day(day: datetime.date, extra_holidays: frozenset[datetime.date] = frozenset()) -> datetime.date:
    """The last day before `day` on which offices were open."""
    day -= datetime.timedelta(days=1)
    while not is_working_day(day, extra_holidays):
        day -= datetime.timedelta(days=1)
    return day
