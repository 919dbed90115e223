"""edition -> what was published, updated and taken down, newest first; earlier versions of a text are never shown"""

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.site.edition import Edition
from prakat.site.publication import Publication
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
    shown: list[Publication | Tombstone] = [*edition.publications, *edition.tombstones]
    for about in shown:
        title = about.title if isinstance(about, Tombstone) else about.item.title
        for day, what, text in dict.fromkeys((each.day, each.what, each.text) for each in about.turns):
            yield HistoryEvent(day, about.url, title, about.unit, what, text)
