"""item that came down -> what stands at its URL instead: no text, no files, no summary (R19)"""

import datetime
from dataclasses import dataclass

from prakat.item.item import Item
from prakat.item.state import State
from prakat.site.timeline import Turn


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

    @property
    def published(self) -> datetime.date | None:
        """The first day on which the item could be read; None if it never could."""
        return self.turns[0].day if self.turns else None

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
