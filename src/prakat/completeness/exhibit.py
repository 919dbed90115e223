"""item x when readers could find it -> what an assessor can be shown of it, on a day"""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from prakat.completeness.slot import Slot
from prakat.completeness.topic import topics_of
from prakat.item.item import Item
from prakat.item.state import State, state_on
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


@dataclass(frozen=True)
class Exhibit:
    """Has no slots, so that its topics are found out once."""

    item: Item
    shown: tuple[Shown, ...]
    approved: datetime.date | None = None
    """The day of the last merge that changed it; None where history does not tell."""

    @property
    def url(self) -> str:
        return self.item.path.url

    @property
    def title(self) -> str:
        """Empty where even the title must not be seen."""
        return "" if self.item.withdrawn and self.item.withdrawn.hide_title else self.item.title

    @property
    def newest_first(self) -> tuple[int, str]:
        """For sorting: by the first day on which readers found it."""
        return -self.shown[0].first.toordinal() if self.shown else 0, self.url

    @property
    def says_nothing(self) -> bool:
        return self.item.particulars.says_nothing

    @cached_property
    def topics(self) -> frozenset[str]:
        return topics_of(self.item)

    def is_of(self, slot: Slot) -> bool:
        item = self.item
        own = (item.period_start, item.period_end)
        return slot.fits(*own, has_own_period=own != (item.publish_on, item.expires_on))

    def state(self, day: datetime.date, settings: Settings) -> State | None:
        """As readers found it on that day; None where they could not."""
        if not any(each.holds(day) for each in self.shown):
            return None
        state = state_on(self.item, day, settings)
        return state if state.is_public else State.LIVE
