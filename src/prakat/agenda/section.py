"""what is to be looked at -> a line of words with the page where it is done, and the lines of one matter"""

import datetime
from dataclasses import dataclass

from prakat.rules.message import Message
from prakat.rules.wording import Said


@dataclass(frozen=True, slots=True)
class MorningLine:
    said: Said
    page: str = ""
    """Of the desk, or an address of the site; empty where nothing is done about it there."""
    people: frozenset[str] = frozenset()
    """Ids of those whose matter it is."""
    units: frozenset[str] = frozenset()
    is_urgent: bool = False
    is_matter: bool = True
    """Whether anything is to be done or known about it; else it says that all is well."""
    request: int = 0
    folder: str = ""
    on: datetime.date | None = None

    def concerns(self, person: str, units: frozenset[str]) -> bool:
        return person in self.people or not units.isdisjoint(self.units)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    """Of labels.yml, `morning`."""
    lines: tuple[MorningLine, ...]
    remark: Message | None = None
    """Until when it was looked at, or why it is not known."""
    is_known: bool = True
    """Whether no lines mean that there is nothing."""

    @property
    def count(self) -> int:
        return sum(each.is_matter for each in self.lines)

    @property
    def is_urgent(self) -> bool:
        return any(each.is_urgent for each in self.lines)
