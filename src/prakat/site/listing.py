"""edition -> its listings: each category, and each of its fiscal years, in pages (R10)"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prakat.content import address
from prakat.item.category import Category, categories
from prakat.site.edition import Edition
from prakat.site.publication import Publication

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    category: Category
    year: int | None
    """The Buddhist-era fiscal year of publication; None lists all years."""
    number: int
    pages: int
    total: int
    years: tuple[int, ...]
    publications: tuple[Publication, ...]

    @property
    def url(self) -> str:
        return self.page_url(self.number)

    @property
    def base_url(self) -> str:
        return address.listing(self.category.id, self.year)

    def page_url(self, number: int) -> str:
        return self.base_url if number == 1 else f"{self.base_url}page/{number}/"


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
    pages = max(1, -(-len(publications) // PER_PAGE))
    for number in range(1, pages + 1):
        shown = tuple(publications[(number - 1) * PER_PAGE : number * PER_PAGE])
        yield Listing(category, year, number, pages, len(publications), years, shown)
