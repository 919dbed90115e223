"""item, state and history -> the item as readers see it today"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from prakat.completeness.exhibit import Exhibit
from prakat.completeness.topic import topics_of
from prakat.item.category import Category, categories
from prakat.item.file_facts import FileFacts
from prakat.item.file_type import type_of
from prakat.item.item import Item, Relation, Source
from prakat.item.pixels import Pixels
from prakat.item.state import State, visible_until
from prakat.office.settings import Settings
from prakat.site.deadline import Deadline
from prakat.site.download_name import download_names
from prakat.site.endorsement import Endorsement
from prakat.site.example_words import ExampleWords, example_words
from prakat.site.shown_days import approved_on, shown_days
from prakat.site.timeline import RESTORED, ToldTurn, Turn, told_turns
from prakat.thai.buddhist_era import fiscal_year


@dataclass(frozen=True, slots=True)
class PublishedFile:
    title: str
    facts: FileFacts
    is_listed: bool
    """Whether it is listed as an attachment; else it is a picture in the text."""

    @property
    def opens(self) -> bool:
        """Whether a browser shows it."""
        kind = type_of(self.facts.name)
        return kind is not None and kind.opens


@dataclass(frozen=True, slots=True)
class Publication:
    """An item that can be read today."""

    item: Item
    state: State
    unit: str
    """Of several, all names, the main one first."""
    source: Source
    """Where it comes from; the office itself if nothing else is said."""
    published: datetime.date
    """The first day on which readers could read it, in whatever version: the later of that version's publish_on and
    the day it came on main (R12). A version that takes over is an update."""
    turns: tuple[Turn, ...]
    """What readers saw happen to it, oldest first; it begins with its publication."""
    visible_until: datetime.date | None
    day: datetime.date
    """The edition's, from which days are counted."""
    files: tuple[PublishedFile, ...]
    withheld: tuple[PublishedFile, ...]
    """Approved pictures that nobody can clean: the page shows their words instead."""
    endorsement: Endorsement | None
    """Who approved the version that is shown; None where history does not prove it."""

    @property
    def url(self) -> str:
        return self.item.path.url

    @property
    def is_tombstone(self) -> bool:
        return False

    @property
    def table(self) -> str:
        """Of which form its open table is; empty for none."""
        return self.item.particulars.table

    @property
    def cleaned(self) -> Mapping[str, str]:
        """Pictures that lose something before they are served: name -> SHA-256 of the bytes that were approved."""
        return {each.facts.name: each.facts.stored_sha256 for each in self.files if each.facts.is_cleaned}

    @property
    def folder(self) -> str:
        return self.item.path.folder

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def title_en(self) -> str:
        return self.item.title_en

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def has_english(self) -> bool:
        return bool(self.item.title_en)

    @property
    def topics(self) -> frozenset[str]:
        """What it is evidence of."""
        return topics_of(self.item)

    @property
    def former_paths(self) -> tuple[str, ...]:
        return self.item.former_paths

    @property
    def relates(self) -> tuple[Relation, ...]:
        return self.item.relates

    @property
    def file_names(self) -> tuple[str, ...]:
        """Of what is served beside its page."""
        return tuple(each.facts.name for each in self.files)

    @property
    def beside(self) -> tuple[str, ...]:
        """Names of what lies beside its index.md."""
        return tuple(each.facts.name for each in (*self.files, *self.withheld))

    @property
    def told_turns(self) -> tuple[ToldTurn, ...]:
        return told_turns(self.turns)

    @property
    def year(self) -> int:
        """The fiscal year (B.E.) in which it was first published."""
        return fiscal_year(self.published)

    @property
    def category(self) -> Category:
        return categories()[self.item.path.category]

    @property
    def is_restored(self) -> bool:
        """Whether an earlier version is shown, since the newest was not put in writing in time."""
        return self.turns[-1].what == RESTORED

    def note_of(self, turn: Turn) -> str:
        """What the turn changed, in the words of the version that is shown; those of earlier versions are gone."""
        shown = next((each.revision for each in reversed(self.turns) if each.revision), None)
        noted = [each for each in self.turns if each.brings_note_of(shown)]
        return self.item.change_note if noted and noted[-1] == turn else ""

    @property
    def deadline(self) -> Deadline | None:
        return Deadline(self.item.closes, self.day) if self.item.closes else None

    @property
    def is_over(self) -> bool:
        """Whether its deadline has passed."""
        return self.deadline is not None and self.deadline.is_over

    @property
    def example_words(self) -> ExampleWords:
        return example_words(self.item, self.state, self.deadline)

    def exhibit(self, settings: Settings) -> Exhibit:
        shown = tuple(shown_days(self.turns, visible_until(self.item, settings)))
        return replace(Exhibit.of(self.item, shown, approved_on(self.turns)), title=self.title)

    def ending(self, settings: Settings) -> datetime.date | None:
        """The day by which readers must act, or else the last one on which they can read it, if that is near."""
        if (deadline := self.deadline) is None:
            return self.visible_until if self.state is State.EXPIRING else None
        is_near = (deadline.closing.on - self.day).days <= settings.expiring_within_days
        return deadline.closing.on if is_near and not deadline.is_over and self.state.is_public else None

    @property
    def updated(self) -> datetime.date | None:
        """The last day after that on which a newer version came."""
        changes = (each.day for each in self.turns if each.is_change and each.day > self.published)
        return max(changes, default=None)

    @property
    def changed(self) -> datetime.date:
        """The last day on which a reader had reason to look again, for sitemaps and feeds."""
        return max(self.published, self.turns[-1].day)

    @property
    def download_names(self) -> Mapping[str, str]:
        """Of each attachment by its stored name: what a reader's copy is called."""
        return download_names((each.facts.name, each.title) for each in self.attachments)

    @property
    def withheld_attachments(self) -> tuple[PublishedFile, ...]:
        return tuple(each for each in self.withheld if each.is_listed)

    @property
    def attachments(self) -> tuple[PublishedFile, ...]:
        return tuple(each for each in self.files if each.is_listed)

    @property
    def pixels(self) -> Mapping[str, Pixels]:
        """The size of each picture beside it."""
        return {each.facts.name: each.facts.pixels for each in self.files if each.facts.pixels}
