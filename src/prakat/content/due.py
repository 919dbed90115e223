"""register x what owners were told -> what starts, falls due or ends within some days (R07, R18, R19)"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

from prakat.content.register import Register
from prakat.content.succession import Succession
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
    replaces: str = ""
    """Title of the version that is shown until then, if one starts in its place."""

    def row(self) -> dict[str, str]:
        return {"date": self.date.isoformat()} | {
            name: getattr(self, name) for name in ("event", "path", "title", "unit", "provider", "replaces")
        }


def within(
    register: Register,
    days: int,
    unconfirmed: Mapping[str, datetime.date],
    successions: Mapping[str, Succession] = MappingProxyType({}),
) -> list[Due]:
    """Events from the register's day to `days` later, and overdue reviews and confirmations, the soonest first.

    `unconfirmed`: folder of each item that its owner has not confirmed -> the day on which the owner was told.
    `successions`: of items whose newest version waits; each of the versions falls due until the next takes over."""
    assert register.office, "the caller has seen to it"
    settings, last = register.office.settings, register.day + datetime.timedelta(days=days)
    found = []
    for entry in register.entries.values():
        for item, until, replaced in _shown_in_turn(entry.item, successions.get(entry.item.path.folder)):
            if state_on(item, register.day, settings).is_taken_down:
                continue
            end = min([last, *([until] if until else []), *([item.withdrawn.on] if item.withdrawn else [])])
            events = [*_events(item, settings)]
            if told := unconfirmed.get(item.path.folder):
                events.append(("confirm", confirm_by(item, told, settings)))
            for event, date in events:
                if date <= end and (date >= register.day or event in _LASTING):
                    replaces = replaced if event == "starts" else ""
                    made = Due(
                        date, event, item.path.folder, item.title, ", ".join(item.units), item.provider, replaces
                    )
                    found.append(made)
    return sorted(found)


def _shown_in_turn(item: Item, succession: Succession | None) -> Iterator[tuple[Item, datetime.date | None, str]]:
    """Each version whose turn comes, its last day before the next one's, and the title of the one that it replaces."""
    if succession is None:
        yield item, None, ""
        return
    shown = [succession.shown.item] if succession.shown and succession.is_up else []
    replaced = ""
    for each, after in zip_longest([*shown, *succession.coming], [*shown, *succession.coming][1:]):
        until = after.publish_on - datetime.timedelta(days=1) if after else None
        yield each, until, replaced
        replaced = "" if until and each.expires_on and each.expires_on < until else each.title


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
