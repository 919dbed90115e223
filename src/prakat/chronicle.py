"""edition -> what was published, updated and taken down, newest first. Never what a text said before"""

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.edition import Edition, Publication, Tombstone

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Event:
    day: datetime.date
    """Of Asia/Bangkok."""
    url: str
    title: str
    """Empty where the title itself must not be shown."""
    unit: str
    what: str
    """`published`, `updated`, or the state that took it down."""


def newest(edition: Edition, count: int = SHOWN) -> list[Event]:
    """The newest events of the edition's items, for the history page (R17, R18)."""
    return heapq.nlargest(count, _events(edition), key=_order)


def _order(event: Event) -> tuple[datetime.date, str, str]:
    return event.day, event.url, event.what


def _events(edition: Edition) -> Iterator[Event]:
    for publication in edition.publications:
        yield _event(publication, publication.published, "published")
        changed = {each.day for each in publication.revisions if each.day > publication.published}
        yield from (_event(publication, day, "updated") for day in changed)
    for tombstone in edition.tombstones:
        yield _event(tombstone, tombstone.item.publish_on, "published")
        yield _event(tombstone, tombstone.since, tombstone.state.value)


def _event(about: Publication | Tombstone, day: datetime.date, what: str) -> Event:
    title = about.title if isinstance(about, Tombstone) else about.item.title
    return Event(day, about.url, title, about.unit, what)
