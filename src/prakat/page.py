"""item, state and history -> what its page shows, or what stands in its place when it has come down"""

import datetime
from dataclasses import dataclass

from prakat.endorsement import Endorsement
from prakat.item.category import Category, categories
from prakat.item.file_facts import FileFacts
from prakat.item.item import Item
from prakat.item.lifecycle import State
from prakat.revision import Revision


@dataclass(frozen=True, slots=True)
class PublishedFile:
    title: str
    facts: FileFacts
    is_listed: bool
    """Whether it is an attachment of the request form, or a picture of the text."""


@dataclass(frozen=True, slots=True)
class Publication:
    """An item that can be read today."""

    item: Item
    state: State
    unit: str
    published: datetime.date
    """The later of publish_on and the day it came on main (R12)."""
    updated: datetime.date | None
    """The last day it changed after that."""
    visible_until: datetime.date | None
    files: tuple[PublishedFile, ...]
    revisions: tuple[Revision, ...]
    endorsement: Endorsement | None
    """Who approved what is shown; None where history does not prove it."""

    @property
    def url(self) -> str:
        return self.item.path.url

    @property
    def category(self) -> Category:
        return categories()[self.item.path.category]

    @property
    def changed(self) -> datetime.date:
        """For sitemaps and feeds: when a reader last had reason to look again."""
        return self.updated or self.published

    @property
    def attachments(self) -> tuple[PublishedFile, ...]:
        return tuple(each for each in self.files if each.is_listed)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands at the URL of an item that came down: no text, no files, no summary (R19)."""

    item: Item
    state: State
    unit: str
    published: datetime.date | None
    """The first day on which it could be read; None if it never could."""
    since: datetime.date
    """The first day on which the item could no longer be read."""

    @property
    def url(self) -> str:
        return self.item.path.url

    @property
    def title(self) -> str:
        """Empty where the title itself must not be shown."""
        return "" if self.item.withdrawn and self.item.withdrawn.hide_title else self.item.title

    @property
    def reason(self) -> str:
        withdrawn = self.item.withdrawn
        return withdrawn.reason if self.state is State.WITHDRAWN and withdrawn and not withdrawn.hide_title else ""
