"""edition -> what was published, updated and taken down, newest first; earlier versions of a text are never shown"""

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.content.action import Action
from prakat.rules.data import label
from prakat.site.edition import Edition
from prakat.site.publication import Publication
from prakat.site.revision import Revision
from prakat.site.tombstone import Tombstone

EVENTS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    day: datetime.date
    """In Bangkok."""
    url: str
    title: str
    """Empty where the title itself must not be shown."""
    unit: str
    what: str
    """What happened, by its name in labels.yml."""
    text: str
    """What happened, in the words that people read."""


def newest(edition: Edition, count: int = EVENTS_SHOWN) -> list[HistoryEvent]:
    """The newest events of the edition's items, for the history page (R17, R18)."""
    return heapq.nlargest(count, _events(edition), key=_order)


def _order(event: HistoryEvent) -> tuple[datetime.date, str, str]:
    return event.day, event.url, event.what


def _events(edition: Edition) -> Iterator[HistoryEvent]:
    for publication in edition.publications:
        yield _event(publication, publication.published, "action", Action.PUBLISHED)
        for day, action in {(each.day, each.action) for each in changes(publication)}:
            yield _event(publication, day, "action", action)
    for tombstone in edition.tombstones:
        if tombstone.published:
            yield _event(tombstone, tombstone.published, "action", Action.PUBLISHED)
            yield _event(tombstone, tombstone.since, "state", tombstone.state)


def changes(publication: Publication) -> list[Revision]:
    """What happened to an item since it became public, oldest first."""
    return [each for each in publication.revisions[1:] if each.day >= publication.published]


def _event(about: Publication | Tombstone, day: datetime.date, group: str, what: str) -> HistoryEvent:
    title = about.title if isinstance(about, Tombstone) else about.item.title
    return HistoryEvent(day, about.url, title, about.unit, what, label(group, what))
