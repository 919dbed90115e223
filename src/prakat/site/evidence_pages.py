"""edition -> for each fiscal year and obligation list what readers find of it: the pages that assessors are sent to"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prakat.completeness.coverage import Coverage, Stock
from prakat.completeness.coverage_table import Covered, covered
from prakat.completeness.exhibit import Exhibit
from prakat.completeness.obligation_list import lists_of
from prakat.completeness.year_picture import PictureRow, year_picture
from prakat.site.edition import Edition
from prakat.site.exhibits import exhibits_of_edition
from prakat.thai.buddhist_era import fiscal_year

INDEXED = ("oia-7", "oia-9")
"""The lists of which the public index is made (R22)."""


@dataclass(frozen=True)
class EvidencePages:
    edition: Edition

    @cached_property
    def stock(self) -> Stock:
        return Stock(exhibits_of_edition(self.edition), self.edition.office.settings)

    @cached_property
    def years(self) -> Mapping[int, Sequence[Covered]]:
        """Fiscal year (B.E.) -> each list that the office answers to in it, the newest year first; from the first year
        in which readers could find anything on, so that no address is ever given up."""
        return {year: self._year(year) for year in self.edition.evidence_years}

    def _year(self, number: int) -> list[Covered]:
        office, day = self.edition.office, self.edition.day
        terms = office.completeness.not_applicable
        return [covered(each, self.stock, day, terms) for each in lists_of(office.agency_type, number)]

    @property
    def index(self) -> list[Covered]:
        """What sections 7 and 9 ask for, today."""
        return [each for each in self.years[fiscal_year(self.edition.day)] if each.asked.id in INDEXED]

    def picture(self, found: Covered) -> list[PictureRow]:
        terms = self.edition.office.completeness.not_applicable
        return year_picture(found.asked, self.stock, self.edition.day, terms)

    def checked(self, one: Coverage) -> datetime.date | None:
        """The last day on which something that serves it was approved."""
        return max((each.approved for each in one.exhibits if each.approved), default=None)

    def is_down(self, exhibit: Exhibit) -> bool:
        """Whether only its tombstone is left today."""
        return exhibit.url in self.edition.tombstone_urls
