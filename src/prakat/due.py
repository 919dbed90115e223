"""edition -> what starts, falls due or ends within some days (R18, R19)"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from prakat import lifecycle
from prakat.item import Item
from prakat.lifecycle import Settings
from prakat.register import Register


@dataclass(frozen=True, slots=True, order=True)
class Due:
    date: datetime.date
    event: str
    """starts, review, ratify, withdrawn or expires; labels.yml has the words."""
    path: str
    title: str
    unit: str
    provider: str

    def row(self) -> dict[str, str]:
        return {"date": self.date.isoformat()} | {
            name: getattr(self, name) for name in ("event", "path", "title", "unit", "provider")
        }


def within(register: Register, days: int) -> list[Due]:
    """Events from the register's day to `days` later, and reviews that are overdue, the soonest first."""
    assert register.office, "the caller has seen to it"
    settings, last = register.office.settings, register.day + datetime.timedelta(days=days)
    found = []
    for entry in register.entries.values():
        item = entry.item
        if lifecycle.state(item, register.day, settings).is_taken_down:
            continue
        end = min(last, item.withdrawn.on) if item.withdrawn else last
        for event, date in _events(item, settings):
            if date <= end and (date >= register.day or event == "review"):
                found.append(Due(date, event, item.path.folder, item.title, item.unit, item.provider))
    return sorted(found)


def _events(item: Item, settings: Settings) -> Iterator[tuple[str, datetime.date]]:
    yield "starts", item.publish_on
    if item.review_by:
        yield "review", item.review_by
    if item.expires_on:
        yield "expires", item.expires_on
    if item.withdrawn:
        yield "withdrawn", item.withdrawn.on
    if deadline := lifecycle.ratify_by(item, settings):
        yield "ratify", deadline
