"""what a page is about -> the page: its URL, the template that draws it, and whether others may list it"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from prakat.completeness.coverage_table import Covered
from prakat.completeness.obligation_list import ObligationList
from prakat.content import address
from prakat.item import item_path
from prakat.rules.data import label
from prakat.site.listing import Listing
from prakat.site.publication import Publication
from prakat.site.record_pages import RecordPage
from prakat.site.tombstone import Tombstone

PAGE_FILE = "index.html"
"""The file that a server shows of a folder."""


@dataclass(frozen=True, slots=True)
class View:
    """One page: the template that draws it and what it is about."""

    url: str
    template: str
    title: str
    description: str = ""
    publication: Publication | None = None
    tombstone: Tombstone | None = None
    listing: Listing | None = None
    redirect_to: str = ""
    year: int = 0
    """The fiscal year (B.E.) that a page of evidence is about."""
    covered: Covered | None = None
    record: RecordPage | None = None
    is_indexed: bool = True
    """Whether search engines and the site's own search may list it."""
    changed: datetime.date | None = None
    """The last day on which what it shows changed."""
    language: str = "th"

    @property
    def markdown_file(self) -> str:
        """The Markdown file that the site builder is given as the page's source."""
        return f"{self.url}{item_path.INDEX}"


def word(name: str, language: str = "th") -> str:
    """The words on a page that are not an item's."""
    return label("page", name, language)


def newest_change(publications: Iterable[Publication]) -> datetime.date | None:
    return max((each.changed for each in publications), default=None)


def listing_view(listing: Listing) -> View:
    title = listing.category.th
    if listing.year is not None:
        title = word("year").format(category=title, year=listing.year)
    if listing.number:
        title = word("listing_page").format(title=title, number=listing.number)
    changed = newest_change(listing.publications)
    return View(listing.url, "listing.html", title, listing=listing, is_indexed=not listing.number, changed=changed)


def publication_view(publication: Publication) -> View:
    item = publication.item
    changed = publication.changed
    return View(publication.url, "item.html", item.title, item.summary, publication=publication, changed=changed)


def english_view(publication: Publication) -> View:
    """The English page, with what a foreigner needs; the text and the files are on the Thai page."""
    return replace(
        publication_view(publication),
        url=address.ENGLISH + publication.url,
        template="item-en.html",
        title=publication.item.title_en,
        description=publication.item.summary_en,
        language="en",
    )


def tombstone_view(tombstone: Tombstone) -> View:
    title = tombstone.title or label("state", tombstone.state)
    return View(tombstone.url, "tombstone.html", title, tombstone=tombstone, is_indexed=False)


def redirect_view(url: str, target: str) -> View:
    return View(url, "redirect.html", word("moved"), redirect_to=target, is_indexed=False)


def evidence_views(years: Iterable[int]) -> Iterator[View]:
    """The index of sections 7 and 9, that of the years, and of each year its own."""
    yield View(address.OIA_INDEX, "oia.html", word("oia"), word("oia_about"))
    yield View(address.EVIDENCE, "evidence-years.html", word("evidence"), word("evidence_about"))
    for year in years:
        yield View(address.evidence(year), "evidence-year.html", word("evidence_year").format(year=year), year=year)


def evidence_view(asked: ObligationList, found: Callable[[ObligationList], Covered]) -> View:
    title = word("evidence_list").format(list=label("assessment", asked.id), year=asked.year)
    url = address.evidence(asked.year, asked.id)
    return View(url, "evidence.html", title, asked.title, year=asked.year, covered=found(asked))


def record_views(found: Iterable[RecordPage]) -> Iterator[View]:
    """The list of quarters, and each quarter's record; of several pages, search engines are told the first."""
    pages = list(found)
    changed = max((each.changed for each in pages if each.changed), default=None)
    yield View(address.RECORDS, "records.html", word("records"), word("records_about"), changed=changed)
    for each in pages:
        title = word("record" if each.number == 1 else "record_page")
        title = title.format(quarter=each.quarter.quarter, year=each.quarter.year, number=each.number)
        yield View(each.url, "record.html", title, record=each, is_indexed=each.number == 1, changed=each.changed)


class Views(Mapping[str, View]):
    """Pages by URL, each made when it is asked for."""

    def __init__(self, urls: Sequence[str], make: Callable[[str], View]) -> None:
        self._urls = dict.fromkeys(urls)
        self._make = make
        self._made: dict[str, View] = {}

    def __getitem__(self, url: str) -> View:
        if url not in self._urls:
            raise KeyError(url)
        if url not in self._made:
            self._made[url] = self._make(url)
        return self._made[url]

    def __iter__(self) -> Iterator[str]:
        return iter(self._urls)

    def __len__(self) -> int:
        return len(self._urls)
