"""item, state and history -> the item as readers see it today"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from prakat.item.category import Category, categories
from prakat.item.file_facts import FileFacts
from prakat.item.file_type import type_of
from prakat.item.item import Item
from prakat.item.state import State
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
    published: datetime.date
    """The later of publish_on and the day it came on main (R12)."""
    turns: tuple[Turn, ...]
    """What readers saw happen to it, oldest first; it begins with its publication."""
    visible_until: datetime.date | None
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
