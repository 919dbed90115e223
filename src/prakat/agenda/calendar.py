"""holdings x some days -> what appears, closes, ends and falls due on each of them; and what of it readers may know"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prakat.agenda.holdings import Holdings
from prakat.content import due
from prakat.content.due import Due
from prakat.content.succession import Succession
from prakat.item.item import Item
from prakat.item.item_path import index_of
from prakat.item.state import state_on
from prakat.office.settings import Settings

DUTIES = ("review", "confirm", "ratify")
"""Events that are something to be done by whoever owns the page, and are nobody else's business."""
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    due: Due
    time: datetime.time | None
    """Of the readers' deadline, in Bangkok."""
    is_public: bool
    """Whether readers can know of it today: the page is up, and so is what it says of itself."""

    @property
    def is_duty(self) -> bool:
        return self.due.event in DUTIES

    def is_for(self, person: str) -> bool:
        """Of a calendar that leaves the office: public dates, and the person's own duties."""
        return (self.is_public and not self.is_duty) or (self.is_duty and self.due.provider == person)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Of what main says on a day."""

    held: Holdings
    day: datetime.date
    unconfirmed: Mapping[str, datetime.date]
    successions: Mapping[str, Succession]

    def entries(self, first: datetime.date, last: datetime.date) -> list[CalendarEntry]:
        """From the first to the last of the days, in order. What is past is told of the newest versions."""
        found = [*self._past(first, min(last, self.day - _DAY))]
        if last >= self.day:
            register = self.held.register(self.day)
            coming = due.within(register, (last - self.day).days, self.unconfirmed, self.successions)
            found += [each for each in coming if each.date >= first]
        return [self._entry(each) for each in sorted(set(found))]

    def _past(self, first: datetime.date, last: datetime.date) -> Iterator[Due]:
        settings = self.held.office.settings
        for each in self.held.items.values() if first <= last else ():
            item = each.item
            for event, date in _happened(item, settings):
                if first <= date <= last:
                    units = ", ".join(item.units)
                    yield Due(date, event, item.path.folder, item.title, units, item.provider)

    def _entry(self, found: Due) -> CalendarEntry:
        known = self.held.items.get(index_of(found.path))
        if known is None:
            return CalendarEntry(found, None, is_public=False)
        item = known.item
        is_up = state_on(item, self.day, self.held.office.settings).is_public
        is_told = is_up and item.title == found.title and (found.event != "starts" or found.date <= self.day)
        time = item.closes.time if item.closes and found.event == "closes" else None
        return CalendarEntry(found, time, is_told)


def _happened(item: Item, settings: Settings) -> Iterator[tuple[str, datetime.date]]:
    """What readers could see happen."""
    dates = {"starts": item.publish_on, "expires": item.expires_on, "closes": item.closes.on if item.closes else None}
    for event, date in dates.items():
        if date and state_on(item, date, settings).is_public:
            yield event, date
    if item.withdrawn and state_on(item, item.withdrawn.on - _DAY, settings).is_public:
        yield "withdrawn", item.withdrawn.on
