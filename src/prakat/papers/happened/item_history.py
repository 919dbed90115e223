"""the versions that main ever held of one item, oldest first -> as they were known on a day, and what readers saw"""

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from prakat.office.settings import Settings
from prakat.site.revision import Revision
from prakat.site.term import Term
from prakat.site.timeline import Turn, turns

_FOR_EVER = Term(datetime.date.min, None, False, None)
"""Stands for the dates of what left no item; nobody asks for them."""


class LandedVersion(NamedTuple):
    """An item as a commit of main left it, in facts so small that those of a whole history are held."""

    revision: Revision
    folder: str
    """Where it then lay."""
    blob: str
    """Of its index.md; where it is gone, of the last one."""
    at: datetime.datetime
    """Of the commit, in Bangkok."""
    documents: int = 0
    pictures: int = 0
    """So many of each lay beside its index.md."""
    spoken: tuple[str, datetime.datetime] | None = None
    """Who gave the permission by word of mouth that it rests on, and when."""
    review_by: datetime.date | None = None
    hides_title: bool = False
    """Whether it is withdrawn, and its title with it."""


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """Of one item, wherever it moved; what is published anew in a folder that was emptied goes on with it."""

    versions: list[LandedVersion] = field(default_factory=list)

    def up_to(self, day: datetime.date) -> "ItemHistory":
        return ItemHistory([each for each in self.versions if each.revision.day <= day])

    def turns(self, day: datetime.date, settings: Settings) -> list[Turn]:
        """Oldest first; of a history that is known no further than that day."""
        return turns([each.revision for each in self.versions], _FOR_EVER, day, settings)

    def brought(self, commit: str) -> int:
        """The place of the version that a commit brought."""
        return next(place for place, each in enumerate(self.versions) if each.revision.commit == commit)
