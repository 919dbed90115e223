"""edition that this one was made of -> which evidence is as it was: what was read anew, and what the day has turned"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from prakat.completeness.exhibit import Exhibit
from prakat.completeness.obligation_list import ObligationList
from prakat.completeness.slot import slots
from prakat.thai.buddhist_era import fiscal_year


class Tally(NamedTuple):
    """Of a list of a year, in numbers."""

    there: int
    asked_for: int
    """Without what does not apply, or is not due."""
    is_known: bool
    """Whether anybody knows what it asks for."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """To look through all that serves all lists takes long: what stood before stands, unless something that was read
    anew serves it, or the day makes it another."""

    day: datetime.date | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    """URL of each page -> what it was drawn from."""
    register_years: tuple[int, ...] = ()
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """By URL of the list."""
    touched: tuple[Exhibit, ...] = ()
    """Of all that was read anew: what it was evidence of, and what it is."""

    def may_differ(self, asked: ObligationList, today: datetime.date) -> bool:
        """Whether the list's page may be another one today."""
        return self._is_turned(asked.year, today) or any(_concerns(asked, each) for each in self.touched)

    def _is_turned(self, year: int, today: datetime.date) -> bool:
        """Whether the day alone may make it another: the present year's goes on, and where a year has ended, all do."""
        if self.day is None or fiscal_year(self.day) != fiscal_year(today):
            return True
        return self.day != today and year == fiscal_year(today)


NOTHING_EARLIER = Earlier()


def _concerns(asked: ObligationList, exhibit: Exhibit) -> bool:
    """Whether it may stand on the list's page."""
    elements = (element for each in asked.obligations for element in each.elements)
    serving = (each for each in elements if not exhibit.topics.isdisjoint(each.serves))
    return any(exhibit.is_of(slot) for each in serving for slot in slots(each.cadence, asked.year))
