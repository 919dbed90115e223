"""what an obligation still lacks, as a button of the desk names it -> what the form that closes it begins with"""

import datetime
from dataclasses import dataclass
from typing import Any

from prakat.completeness.obligation import Cadence
from prakat.completeness.slot import Slot, slots
from prakat.completeness.topic import topics
from prakat.rules.message import message
from prakat.thai.buddhist_era import FIRST_BE, LAST_BE, DateProblem, fiscal_year, parse_date, year
from prakat.thai.month import MONTHS
from prakat_desk.form.ask import Ask, period_of
from prakat_desk.form.form_field import form_fields

_CADENCES = (Cadence.YEARLY, Cadence.QUARTERLY, Cadence.MONTHLY)


@dataclass(frozen=True, slots=True)
class Wanted:
    topic: str = ""
    """That it has to fulfil; empty where nothing asks for it."""
    slot: Slot | None = None
    """Of which days it has to be; None where any will do."""
    says_nothing: bool = False
    """Whether it is to say that the office has nothing of the kind."""

    def values(self, ask: Ask, begun: dict[str, Any]) -> dict[str, Any]:
        """What the form begins with; `begun` is that of the ask alone."""
        found = dict(begun)
        if self.topic:
            found["fulfils"] = [self.topic]
        table = next((each["table"] for each in self._counts if "table" in each), "")
        if table and any(each.own == "table" and each.is_of(ask.category) for each in form_fields(ask.category)):
            found["table"] = table
        if self.slot:
            found["period"] = period_of(self.slot.first, self.slot.last)
        if self.slot and self.slot.kind == "month":
            month, of, named = MONTHS[self.slot.number - 1], year(self.slot.first), ask.words["th"]
            found["title"] = message("desk_completeness.title-of-month", what=named, month=month, year=of).text()
        if self.says_nothing:
            found = {**{name: value for name, value in found.items() if name != "closes"}, "nothing": True}
        return found

    @property
    def _counts(self) -> tuple[Any, ...]:
        return topics()[self.topic].counts if self.topic else ()


def wanted_of(topic: str, start: str, end: str, *, says_nothing: bool) -> Wanted:
    """Of what a browser sends; a topic that nobody knows, and days that are no year, quarter or month, are nothing."""
    return Wanted(topic if topic in topics() else "", _slot(start, end), says_nothing)


def _slot(start: str, end: str) -> Slot | None:
    first, last = parse_date(start), parse_date(end)
    if isinstance(first, DateProblem) or isinstance(last, DateProblem):
        return None
    return _slot_of(first, last) if FIRST_BE < year(first) <= LAST_BE else None


def _slot_of(first: datetime.date, last: datetime.date) -> Slot | None:
    of = fiscal_year(first)
    known = [each for cadence in _CADENCES for each in slots(cadence, of)]
    return next((each for each in known if (each.first, each.last) == (first, last)), None)
