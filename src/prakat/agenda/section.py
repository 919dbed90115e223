"""what is to be looked at -> a line of words with the page where it is done, and the lines of one matter"""

import datetime
from dataclasses import dataclass

from prakat.rules.message import Message
from prakat.rules.wording import Said, in_words


@dataclass(frozen=True, slots=True)
class MorningLine:
    said: Said
    title: str | Said = ""
    """Of the page or request that it is about, as far as it is about one."""
    page: str = ""
    """Of the desk, where it is done; empty where that is done elsewhere."""
    people: frozenset[str] = frozenset()
    """Ids of those whose matter it is."""
    units: frozenset[str] = frozenset()
    is_urgent: bool = False
    is_late: bool = False
    """Whether its day is over."""
    is_matter: bool = True
    """Whether anything is to be done or known about it; else it says that all is well."""
    request: int = 0
    folder: str = ""
    on: datetime.date | None = None

    def text(self, language: str = "th") -> str:
        """In one line."""
        about = f"{in_words(self.title, language)}: " if self.title else ""
        return f"{about}{self.said.text(language)}"

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
        return any(each.is_urgent or each.is_late for each in self.lines)
