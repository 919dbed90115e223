"""every item's history x a quarter up to a day -> what readers saw in it, and what stood at its end"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from prakat.papers.happened.item_events import (
    Happened,
    RequestOfMerge,
    Stretch,
    Word,
    happened,
    item_event,
    permissions_of,
    shown_at_end,
    take_down,
)
from prakat.papers.happened.item_history import ItemHistory, LandedVersion
from prakat.papers.happened.period_facts import Event, ItemEvent, SpokenPermission, StandingItem, TakeDown
from prakat.papers.happened.released_site import ReleasedSite
from prakat.papers.happened.told_text import ToldTexts
from prakat.site.timeline import Turn
from prakat.thai.working_day import working_days_after

_DOWN = (Event.EXPIRED, Event.WITHDRAWN, Event.SUSPENDED)


class _Read(NamedTuple):
    known: ItemHistory
    """Up to the last day."""
    turns: Sequence[Turn]


@dataclass(frozen=True)
class QuarterReading:
    """Has no slots, so that each question is worked out once and cached."""

    histories: Sequence[ItemHistory]
    stretch: Stretch

    @cached_property
    def _read(self) -> list[_Read]:
        last, settings = self.stretch.last, self.stretch.settings
        known = [each.up_to(last) for each in self.histories]
        return [_Read(each, each.turns(last, settings)) for each in known if each.versions]

    @cached_property
    def happened(self) -> list[Happened]:
        """Oldest first."""
        found = [each for item in self._read for each in happened(item.known, item.turns, self.stretch)]
        return sorted(found, key=lambda each: (each.at, each.version.folder))

    @cached_property
    def words(self) -> list[Word]:
        found = [each for history in self.histories for each in permissions_of(history, self.stretch)]
        return sorted(found, key=lambda each: (each.version.at, each.version.folder))

    @cached_property
    def live(self) -> Mapping[str, LandedVersion]:
        """By folder, what readers could read at its end."""
        found = ((item.known, shown_at_end(item.known, item.turns)) for item in self._read)
        return {known.versions[-1].folder: shown for known, shown in found if shown}

    def announce(self, texts: ToldTexts) -> None:
        """All texts that are told, to be read at once."""
        versions = [each.version for each in self.happened] + [each.version for each in self.words]
        texts.announce(each.blob for each in versions)

    def events(self, texts: ToldTexts, requests: Mapping[str, RequestOfMerge]) -> Iterator[ItemEvent]:
        return (item_event(each, texts, requests) for each in self.happened)

    def spoken(self, texts: ToldTexts, day: datetime.date) -> Iterator[SpokenPermission]:
        return (each.told(texts, self.stretch.settings, day) for each in self.words)

    def take_downs(self, texts: ToldTexts, site: ReleasedSite) -> Iterator[TakeDown]:
        return (take_down(each, texts, site) for each in self.happened if each.event in _DOWN)

    def past_review(self, texts: ToldTexts) -> list[StandingItem]:
        """By the day on which they were to be looked at."""
        found = [
            (each.review_by, each.review_by, folder, each)
            for folder, each in self.live.items()
            if each.review_by and each.review_by <= self.stretch.last
        ]
        return _standing(found, texts)

    def unconfirmed(self, texts: ToldTexts, told: Mapping[str, datetime.date]) -> list[StandingItem]:
        """`told`: folder of each item that its owner has not confirmed -> the day on which the owner was told."""
        settings, found = self.stretch.settings, []
        for folder, day in told.items():
            if shown := self.live.get(folder):
                begun = max(day, shown.revision.term.first) if shown.revision.term else day
                due = working_days_after(begun, settings.confirm_within_working_days, settings.extra_holidays)
                found.append((day, due, folder, shown))
        return _standing(found, texts)


def _standing(
    found: Iterable[tuple[datetime.date, datetime.date, str, LandedVersion]], texts: ToldTexts
) -> list[StandingItem]:
    ordered = sorted(found, key=lambda each: each[:3])
    texts.announce(each.blob for *_, each in ordered)
    made = []
    for since, due, folder, each in ordered:
        told = texts.of(each.blob)
        made.append(StandingItem(folder, told.title, told.unit, told.provider, since, due))
    return made
