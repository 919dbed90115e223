"""item that came down -> what stands at its URL instead: no text, no files, no summary (R19)"""

import datetime
from dataclasses import dataclass

from prakat.completeness.exhibit import Exhibit
from prakat.completeness.topic import topics_of
from prakat.item.category import Category, categories
from prakat.item.item import Item, Relation
from prakat.item.state import State
from prakat.office.settings import Settings
from prakat.site.shown_days import approved_on, shown_days
from prakat.site.timeline import ToldTurn, Turn, told_turns


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands at the URL of an item that came down: no text, no files, no summary (R19)."""

    item: Item
    state: State
    unit: str
    turns: tuple[Turn, ...]
    """What readers saw happen to it, oldest first; empty if nobody could ever read it."""
    since: datetime.date
    """The first day on which the item could no longer be read."""
    beside: tuple[str, ...]
    """Names of what lies beside its index.md, of which nothing is served."""

    @property
    def published(self) -> datetime.date | None:
        """The first day on which the item could be read; None if it never could."""
        return self.turns[0].day if self.turns else None

    @property
    def url(self) -> str:
        return self.item.path.url

    def exhibit(self, _: Settings) -> Exhibit:
        shown = tuple(shown_days(self.turns, self.since - datetime.timedelta(days=1)))
        return Exhibit.of(self.item, shown, approved_on(self.turns))

    @property
    def is_tombstone(self) -> bool:
        return True

    @property
    def is_title_hidden(self) -> bool:
        return not self.title

    @property
    def folder(self) -> str:
        return self.item.path.folder

    @property
    def category(self) -> Category:
        return categories()[self.item.path.category]

    @property
    def has_english(self) -> bool:
        return bool(self.item.title_en)

    @property
    def former_paths(self) -> tuple[str, ...]:
        return self.item.former_paths

    @property
    def topics(self) -> frozenset[str]:
        """What it was evidence of."""
        return topics_of(self.item)

    @property
    def relates(self) -> tuple[Relation, ...]:
        return self.item.relates

    @property
    def told_turns(self) -> tuple[ToldTurn, ...]:
        return told_turns(self.turns)

    @property
    def title(self) -> str:
        """Empty where the title itself must not be shown."""
        return "" if self.item.withdrawn and self.item.withdrawn.hide_title else self.item.title

    @property
    def title_en(self) -> str:
        """Never shown."""
        return ""

    @property
    def reason(self) -> str:
        withdrawn = self.item.withdrawn
        return withdrawn.reason if self.state is State.WITHDRAWN and withdrawn and not withdrawn.hide_title else ""
