"""edition -> for each fiscal year and obligation list what readers find of it: the pages that assessors are sent to"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from prakat.completeness.coverage import Coverage, Offer, Stock
from prakat.completeness.coverage_table import Covered, covered
from prakat.completeness.exhibit import Exhibit
from prakat.completeness.obligation_list import ObligationList, lists_of
from prakat.completeness.year_picture import PictureRow, year_picture
from prakat.content import address
from prakat.item.state import State
from prakat.site.earlier import NOTHING_EARLIER, Earlier, Tally
from prakat.site.edition import Edition
from prakat.thai.buddhist_era import fiscal_year

INDEXED = ("oia-7", "oia-9")
"""The lists of which the public index is made (R22)."""


@dataclass(frozen=True)
class EvidencePages:
    edition: Edition
    earlier: Earlier = NOTHING_EARLIER

    @cached_property
    def stock(self) -> Stock:
        settings, shown = self.edition.office.settings, self.edition.shown
        there = (each for each in shown if each.state is not State.SCHEDULED)
        return Stock((Offer(each.topics, partial(each.exhibit, settings)) for each in there), settings)

    def year(self, number: int) -> list[Covered]:
        """Each list that the office answers to in a fiscal year (B.E.)."""
        return [self.covered(each) for each in lists_of(self.edition.office.agency_type, number)]

    def covered(self, asked: ObligationList) -> Covered:
        """What readers find of a list of one year."""
        if (known := self._covered.get((asked.year, asked.id))) is None:
            terms = self.edition.office.completeness.not_applicable
            known = self._covered[asked.year, asked.id] = covered(asked, self.stock, self.edition.day, terms)
        return known

    def tallies(self, number: int) -> list[tuple[ObligationList, Tally]]:
        """Of a fiscal year (B.E.): each list, in numbers."""
        asked = lists_of(self.edition.office.agency_type, number)
        return [(each, self.tally(each)) for each in asked]

    @property
    def all_tallies(self) -> Mapping[str, Tally]:
        """Of each list of each year, by the URL of its page."""
        return {url: self.tally(asked) for url, asked in self.edition.evidence_lists.items()}

    def tally(self, asked: ObligationList) -> Tally:
        known = self.earlier.tallies.get(address.evidence(asked.year, asked.id))
        if known and not self.earlier.may_differ(asked, self.edition.day):
            return known
        found = self.covered(asked)
        return Tally(found.there, found.asked_for, bool(found.coverages))

    @cached_property
    def _covered(self) -> dict[tuple[int, str], Covered]:
        return {}

    @property
    def index(self) -> list[Covered]:
        """What sections 7 and 9 ask for, today."""
        asked = lists_of(self.edition.office.agency_type, fiscal_year(self.edition.day))
        return [self.covered(each) for each in asked if each.id in INDEXED]

    def picture(self, found: Covered) -> list[PictureRow]:
        terms = self.edition.office.completeness.not_applicable
        return year_picture(found.asked, self.stock, self.edition.day, terms)

    def checked(self, one: Coverage) -> datetime.date | None:
        """The last day on which something that serves it was approved."""
        return max((each.approved for each in one.exhibits if each.approved), default=None)

    def is_down(self, exhibit: Exhibit) -> bool:
        """Whether only its tombstone is left today."""
        return exhibit.url in self.edition.tombstone_urls
