"""coverage of an office x day -> this year's lists, what of them is overdue, and the assessments that take evidence"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from prakat.agenda.office_coverage import OfficeCoverage
from prakat.completeness.coverage import CoverageCell
from prakat.completeness.coverage_table import Covered, slot_words
from prakat.completeness.slot import Slot
from prakat.completeness.topic import topics
from prakat.office.completeness_terms import Assessment
from prakat.rules.wording import Label, Listed, Said
from prakat.thai.buddhist_era import fiscal_year

AHEAD = 30
"""Days for which it is told of evidence that will be taken."""
YEARLY = "yearly-announcement"
"""The topic of the announcement that each fiscal year asks for anew."""


@dataclass(frozen=True, slots=True)
class EvidenceDue:
    assessment: Assessment
    lacking: int | None
    """How many entries of its list are not there, confirmed or not; None where the office answers to no such list."""

    def left(self, day: datetime.date) -> int:
        """Days until its last one; below 0 once that is over."""
        return (self.assessment.until - day).days

    def is_near(self, day: datetime.date) -> bool:
        """Whether it takes evidence now, or soon."""
        return (self.assessment.start - day).days <= AHEAD and self.left(day) >= 0


@dataclass(frozen=True, slots=True)
class MissingMonths:
    """Something that is published each month, and the months that are over without it."""

    what: str | Label
    cells: tuple[CoverageCell, ...]

    @property
    def months(self) -> Said:
        return Listed.of(_SlotSaid(each.slot) for each in self.cells)


@dataclass(frozen=True, slots=True)
class _SlotSaid:
    slot: Slot

    def text(self, language: str = "th") -> str:
        return slot_words(self.slot, language)


@dataclass(frozen=True)
class CompletenessNow:
    """Has no slots, so that what is asked of it for each person is found out once."""

    day: datetime.date
    lists: Sequence[Covered]
    evidence: Sequence[EvidenceDue]

    @classmethod
    def of(cls, coverage: OfficeCoverage) -> "CompletenessNow":
        number = fiscal_year(coverage.day)
        lists = coverage.year(number)
        years = {number: lists}
        asked = coverage.office.completeness.assessments
        evidence = []
        for each in sorted(asked, key=lambda each: (each.until, each.list, each.what)):
            of = fiscal_year(each.start)
            if of not in years:
                years[of] = coverage.year(of)
            evidence.append(EvidenceDue(each, _lacking(years[of], each.list)))
        return cls(coverage.day, lists, tuple(evidence))

    @property
    def year(self) -> int:
        return fiscal_year(self.day)

    @cached_property
    def missing_months(self) -> Sequence[MissingMonths]:
        """Of what is surely asked for; the same table that several lists ask for, once."""
        found: dict[tuple[str, ...], MissingMonths] = {}
        for each in self.lists:
            for one in each.failures:
                cells = [cell for cell in one.gaps if cell.slot.kind == "month"]
                for serves in dict.fromkeys(cell.element.serves for cell in cells):
                    own = tuple(cell for cell in cells if cell.element.serves == serves)
                    what = _called(serves) or own[0].element.text or one.obligation.th
                    found.setdefault(serves, MissingMonths(what, own))
        return tuple(found.values())

    @cached_property
    def lacks_announcement(self) -> bool:
        cells = (cell for each in self.lists for one in each.failures for cell in one.gaps)
        return any(YEARLY in cell.element.serves for cell in cells)


def _lacking(lists: Sequence[Covered], name: str) -> int | None:
    return next((sum(one.state.is_gap for one in each.coverages) for each in lists if each.asked.id == name), None)


def _called(serves: tuple[str, ...]) -> Label | None:
    """What the table is called that serves it."""
    tables: Iterator[str] = (one["table"] for each in serves for one in topics()[each].counts if "table" in one)
    return next((Label("table", each) for each in tables), None)
