"""item, state and history -> the item as readers see it today"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from prakat.item.category import Category, categories
from prakat.item.file_facts import FileFacts
from prakat.item.file_type import type_of
from prakat.item.item import Item, Source
from prakat.item.pixels import Pixels
from prakat.item.state import State
from prakat.office.settings import Settings
from prakat.site.deadline import Deadline
from prakat.site.download_name import download_names
from prakat.site.endorsement import Endorsement
from prakat.site.timeline import Turn


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
    def category(self) -> Category:
        return categories()[self.item.path.category]

    def note_of(self, turn: Turn) -> str:
        """What the turn changed, in the words of the version that is shown; those of earlier versions are gone."""
        shown = next((each.revision for each in reversed(self.turns) if each.revision), None)
        noted = [each for each in self.turns if each.brings_note_of(shown)]
        return self.item.change_note if noted and noted[-1] == turn else ""

    @property
    def deadline(self) -> Deadline | None:
        return Deadline(self.item.closes, self.day) if self.item.closes else None

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
