"""what happened in a period, as facts without words: what each paper counts and tells (R41 to R45, R48)"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from prakat.thai.period import Period


class Event(StrEnum):
    """What happened to an item that readers saw, or were to see (schemas/labels.yml: paper_event)."""

    PUBLISHED = "published"
    AMENDED = "amended"
    RENEWED = "renewed"
    MOVED = "moved"
    RATIFIED = "ratified"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class ItemEvent:
    """Once for each item and merge; what a day did by itself, once for each item and day.

    It is of the day on which readers first saw it, as the site tells it (`site.timeline`): what was merged for a later
    day counts on that day, and what nobody could read, since it was changed, put off or called off before, counts
    nowhere. What an office began with, in the first commit of main, was published by no request and counts only once
    something happens to it."""

    at: datetime.datetime
    """In Bangkok: of the merge, or the beginning of the day that did it, or for which it was merged."""
    event: Event
    item: str
    """Its folder, content/…"""
    title: str
    """As it then was; empty where nobody can read it any more."""
    unit: str
    """Id of its main unit."""
    request: int | None = None
    """None for what a day did; of a withdrawal for a later day, the one that withdrew it."""
    commit: str = ""
    merged: datetime.datetime | None = None
    """None for what a day did; before `at` where it waited for its day."""
    asked: datetime.datetime | None = None
    """When the request first came, as far as history tells."""
    documents: int = 0
    """So many of its files are documents, and so many below pictures."""
    pictures: int = 0
    remarks: str = ""
    is_urgent: bool = False
    """Whether the version rests on a permission by word of mouth, on which two webmasters merged it."""

    @property
    def day(self) -> datetime.date:
        return self.at.date()

    @property
    def what(self) -> str:
        """For charts."""
        return self.event.value

    @property
    def category(self) -> str:
        return self.item.split("/")[1]

    @property
    def waited_days(self) -> float | None:
        """From the request to its merge: what was asked for a later day has not waited for people until then."""
        if self.asked is None or self.merged is None or self.asked > self.merged:
            return None
        return (self.merged - self.asked).total_seconds() / 86400


@dataclass(frozen=True, slots=True)
class Refused:
    at: datetime.datetime
    request: int | None
    items: tuple[str, ...]
    reason: str
    """Of labels.yml: refusal."""
    text: str
    by: str
    """Id."""
    title: str = ""
    """Of the item on main, where it was of one that was there."""


@dataclass(frozen=True, slots=True)
class SpokenPermission:
    """A permission by word of mouth on which something was merged in the period; once, however often."""

    item: str
    title: str
    unit: str
    approver: str
    """Id."""
    permitted: datetime.datetime
    due: datetime.date
    """The last day for its written approval."""
    ratified: datetime.datetime | None = None
    """When it was put in writing, as far as the day of reading tells."""


@dataclass(frozen=True, slots=True)
class TakeDown:
    """What came down by its day or by a withdrawal, and when the released site first lacked it."""

    item: str
    title: str
    unit: str
    due: datetime.date
    """The first day on which no reader may see it."""
    done: datetime.datetime | None
    """As the publisher recorded it, up to the day of reading; None where no record tells."""

    @property
    def days_late(self) -> int | None:
        return None if self.done is None else max(0, (self.done.date() - self.due).days)


@dataclass(frozen=True, slots=True)
class StandingItem:
    """An item as it stood at the end of the period, or on the day of reading if that was before."""

    item: str
    title: str
    unit: str
    provider: str
    """Id."""
    since: datetime.date
    """Past its review: the day by which it was to be looked at; not confirmed: the day on which its owner was told."""
    due: datetime.date
    """The last day for it: of a review the same day, of a confirmation some working days later."""


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    period: Period
    day: datetime.date
    """In Bangkok, up to which history was read: a period that is not over is told as far as that."""
    events: Sequence[ItemEvent] = ()
    """Oldest first."""
    refused: Sequence[Refused] = ()
    spoken: Sequence[SpokenPermission] = ()
    take_downs: Sequence[TakeDown] = ()
    past_review: Sequence[StandingItem] = ()
    unconfirmed: Sequence[StandingItem] = ()
    live: int = 0
    """So many items were up at the end."""
    problems: Sequence[Mapping[str, Any]] = ()
    """Entries of the register that were open in the period: found in it or before, and not solved before it began."""
    training: Sequence[Mapping[str, Any]] = ()
    hand_overs: Sequence[Mapping[str, Any]] = ()
    missed_days: Sequence[datetime.date] = ()
    """Days on which the publishing machine recorded nothing, though it had begun to."""
    unapproved: frozenset[str] = frozenset()
    """The commits whose violations are open."""
    violations: int = 0
    """Changes on main in the period with a violation that nobody had closed at its end."""
    main: str = ""
    """Heads of main and of the audit-log at the end of the period, or of the day of reading if that was before: so
    the same paper is made again at any later time."""
    log: str = ""
    offices: Mapping[str, str] = field(default_factory=dict)
    """Unit id -> its name, also of units named here that there are no more."""
    hidden: frozenset[str] = frozenset()
    """Folders of items, as they are named here, whose title was withdrawn with them up to the day of reading: what
    the public reads does not tell it any more."""

    @property
    def is_over(self) -> bool:
        return self.day > self.period.last

    def count(self, *events: Event) -> int:
        return sum(each.event in events for each in self.events)
