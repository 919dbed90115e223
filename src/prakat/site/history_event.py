"""edition -> what was published, updated and taken down, newest first; earlier versions of a text are never shown"""

import datetime
import heapq
from collections.abc import Iterator
from typing import NamedTuple

from prakat.site.edition import Edition
from prakat.site.publication import Publication
from prakat.site.timeline import ToldTurn
from prakat.site.tombstone import Tombstone

EVENTS_SHOWN = 200


class HistoryEvent(NamedTuple):
    """Asks an item for its words only where they are told."""

    about: Publication | Tombstone
    turn: ToldTurn

    @property
    def day(self) -> datetime.date:
        """In Bangkok."""
        return self.turn.day

    @property
    def what(self) -> str:
        """What happened, by its name in labels.yml."""
        return self.turn.what

    @property
    def text(self) -> str:
        return self.turn.text

    @property
    def is_begun_with(self) -> bool:
        return self.turn.is_begun_with

    @property
    def url(self) -> str:
        return self.about.url

    @property
    def title(self) -> str:
        """Empty where the title itself must not be shown."""
        return self.about.title

    @property
    def unit(self) -> str:
        return self.about.unit

    @property
    def category(self) -> str:
        return self.about.category.id


def newest(edition: Edition, count: int = EVENTS_SHOWN) -> list[HistoryEvent]:
    """The newest events of the edition's items, for the history page (R17, R18)."""
    found = ((turn.day, about.url, turn.what, -number, about, turn) for number, about, turn in _turns(edition))
    return [HistoryEvent(about, turn) for *_, about, turn in heapq.nlargest(count, found)]


def events_by_day(edition: Edition) -> list[HistoryEvent]:
    """All of them, oldest first, and those of one day by the items' addresses."""
    found = sorted((turn.day, about.url, number, about, turn) for number, about, turn in _turns(edition))
    return [HistoryEvent(about, turn) for *_, about, turn in found]


def _turns(edition: Edition) -> Iterator[tuple[int, Publication | Tombstone, ToldTurn]]:
    """Numbered, so that those that are alike in all else stay in the item's order, and no two items are compared."""
    told = ((about, turn) for about in edition.shown for turn in about.told_turns)
    return ((number, about, turn) for number, (about, turn) in enumerate(told))
