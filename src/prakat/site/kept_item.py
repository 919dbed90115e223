"""card x its item kept as JSON -> the item as it appears; all of it is read only where more than the card is asked"""

import datetime
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, cast

from prakat.completeness.exhibit import Exhibit, OwnPeriod, Shown
from prakat.item.category import Category, categories
from prakat.item.item import Relation
from prakat.item.item_path import folder_of
from prakat.item.state import State, StateDates
from prakat.office.settings import Settings
from prakat.site.card import GONE, Card
from prakat.site.example_words import NO_WORDS, ExampleWords
from prakat.site.publication import Publication
from prakat.site.timeline import ToldTurn
from prakat.site.tombstone import Tombstone
from prakat.thai.buddhist_era import fiscal_year

Load = Callable[[str], Publication | Tombstone]
"""Item folder -> the item as it appears."""


class KeptItem:
    """Stands for a Publication or a Tombstone: says the same, what its card does not say by asking for the whole."""

    def __init__(self, card: Card, load: Load) -> None:
        self.card = card
        self.url = card.url
        self.state = State(card.state)
        self.published = _day(card.published)
        self._load = load

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    @cached_property
    def whole(self) -> Publication | Tombstone:
        return self._load(self.folder)

    @property
    def is_tombstone(self) -> bool:
        return self.card.place == GONE

    @property
    def is_title_hidden(self) -> bool:
        return self.card.is_title_hidden

    @property
    def table(self) -> str:
        return self.card.table

    @property
    def cleaned(self) -> Mapping[str, str]:
        return self.card.cleaned

    @property
    def folder(self) -> str:
        return folder_of(self.card.url)

    @property
    def category(self) -> Category:
        return categories()[self.card.url.partition("/")[0]]

    @cached_property
    def changed(self) -> datetime.date | None:
        return _day(self.card.changed)

    @property
    def year(self) -> int:
        """The fiscal year (B.E.) in which it was first published."""
        return fiscal_year(cast(datetime.date, self.published))

    @property
    def visible_until(self) -> datetime.date | None:
        return _day(self.card.visible_until)

    @property
    def since(self) -> datetime.date | None:
        return _day(self.card.since)

    @property
    def title(self) -> str:
        return self.card.title

    @property
    def title_en(self) -> str:
        return self.card.title_en

    @property
    def unit(self) -> str:
        return self.card.unit

    @property
    def kind(self) -> str:
        return self.card.kind

    @property
    def has_english(self) -> bool:
        return self.card.has_english

    @property
    def is_over(self) -> bool:
        return self.card.is_over

    @property
    def beside(self) -> tuple[str, ...]:
        return tuple(self.card.beside)

    @property
    def file_names(self) -> tuple[str, ...]:
        return tuple(each for each in self.card.beside if each not in self.card.withheld)

    @property
    def relates(self) -> tuple[Relation, ...]:
        return tuple(Relation(*each) for each in self.card.relates)

    @property
    def former_paths(self) -> tuple[str, ...]:
        return tuple(self.card.former_paths)

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(self.card.topics)

    def exhibit(self, _: Settings) -> Exhibit:
        card = self.card
        start, end, is_own = card.period
        shown = tuple(Shown(datetime.date.fromisoformat(str(first)), _day(last)) for first, last in card.shown)
        period = OwnPeriod(datetime.date.fromisoformat(str(start)), _day(str(end or "")), bool(is_own))
        dates = StateDates(datetime.date.fromisoformat(str(card.dates[0])), *map(_day, card.dates[1:]))
        approved, nothing = _day(card.approved), card.says_nothing
        told = card.url, card.title, self.topics, period, dates, nothing, shown, approved
        return Exhibit(*told, lambda: self.whole.item)

    @cached_property
    def told_turns(self) -> tuple[ToldTurn, ...]:
        return tuple(
            ToldTurn(datetime.date.fromisoformat(day), group, what, is_begun_with)
            for day, group, what, is_begun_with in self.card.turns
        )

    @cached_property
    def example_words(self) -> ExampleWords:
        return ExampleWords(*map(frozenset, self.card.words)) if any(self.card.words) else NO_WORDS

    def ending(self, settings: Settings) -> datetime.date | None:
        """By the settings of the office by which the card was made."""
        return _day(self.card.ending)


def _day(written: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None
