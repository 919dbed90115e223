"""edition -> the site's pages by URL, what each shows, and the files beside them; knows no site builder"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from prakat import product
from prakat.content import address
from prakat.item import item_path
from prakat.item.category import categories
from prakat.office import office as office_file
from prakat.office.office import Office
from prakat.site import feed
from prakat.site.cleaned_picture import write_cleaned_pictures
from prakat.site.earlier import NOTHING_EARLIER, Earlier
from prakat.site.edition import Edition
from prakat.site.evidence_pages import EvidencePages
from prakat.site.listing import listings
from prakat.site.open_data import open_data_of, write_open_data
from prakat.site.public_register import RegisterLine, register_lines, registers
from prakat.site.publication import Publication
from prakat.site.record_pages import RecordPages
from prakat.site.search_examples import SearchExamples
from prakat.site.sitemap import SitemapEntry, sitemaps
from prakat.site.view import (
    View,
    Views,
    english_view,
    evidence_view,
    evidence_views,
    listing_view,
    newest_change,
    publication_view,
    record_views,
    redirect_view,
    tombstone_view,
    word,
)


@dataclass(frozen=True)
class Site:
    edition: Edition
    is_preview: bool
    earlier: Earlier = NOTHING_EARLIER
    """The site that this one was made of."""

    @property
    def office(self) -> Office:
        return self.edition.office

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Path below the site's root -> the file to serve there as it is."""
        return {name: place for each in self.edition.publications for name, place in self.files_of(each)}

    def files_of(self, publication: Publication) -> Iterator[tuple[str, Path]]:
        folder = self.edition.register.place(publication.folder)
        for name in publication.file_names:
            if name not in publication.cleaned:
                yield f"{publication.url}{name}", folder / name

    @cached_property
    def evidence(self) -> EvidencePages:
        return EvidencePages(self.edition, self.earlier)

    @cached_property
    def search_examples(self) -> SearchExamples:
        return SearchExamples(self.edition)

    @cached_property
    def records(self) -> RecordPages:
        return RecordPages(self.edition)

    @cached_property
    def views(self) -> Mapping[str, View]:
        """The pages that the site builder draws, by the file that it is given as their source: those to which its
        navigation leads."""
        return {view.markdown_file: view for view in self.navigation}

    @property
    def navigation(self) -> list[View]:
        return [self.pages[url] for url in ("", *(f"{category}/" for category in categories()))]

    @cached_property
    def pages(self) -> Mapping[str, View]:
        """Each made when it is asked for."""
        edition = self.edition
        items = (url for each in edition.publications for url in _addresses(each))
        evidence = dict.fromkeys(self.edition.evidence_lists)
        urls = (*self._general, *evidence, *items, *(each.url for each in edition.tombstones), *self._redirects)
        return Views(tuple(dict.fromkeys(urls)), self._view)

    def _view(self, url: str) -> View:
        edition, own = self.edition, url.removeprefix(address.ENGLISH)
        if url in self._general:
            return self._general[url]
        if url in self._redirects:
            return redirect_view(url, self._redirects[url])
        if url in self.edition.evidence_lists:
            return evidence_view(self.edition.evidence_lists[url], self.evidence.covered)
        if url in edition.by_url:
            return publication_view(edition.by_url[url])
        if own != url and own in edition.by_url:
            return english_view(edition.by_url[own])
        return tombstone_view(edition.tombstones_by_url[url])

    @cached_property
    def _general(self) -> Mapping[str, View]:
        return {each.url: each for each in self._lists()}

    def _lists(self) -> Iterator[View]:
        """What there is once, and the lists."""
        name, name_en = self.office.name, self.office.name_en or self.office.name
        changed = newest_change(self.edition.publications)
        yield View(address.HOME, "home.html", name, word("about").format(name=name), changed=changed)
        yield View(address.ENGLISH, "home-en.html", name_en, word("about", "en"), changed=changed, language="en")
        yield View(address.SEARCH, "search.html", word("search"), is_indexed=False)
        yield View(address.ENGLISH_SEARCH, "search-en.html", word("search", "en"), is_indexed=False, language="en")
        yield View(address.HISTORY, "history.html", word("history"), word("history_about"), changed=changed)
        yield from evidence_views(self.edition.evidence_years)
        yield from record_views(self.records.all_pages)
        yield from map(listing_view, listings(self.edition))

    @cached_property
    def _redirects(self) -> Mapping[str, str]:
        english = {address.ENGLISH + each.url: each.url for each in self.edition.tombstones if each.has_english}
        return {**english, **self.edition.redirects}

    @cached_property
    def indexed(self) -> list[SitemapEntry]:
        """What the sitemap lists."""
        found = [SitemapEntry(each.url, each.changed, None) for each in self._general.values() if each.is_indexed]
        found += [SitemapEntry(url, None, None) for url in self.edition.evidence_lists]
        for each in self.edition.publications:
            found.append(SitemapEntry(each.url, each.changed, each.published))
            if each.has_english:
                found.append(SitemapEntry(address.ENGLISH + each.url, each.changed, each.published))
        return found

    @cached_property
    def sitemaps(self) -> Mapping[str, str]:
        """By name below the site's root."""
        return sitemaps(self.office.site_url, self.indexed)

    @cached_property
    def register_lines(self) -> Mapping[str, RegisterLine]:
        """By URL."""
        return register_lines(self.edition, {})

    def write(self, to: Path) -> None:
        """Writes what is served beside the pages, their search index and the files of items."""
        self.write_lists(to, self.register_lines)
        for each in self.edition.publications:
            if each.cleaned or each.table:
                self.write_made(each, to)

    def write_lists(self, to: Path, lines: Mapping[str, RegisterLine]) -> None:
        """Feeds, the public register, the sitemap. `lines`: of the register, by URL."""
        for name, text in registers(self.edition, lines):
            (to / name).parent.mkdir(exist_ok=True)
            (to / name).write_text(text, encoding="utf-8", newline="")
        (to / address.ATOM).write_bytes(feed.atom(self.edition))
        (to / address.RSS).write_bytes(feed.rss(self.edition))
        for name, text in self.sitemaps.items():
            (to / name).write_text(text, encoding="utf-8", newline="\n")

    def write_made(self, publication: Publication, to: Path) -> None:
        """What is made of an item's files: pictures without what they tell of people, and its open table."""
        write_cleaned_pictures(publication, self.edition.register.place(publication.folder), to)
        if data := open_data_of(self.edition, publication):
            write_open_data(publication.url, data, to)


def _addresses(publication: Publication) -> Iterator[str]:
    yield publication.url
    if publication.has_english:
        yield address.ENGLISH + publication.url


def watch(tree: Path, begin: Callable[[str], object]) -> None:
    """Tells `begin` each file or folder whose change makes a preview anew."""
    for each in (tree / item_path.ROOT, tree / office_file.FILE, product.part("schemas"), product.part("theme")):
        begin(str(each))
