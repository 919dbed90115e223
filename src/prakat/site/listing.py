"""edition -> its listings: each category, and each of its fiscal years, in pages numbered from the oldest (R10)"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prakat.content import address
from prakat.item.category import Category, categories
from prakat.site.edition import Edition
from prakat.site.publication import Publication

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. The list's own address shows the newest items: all of them, or 50 to 99 where there are 100
    or more. What is older stands on numbered pages of 50, from the oldest on, and a numbered page tells nothing that
    changes when an item is added: only the page before the newest learns, at each fiftieth, that another came between.
    """

    category: Category
    year: int | None
    """The Buddhist-era fiscal year of publication; None lists all years."""
    number: int | None
    """1 holds the oldest items; None is the newest page."""
    years: tuple[int, ...]
    publications: tuple[Publication, ...]
    """The newest first."""
    newer: str = ""
    """The URL of the page before; the newest has none."""
    numbered: "tuple[Listing, ...]" = ()
    """Of the newest page, all others, the newest first; the others do not know how many they are."""

    @property
    def url(self) -> str:
        return self.base_url if self.number is None else address.further_page(self.base_url, self.number)

    @property
    def base_url(self) -> str:
        return address.listing(self.category.id, self.year)

    @property
    def older(self) -> str:
        """The URL of the page after; empty if there is none."""
        if self.number is None:
            return self.numbered[0].url if self.numbered else ""
        return address.further_page(self.base_url, self.number - 1) if self.number > 1 else ""

    @property
    def oldest(self) -> str:
        """The URL of the last page, whether or not it is this one."""
        return address.further_page(self.base_url, 1) if self.number or self.numbered else self.base_url

    @property
    def total(self) -> int:
        """So many items the list has; only its newest page knows."""
        return len(self.publications) + sum(len(each.publications) for each in self.numbered)


def listings(edition: Edition) -> Iterator[Listing]:
    """Every listing page; a category without items has one too, which says so."""
    for category in categories().values():
        publications = edition.by_category[category.id]
        by_year = edition.by_year[category.id]
        years = tuple(by_year)
        yield from _paged(category, None, years, publications)
        for year in years:
            yield from _paged(category, year, years, by_year[year])


def _paged(
    category: Category, year: int | None, years: tuple[int, ...], publications: Sequence[Publication]
) -> Iterator[Listing]:
    count = max(0, len(publications) // PER_PAGE - 1)
    begin = len(publications) - count * PER_PAGE
    base = address.listing(category.id, year)
    numbered = []
    for number in range(count, 0, -1):
        first = begin + (count - number) * PER_PAGE
        newer = address.further_page(base, number + 1) if number < count else base
        shown = tuple(publications[first : first + PER_PAGE])
        numbered.append(Listing(category, year, number, years, shown, newer))
    yield Listing(category, year, None, years, tuple(publications[:begin]), numbered=tuple(numbered))
    yield from numbered
