"""site x cards -> what each page is drawn from, in a digest: while that is the same, so is the page"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import orjson

from prakat.completeness.exhibit import Exhibit
from prakat.completeness.obligation_list import lists_of
from prakat.content import address
from prakat.item.item_path import parse_path
from prakat.site.card import Card
from prakat.site.edition import Edition
from prakat.site.history_event import HistoryEvent, newest
from prakat.site.listing import Listing, listings
from prakat.site.publication import Publication
from prakat.site.record_pages import RecordPage
from prakat.site.relations import Relations
from prakat.site.site import Site
from prakat.thai.buddhist_era import fiscal_year
from prakat.thai.period import Period

_DIGITS = 20


@dataclass(frozen=True)
class PageSources:
    """Says nothing of what all pages have in common: `frame` does."""

    site: Site
    cards: Mapping[str, Card]
    """By URL."""

    @cached_property
    def frame(self) -> str:
        """What stands on every page besides what office.yml says: the policies at its foot."""
        return _digest([(each.url, self._stamp(each.url)) for each in self.site.edition.policies])

    def all(self) -> dict[str, str]:
        """By URL of each page."""
        return {**dict(self._items()), **dict(self._redirects()), **dict(self._lists()), **self.evidence}

    def _items(self) -> Iterator[tuple[str, str]]:
        for each in self.site.edition.publications:
            told = self._item(each)
            yield each.url, told
            if each.has_english:
                yield address.ENGLISH + each.url, told
        for gone in self._edition.tombstones:
            yield gone.url, self._stamp(gone.url) + self._related(gone.url)

    def _item(self, each: Publication) -> str:
        card, edition = self.cards[each.url], self._edition
        if not (card.links or card.former_paths or card.is_daily):
            return f"{card.stamp}{self._related(each.url)}|||"
        led = "".join("1" if edition.exists(url) else "0" for url in card.links)
        former = (path.url for path in map(parse_path, card.former_paths) if path)
        moved = [url for url in former if edition.redirects.get(url) == each.url]
        today = edition.day.isoformat() if card.is_daily else ""
        return f"{card.stamp}{self._related(each.url)}|{led}|{' '.join(moved)}|{today}"

    def _related(self, url: str) -> str:
        pairs = self._relations.pairs(url)
        return "".join(f"|{how} {is_by} {self._stamp(other)}" for how, is_by, other in pairs) if pairs else ""

    def _redirects(self) -> Iterator[tuple[str, str]]:
        edition = self._edition
        yield from ((address.ENGLISH + each.url, each.url) for each in edition.tombstones if each.has_english)
        yield from edition.redirects.items()

    def _lists(self) -> Iterator[tuple[str, str]]:
        edition = self._edition
        examples = {language: self.site.search_examples.of(language) for language in ("th", "en")}
        day, changed = edition.day.isoformat(), max((each.changed for each in edition.publications), default=None)
        services = (*edition.by_category["e-services"], *edition.by_category["citizen-manuals"])
        shown = [*edition.newest, *edition.alerts[:3], *services[:8]]
        closing = self._relations.standing(edition.closing)[:8]
        home = [*map(self._entry, shown), *((each.url, self._entry(each)) for each in closing)]
        counts = [len(each) for each in edition.by_category.values()]
        yield address.HOME, _digest([day, counts, home, examples, changed])
        english = [(each.url, self._entry(each)) for each in edition.publications if each.has_english]
        yield address.ENGLISH, _digest([day, counts, english, examples])
        yield address.SEARCH, _digest([day, examples])
        yield address.ENGLISH_SEARCH, _digest([day, examples])
        events = [self._event(each) for each in newest(edition)]
        yield address.HISTORY, _digest([events, edition.register_years])
        yield from ((each.url, self._listing(each)) for each in listings(edition))
        yield from self._records()

    def _listing(self, listing: Listing) -> str:
        """The newest page also names all others with their days."""
        told = listing.years, listing.newer, listing.older, listing.oldest
        spans = [(each.publications[-1].published, each.publications[0].published) for each in listing.numbered]
        return _digest([told, listing.total, spans, [self._entry(each) for each in listing.publications]])

    def _records(self) -> Iterator[tuple[str, str]]:
        pages = list(self.site.records.all_pages)
        kinds = [[each.url, each.is_over, each.kinds] for each in pages if each.number == 1]
        yield address.RECORDS, _digest(kinds)
        told: dict[Period, list[str]] = {}
        for each in pages:
            if each.number == 1:
                told[each.quarter] = [self._event(one) for one in each.events]
            yield each.url, self._record(each, told[each.quarter])

    def _record(self, page: RecordPage, events: Sequence[str]) -> str:
        """`events`: of its quarter."""
        told = [page.is_over, page.begun_with]
        if page.number == 1:
            return _digest([told, page.pages, events])
        return _digest([told, page.number < page.pages, events[page.span]])

    @cached_property
    def evidence(self) -> Mapping[str, str]:
        """Of the pages of evidence, by URL: known at once, whatever the others are drawn from."""
        return dict(self._evidence())

    def _evidence(self) -> Iterator[tuple[str, str]]:
        """A new source follows from the one before, so that none comes twice."""
        edition, changed = self._edition, set[int]()
        told = _digest([edition.day, edition.register_years, [_told(each) for each in self.site.earlier.touched]])
        for year in edition.evidence_years:
            for asked in lists_of(edition.office.agency_type, year):
                may_differ = self.site.earlier.may_differ(asked, edition.day)
                changed |= {year} if may_differ else set()
                url = address.evidence(year, asked.id)
                yield url, self._after(url, told if may_differ else "")
            url = address.evidence(year)
            yield url, self._after(url, told if year in changed or self._registers_differ else "")
        is_another = fiscal_year(edition.day) in changed or self._registers_differ
        yield address.EVIDENCE, self._after(address.EVIDENCE, told if changed else "")
        yield address.OIA_INDEX, self._after(address.OIA_INDEX, told if is_another else "")

    @cached_property
    def _registers_differ(self) -> bool:
        return self.site.earlier.register_years != self._edition.register_years

    def _after(self, url: str, told: str) -> str:
        before = self.site.earlier.sources.get(url, "")
        return _digest([before, told]) if told or not before else before

    def _entry(self, each: Publication) -> str:
        return self._entries[each.url]

    @cached_property
    def _entries(self) -> Mapping[str, str]:
        """By URL of an item: what lists say of it."""
        found = {url: card.stamp for url, card in self.cards.items()}
        return found | {url: f"{found[url]}{self._relations.ended(url)}" for url in self._relations.urls}

    def _event(self, each: HistoryEvent) -> str:
        return f"{each.day} {each.what} {self._stamp(each.url)}"

    def _stamp(self, url: str) -> str:
        return self.cards[url].stamp

    @property
    def _edition(self) -> Edition:
        return self.site.edition

    @property
    def _relations(self) -> Relations:
        return self._edition.relations


def _told(exhibit: Exhibit) -> object:
    return exhibit.url, exhibit.title, exhibit.shown, exhibit.approved, exhibit.dates, exhibit.period


def _digest(told: object) -> str:
    return hashlib.sha256(orjson.dumps(told, default=tuple)).hexdigest()[:_DIGITS]
