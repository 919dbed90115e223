"""edition -> what was published, updated and taken down, newest first; earlier versions of a text are never shown"""

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.content.action import Action
from prakat.site.edition import Edition
from prakat.site.publication import Publication
from prakat.site.timeline import Turn
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
    category: str
    what: str
    """What happened, by its name in labels.yml."""
    text: str
    """What happened, in the words that people read."""
    is_begun_with: bool = False
    """Whether the office began with it, in the first commit of main: no request published it."""


def newest(edition: Edition, count: int = EVENTS_SHOWN) -> list[HistoryEvent]:
    """The newest events of the edition's items, for the history page (R17, R18)."""
    return heapq.nlargest(count, events_of(edition), key=_order)


def _order(event: HistoryEvent) -> tuple[datetime.date, str, str]:
    return event.day, event.url, event.what


def events_of(edition: Edition) -> Iterator[HistoryEvent]:
    """All of them, item by item."""
    shown: list[Publication | Tombstone] = [*edition.publications, *edition.tombstones]
    for about in shown:
        title = about.title if isinstance(about, Tombstone) else about.item.title
        told = dict.fromkeys((each.day, each.what, each.text, _is_begun_with(each)) for each in about.turns)
        for day, what, text, is_begun_with in told:
            yield HistoryEvent(day, about.url, title, about.unit, about.item.path.category, what, text, is_begun_with)


def _is_begun_with(turn: Turn) -> bool:
    return turn.what == Action.PUBLISHED and turn.revision is not None and turn.revision.height == 0
