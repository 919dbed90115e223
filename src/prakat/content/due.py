"""register x what owners were told -> what starts, falls due or ends within some days (R07, R18, R19)"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prakat.content.register import Register
from prakat.item.item import Item
from prakat.item.state import confirm_by, ratify_by, state_on
from prakat.office.settings import Settings

_LASTING = ("review", "confirm")
"""Events that remain to be done after their day."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    date: datetime.date
    event: str
    """starts, closes, review, confirm, ratify, withdrawn or expires; labels.yml has the words."""
    path: str
    title: str
    unit: str
    provider: str

    def row(self) -> dict[str, str]:
        return {"date": self.date.isoformat()} | {
            name: getattr(self, name) for name in ("event", "path", "title", "unit", "provider")
        }


def within(
    register: Register, days: int, unconfirmed: Mapping[str, datetime.date], standing: Iterable[Item] = ()
) -> list[Due]:
    """Events from the register's day to `days` later, and overdue reviews and confirmations, the soonest first.

    `unconfirmed`: folder of each item that its owner has not confirmed -> the day on which the owner was told.
    `standing`: earlier versions that are shown in place of what the day holds back; these fall due, too."""
    assert register.office, "the caller has seen to it"
    settings, last = register.office.settings, register.day + datetime.timedelta(days=days)
    found = []
    for item in (*(entry.item for entry in register.entries.values()), *standing):
        if state_on(item, register.day, settings).is_taken_down:
            continue
        end = min(last, item.withdrawn.on) if item.withdrawn else last
        events = [*_events(item, settings)]
        if told := unconfirmed.get(item.path.folder):
            events.append(("confirm", confirm_by(item, told, settings)))
        for event, date in events:
            if date <= end and (date >= register.day or event in _LASTING):
                found.append(Due(date, event, item.path.folder, item.title, ", ".join(item.units), item.provider))
    return sorted(found)


def _events(item: Item, settings: Settings) -> Iterator[tuple[str, datetime.date]]:
    yield "starts", item.publish_on
    if item.closes:
        yield "closes", item.closes.on
    if item.review_by:
        yield "review", item.review_by
    if item.expires_on:
        yield "expires", item.expires_on
    if item.withdrawn:
        yield "withdrawn", item.withdrawn.on
    if deadline := ratify_by(item, settings):
        yield "ratify", deadline
