"""item, state and history -> the item as readers see it today"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from prakat.item.category import Category, categories
from prakat.item.file_facts import FileFacts
from prakat.item.item import Item
from prakat.item.pixels import Pixels
from prakat.item.state import State
from prakat.site.endorsement import Endorsement
from prakat.site.revision import Revision


@dataclass(frozen=True, slots=True)
class PublishedFile:
    title: str
    facts: FileFacts
    is_listed: bool
    """Whether it is listed as an attachment; else it is a picture in the text."""


@dataclass(frozen=True, slots=True)
class Publication:
    """An item that can be read today."""

    item: Item
    state: State
    unit: str
    published: datetime.date
    """The later of publish_on and the day it came on main (R12)."""
    updated: datetime.date | None
    """The last day on which it changed after that."""
    visible_until: datetime.date | None
    files: tuple[PublishedFile, ...]
    revisions: tuple[Revision, ...]
    endorsement: Endorsement | None
    """Who approved the version that is shown; None where history does not prove it."""

    @property
    def url(self) -> str:
        return self.item.path.url

    @property
    def category(self) -> Category:
        return categories()[self.item.path.category]

    @property
    def changed(self) -> datetime.date:
        """The last day on which a reader had reason to look again, for sitemaps and feeds."""
        return self.updated or self.published

    @property
    def attachments(self) -> tuple[PublishedFile, ...]:
        return tuple(each for each in self.files if each.is_listed)

    @property
    def pixels(self) -> Mapping[str, Pixels]:
        """The size of each picture beside it."""
        return {each.facts.name: each.facts.pixels for each in self.files if each.facts.pixels}
