"""item x when readers could find it -> what an assessor can be shown of it, on a day"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from prakat.completeness.slot import Slot
from prakat.completeness.topic import topics_of
from prakat.item.item import Item
from prakat.item.state import State, StateDates, dates_of, state_by
from prakat.office.settings import Settings


class Shown(NamedTuple):
    """Days in Bangkok on which readers could find it; the last one is one of them, None where nothing ends it."""

    first: datetime.date
    last: datetime.date | None

    @property
    def text(self) -> str:
        """As an interval of ISO 8601; `..` where nothing ends it."""
        return f"{self.first.isoformat()}/{self.last.isoformat() if self.last else '..'}"

    def holds(self, day: datetime.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class OwnPeriod(NamedTuple):
    """The days that an item is about."""

    start: datetime.date
    end: datetime.date | None
    is_own: bool
    """Whether it names them itself; else they are those on which it is shown."""


def period_of(item: Item) -> OwnPeriod:
    own = item.period_start, item.period_end
    return OwnPeriod(*own, own != (item.publish_on, item.expires_on))


@dataclass(frozen=True)
class Exhibit:
    """Asks for the item itself only where its words are told; has no slots, so that it does so once."""

    url: str
    title: str
    """Empty where even the title must not be seen."""
    topics: frozenset[str]
    period: OwnPeriod
    dates: StateDates
    says_nothing: bool
    shown: tuple[Shown, ...]
    approved: datetime.date | None
    """The day of the last merge that changed it; None where history does not tell."""
    read: Callable[[], Item] = field(compare=False, repr=False)

    @classmethod
    def of(cls, item: Item, shown: tuple[Shown, ...], approved: datetime.date | None = None) -> "Exhibit":
        nothing = item.particulars.says_nothing
        topics, dates = topics_of(item), dates_of(item)
        title = "" if item.withdrawn and item.withdrawn.hide_title else item.title
        return cls(item.path.url, title, topics, period_of(item), dates, nothing, shown, approved, lambda: item)

    @cached_property
    def item(self) -> Item:
        return self.read()

    @cached_property
    def newest_first(self) -> tuple[int, str]:
        """For sorting: by the first day on which readers found it."""
        return -self.shown[0].first.toordinal() if self.shown else 0, self.url

    def is_of(self, slot: Slot) -> bool:
        return slot.fits(self.period.start, self.period.end, has_own_period=self.period.is_own)

    def state(self, day: datetime.date, settings: Settings) -> State | None:
        """As readers found it on that day; None where they could not."""
        if not any(each.holds(day) for each in self.shown):
            return None
        state = state_by(self.dates, day, settings)
        return state if state.is_public else State.LIVE
