"""register x what owners were told -> what starts, falls due or ends within some days (R07, R18, R19)"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from prakat.content.register import Register, redirects
from prakat.content.succession import Succession
from prakat.item.item import Item
from prakat.item.item_path import parse_path
from prakat.item.state import State, confirm_by, ratify_by, state_on
from prakat.office.settings import Settings

_LASTING = ("review", "confirm")
"""Events that remain to be done after their day."""
_IN_VAIN = (State.SCHEDULED, State.WITHDRAWN, State.SUSPENDED)
"""States in which an item ends no other."""
_Turn = tuple[Item, datetime.date | None, str]


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
    """Events from the register's day to `days` later, and reviews, confirmations and written approvals that are
    overdue, the soonest first.

    `unconfirmed`: folder of each item that its owner has not confirmed -> the day on which the owner was told.
    `successions`: of items whose newest version waits; each of the versions falls due until the next takes over."""
    assert register.office, "the caller has seen to it"
    settings, last = register.office.settings, register.day + datetime.timedelta(days=days)
    turns = {url: [*_in_turn(each.item, successions)] for url, each in register.entries.items()}
    ended = _Ended(register, turns, settings)
    found = [_due(item, "ratify", day) for item, day in _never_in_writing(register, settings)]
    for item, until, replaced in chain.from_iterable(turns.values()):
        if state_on(item, register.day, settings).is_taken_down:
            continue
        end = min([last, *([until] if until else []), *([item.withdrawn.on] if item.withdrawn else [])])
        events = [*_events(item, settings)]
        if told := unconfirmed.get(item.path.folder):
            events.append(("confirm", confirm_by(item, told, settings)))
        for event, date in events:
            is_idle = event == "closes" and ended.is_so(item, date)
            if date <= end and (date >= register.day or event in _LASTING) and not is_idle:
                found.append(_due(item, event, date, replaced if event == "starts" else ""))
    return sorted(found)


def _due(item: Item, event: str, date: datetime.date, replaces: str = "") -> Due:
    return Due(date, event, item.path.folder, item.title, ", ".join(item.units), item.provider, replaces)


def _in_turn(item: Item, successions: Mapping[str, Succession]) -> Iterable[_Turn]:
    """Each version whose turn comes, its last day before the next one's, and the title of the one that it replaces."""
    known = successions.get(item.path.folder)
    return known.in_turn if known else [(item, None, "")]


def _never_in_writing(register: Register, settings: Settings) -> Iterator[tuple[Item, datetime.date]]:
    """What waits for its written approval after the last day for it, whether or not an earlier version is shown."""
    for entry in register.entries.values():
        deadline = ratify_by(entry.item, settings)
        if deadline and deadline < register.day:
            yield entry.item, deadline


class _Ended:
    """What other items replace or cancel: a deadline of it leads nobody anywhere."""

    def __init__(self, register: Register, turns: Mapping[str, Sequence[_Turn]], settings: Settings) -> None:
        self._settings = settings
        self._by: dict[str, list[tuple[Item, datetime.date | None]]] = defaultdict(list)
        moved = redirects(register)
        for item, until, _ in chain.from_iterable(turns.values()):
            for path in (parse_path(each.to) for each in item.relates if each.ends_other):
                if path and (url := moved.get(path.url, path).url) != item.path.url:
                    self._by[url].append((item, until))

    def is_so(self, item: Item, date: datetime.date) -> bool:
        """Whether it does not stand on that day, by a version of another that does then, or that expired in force."""
        return any(
            (until is None or date <= until) and state_on(by, date, self._settings) not in _IN_VAIN
            for by, until in self._by[item.path.url]
        )


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
