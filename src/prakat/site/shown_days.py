"""what readers saw happen to an item -> the days on which they could find it, and when it was last approved"""

import datetime
from collections.abc import Iterator, Sequence

from prakat.completeness.exhibit import Shown
from prakat.content.action import Action
from prakat.site.timeline import Turn

_DAY = datetime.timedelta(days=1)


def shown_days(seen: Sequence[Turn], last: datetime.date | None) -> Iterator[Shown]:
    """`last`: the last day on which it is shown by its own dates; None where nothing ends it."""
    begun: datetime.date | None = None
    for each in seen:
        if not (each.group == "state" or each.what == Action.WITHDRAWN):
            begun = begun or each.day
        elif begun:
            if each.day > begun:
                yield Shown(begun, each.day - _DAY)
            begun = None
    if begun and (last is None or begun <= last):
        yield Shown(begun, last)


def approved_on(seen: Sequence[Turn]) -> datetime.date | None:
    """The day of the last merge that readers saw; None where history tells of none."""
    return next((each.revision.day for each in reversed(seen) if each.revision), None)
