"""register x history -> what the public may see on that day: pages, tombstones, redirects, files"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from prakat.completeness.obligation_list import lists_of
from prakat.completeness.topic import topics, topics_of
from prakat.content import address, register
from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem
from prakat.content.succession import Succession
from prakat.item import body
from prakat.item.category import categories
from prakat.item.item_path import url_of
from prakat.item.link_target import LinkTarget, relative, target_of
from prakat.item.misreading import misreading_in
from prakat.item.rendered import Rendered, as_typed
from prakat.item.state import State
from prakat.office.office import Office
from prakat.site.appearance import History, appearance
from prakat.site.download_name import with_download_names
from prakat.site.endorsement import Endorsement
from prakat.site.gallery import galleries
from prakat.site.publication import Publication
from prakat.site.revision import Revision
from prakat.site.timeline import RESTORED, Turn
from prakat.site.tombstone import Tombstone
from prakat.site.typography import whole
from prakat.thai import buddhist_era
from prakat.thai.period import Period, quarters_between

NEWEST = 8


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The newest version of an item, in whose place an earlier one is shown today."""

    entry: RegisteredItem
    folder: Path
    """Where its files lie."""
    succession: Succession


@dataclass(frozen=True)
class Edition:
    register: Register
    office: Office
    publications: tuple[Publication, ...]
    """Newest first. A preview includes scheduled items, recognisable by their state."""
    tombstones: tuple[Tombstone, ...]
    scheduled: tuple[Publication, ...]
    """Never shown to the public: nothing of these may stand in a released site."""
    held_back: tuple[HeldBack, ...] = ()
    """Nor anything of these that the version shown does not say as well."""

    @property
    def day(self) -> datetime.date:
        return self.register.day

    @property
    def successions(self) -> list[Succession]:
        return [each.succession for each in self.held_back]

    @cached_property
    def by_url(self) -> Mapping[str, Publication]:
        return {each.url: each for each in self.publications}

    @cached_property
    def tombstone_urls(self) -> frozenset[str]:
        return frozenset(each.url for each in self.tombstones)

    @cached_property
    def redirects(self) -> Mapping[str, str]:
        """Former URL -> URL of the page or its tombstone; none leads to a scheduled item (R46)."""
        found = register.redirects(self.register, self.by_url.keys() | self.tombstone_urls)
        return {url: path.url for url, path in found.items()}

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Publication, ...]]:
        found: dict[str, list[Publication]] = {category: [] for category in categories()}
        for each in self.publications:
            found[each.item.path.category].append(each)
        return {category: tuple(each) for category, each in found.items()}

    @cached_property
    def by_year(self) -> Mapping[str, Mapping[int, tuple[Publication, ...]]]:
        """Of each category, by the fiscal year (B.E.) of publication, the newest first; a year whose items have all
        come down has none, and keeps its address."""
        gone: dict[str, set[int]] = {category: set() for category in categories()}
        for each in self.tombstones:
            if each.published:
                gone[each.item.path.category].add(buddhist_era.fiscal_year(each.published))
        found = {
            category: {year: tuple(each) for year, each in groupby(publications, _year)}
            for category, publications in self.by_category.items()
        }
        return {
            category: {year: own.get(year, ()) for year in sorted(own.keys() | gone[category], reverse=True)}
            for category, own in found.items()
        }

    @property
    def newest(self) -> tuple[Publication, ...]:
        return self.publications[:NEWEST]

    @cached_property
    def alerts(self) -> tuple[Publication, ...]:
        return tuple(each for each in self.publications if each.item.kind == "alert")

    @cached_property
    def closing(self) -> tuple[Publication, ...]:
        """Items that close or end soon, the soonest first."""
        last = {each.url: day for each in self.publications if (day := each.ending(self.office.settings))}
        return tuple(self.by_url[url] for url in sorted(last, key=lambda url: (last[url], url)))

    @cached_property
    def policies(self) -> tuple[Publication, ...]:
        """The policies that every page links to at its foot, in path order: of the site itself, where items say so."""
        found = sorted((each for each in self.publications if each.item.kind == "policy"), key=attrgetter("url"))
        of_site = [each for each in found if any(topics()[one].is_of_site for one in topics_of(each.item))]
        return tuple(of_site or found)

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file beside a public item that is served, relative to content/."""
        return frozenset(f"{each.url}{file.facts.name}" for each in self.publications for file in each.files)

    def exists(self, target: LinkTarget) -> bool:
        """Whether a link inside the site leads to something that this edition holds."""
        if not target.is_page:
            return target.url in self.files or target.url in address.FILES
        return target.page in self._pages

    def moved_from(self, publication: Publication, turn: Turn) -> str:
        """The URL that the item moved from at that turn; empty if there is none, or if it does not lead here."""
        url = url_of(turn.revision.origin) if turn.revision else ""
        return url if self.redirects.get(url) == publication.url else ""

    def twin(self, publication: Publication) -> str:
        """In a preview, the URL of what readers see today for a version that waits, and back; else empty."""
        slug = publication.item.path.slug
        other = slug.removesuffix(address.TODAY) if slug.endswith(address.TODAY) else slug + address.TODAY
        url = replace(publication.item.path, slug=other).url
        return url if url in self.by_url or url in self.tombstone_urls else ""

    def is_restored(self, publication: Publication) -> bool:
        """Whether an earlier version is shown, since the newest was not put in writing in time."""
        return publication.turns[-1].what == RESTORED

    @cached_property
    def _pages(self) -> frozenset[str]:
        items = [*(each.item for each in self.publications), *(each.item for each in self.tombstones)]
        english = (address.ENGLISH + item.path.url for item in items if item.title_en)
        years = (address.listing(name, year) for name, found in self.by_year.items() for year in found)
        made = (*years, *english, *self._evidence(), *map(address.quarter_record, self.quarters))
        return frozenset({*self.by_url, *self.tombstone_urls, *self.redirects, *address.pages(), *made})

    @cached_property
    def began(self) -> datetime.date:
        """The first day on which readers could find anything; the edition's own where they never could."""
        gone = (each.published for each in self.tombstones if each.published)
        return min([self.day, *(each.published for each in self.publications), *gone])

    @cached_property
    def evidence_years(self) -> tuple[int, ...]:
        """The fiscal years (B.E.) whose evidence has pages, newest first; no address is ever given up (R50)."""
        return tuple(range(buddhist_era.fiscal_year(self.day), buddhist_era.fiscal_year(self.began) - 1, -1))

    @cached_property
    def quarters(self) -> tuple[Period, ...]:
        """Those whose record has a page, newest first; no address is ever given up (R44)."""
        return quarters_between(self.began, self.day)

    def _evidence(self) -> Iterator[str]:
        for year in self.evidence_years:
            yield address.evidence(year)
            yield from (address.evidence(year, each.id) for each in lists_of(self.office.agency_type, year))

    def lead(self, publication: Publication, written: str) -> str | None:
        """Where a link inside the site leads from the item's page; None if the public cannot see that today."""
        target = target_of(publication.item.path, written)
        if written.startswith("#") or target is None:
            return written if target else None
        return relative(publication.url, target.url) + target.suffix if self.exists(target) else None

    def render(self, publication: Publication) -> Rendered:
        """The item's text as its page shows it; a link to what the public cannot see today is replaced by its own
        words. What would be read otherwise than it was typed (`body.unread`) is shown as it was."""
        text, lead = publication.item.body, partial(self.lead, publication)
        rendered = body.render_markdown(text, lead, publication.pixels)
        named = with_download_names(rendered.html, publication.download_names)
        rendered = replace(rendered, html=galleries(whole(named)))
        if misreading_in(text, rendered.html, lead):
            rendered = as_typed(text)
        self._plain[publication.url] = body.plain_text(rendered.html)
        return rendered

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {}

    def plain(self, publication: Publication) -> str:
        """The item's text as a reader sees it; rendered only once for page and search. Where no page is drawn, nothing
        is proven."""
        if publication.url not in self._plain:
            rendered = body.render_markdown(publication.item.body, partial(self.lead, publication), publication.pixels)
            self._plain[publication.url] = body.plain_text(rendered.html)
        return self._plain[publication.url]


def _year(publication: Publication) -> int:
    return buddhist_era.fiscal_year(publication.published)


def compile(
    found: Register,
    office: Office,
    revisions: Mapping[str, tuple[Revision, ...]],
    endorsements: Mapping[str, Endorsement] = MappingProxyType({}),
    *,
    commits: Mapping[str, str] = MappingProxyType({}),
    is_preview: bool = False,
) -> Edition:
    """The edition of the register's day: `revisions` up to it by item folder, `endorsements` by commit; `commits`, by
    item folder, of those that are shown in an earlier version than the newest."""
    publications: list[Publication] = []
    tombstones: list[Tombstone] = []
    scheduled: list[Publication] = []
    history = History(revisions, endorsements, commits)
    for entry in found.entries.values():
        each = appearance(entry, found, office, history)
        if isinstance(each, Tombstone):
            tombstones.append(each)
        else:
            is_shown = each.state.is_public or (is_preview and each.state is State.SCHEDULED)
            (publications if is_shown else scheduled).append(each)
    return Edition(found, office, _newest_first(publications), tuple(tombstones), _newest_first(scheduled))


def _newest_first(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    return tuple(sorted(sorted(publications, key=attrgetter("url")), key=lambda each: each.published, reverse=True))
