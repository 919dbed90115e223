"""a list with what was found of it -> the parts of it that the desk's page shows, what is to be done first"""

from collections.abc import Sequence
from dataclasses import dataclass

from prakat.completeness.coverage import Coverage, CoverageCell, CoverageState
from prakat.completeness.coverage_table import Covered, lacking
from prakat.completeness.exhibit import Exhibit
from prakat.completeness.obligation_list import ObligationList
from prakat.completeness.topic import topics
from prakat.rules.wording import visible
from prakat_desk.form.ask import asks

_FADING = (CoverageState.STALE, CoverageState.EXPIRING)


@dataclass(frozen=True, slots=True)
class ShownGap:
    """What is missing of one entry, and what the form that closes it is begun with."""

    what: str
    """Element and days, in words; empty where all of the entry is missing."""
    ask: str
    """Of asks.yml; empty where no form makes it."""
    topic: str
    start: str
    """ISO days; empty where any days will do."""
    end: str
    at_least: int
    there: int


@dataclass(frozen=True, slots=True)
class ShownCoverage:
    found: Coverage
    language: str

    @property
    def title(self) -> str:
        asked = self.found.obligation
        return visible(asked.en if self.language == "en" else asked.th, 1000)

    @property
    def no(self) -> str:
        return self.found.obligation.no

    @property
    def exhibits(self) -> Sequence[Exhibit]:
        return self.found.exhibits

    @property
    def gaps(self) -> Sequence[ShownGap]:
        return [_gap(each, self.language) for each in self.found.gaps]


def _gap(cell: CoverageCell, language: str) -> ShownGap:
    topic = min(cell.element.serves)
    ask = topics()[topic].ask
    is_of_days = cell.slot.kind != "any"
    days = (cell.slot.first.isoformat(), cell.slot.last.isoformat()) if is_of_days else ("", "")
    known = ask if ask in asks() else ""
    return ShownGap(lacking(cell, language), known, topic, *days, cell.element.at_least, len(cell.exhibits))


@dataclass(frozen=True)
class ShownList:
    """Has no slots, so that its parts are told apart once."""

    covered: Covered
    language: str

    @property
    def asked(self) -> ObligationList:
        return self.covered.asked

    @property
    def title(self) -> str:
        return visible(self.asked.titles[self.language], 300)

    def _of(self, *states: CoverageState) -> list[ShownCoverage]:
        return [ShownCoverage(each, self.language) for each in self.covered.coverages if each.state in states]

    @property
    def to_do(self) -> list[ShownCoverage]:
        """What is surely asked for comes first."""
        found = self._of(CoverageState.PARTLY, CoverageState.MISSING)
        return sorted(found, key=lambda each: not each.found.obligation.is_confirmed)

    @property
    def fading(self) -> list[ShownCoverage]:
        return self._of(*_FADING)

    @property
    def met(self) -> list[ShownCoverage]:
        return self._of(CoverageState.MET)

    @property
    def not_due(self) -> list[ShownCoverage]:
        return self._of(CoverageState.NOT_DUE)

    @property
    def not_applicable(self) -> list[ShownCoverage]:
        return self._of(CoverageState.NOT_APPLICABLE)
