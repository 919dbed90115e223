"""holdings of an office x day -> what each of its obligation lists asks for, and what of it readers find (R21, R22)"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from prakat.agenda.holdings import Holdings
from prakat.completeness.coverage import Stock
from prakat.completeness.coverage_table import Covered, covered
from prakat.completeness.obligation_list import lists_of
from prakat.office.office import Office
from prakat.site.exhibits import exhibits_of_items
from prakat.site.revision import revisions


@dataclass(frozen=True, slots=True)
class OfficeCoverage:
    office: Office
    stock: Stock
    day: datetime.date

    @classmethod
    def of(cls, held: Holdings, day: datetime.date) -> "OfficeCoverage":
        """History is read in one pass. Raises CannotWork on a shallow clone."""
        settings, repository = held.office.settings, held.repository
        known = revisions(repository.folder, day, held.commit) if repository and held.commit else {}
        items = (each.item for each in held.items.values())
        return cls(held.office, Stock.of(exhibits_of_items(items, known, day, settings), settings), day)

    def year(self, number: int) -> Sequence[Covered]:
        """Each list that the office answers to in a fiscal year (B.E.)."""
        terms = self.office.completeness.not_applicable
        return [covered(each, self.stock, self.day, terms) for each in lists_of(self.office.agency_type, number)]
