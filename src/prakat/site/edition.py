"""register x history -> what the public may see on that day: pages, tombstones, redirects, files"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from operator import attrgetter
from types import MappingProxyType
from typing import cast

from prakat.completeness.obligation_list import ObligationList, lists_of
from prakat.completeness.topic import topics
from prakat.content import address
from prakat.content.register import Register
from prakat.item import body
from prakat.item.category import categories
from prakat.item.item_path import parse_path
from prakat.item.link_target import relative, target_of
from prakat.item.rendered import Rendered
from prakat.item.state import State
from prakat.office.office import Office
from prakat.site.appearance import History, appearance
from prakat.site.endorsement import Endorsement
from prakat.site.fiscal_years import ByYear, years_of
from prakat.site.held_back import HeldBack
from prakat.site.publication import Publication
from prakat.site.relations import Relations
from prakat.site.revision import Revision
from prakat.site.tombstone import Tombstone
from prakat.site.typed_text import rendered_as_typed
from prakat.thai import buddhist_era
from prakat.thai.period import Period, quarters_between

NEWEST = 8


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
    kept_versions: Mapping[str, str] = field(default_factory=dict)
    """Of what waited already when an earlier edition was made: as in `versions`."""
    misread: Collection[str] | None = None
    """Item folders whose text would be read otherwise than it was typed; None where not every text was proven."""

    @property
    def day(self) -> datetime.date:
        return self.register.day

    @property
    def versions(self) -> Mapping[str, str]:
        """Item folder -> the commit of the version shown, where that is not the newest."""
        shown = (each.succession.shown for each in self.held_back)
        return {**self.kept_versions, **{each.folder: each.commit for each in shown if each}}

    @property
    def shown(self) -> tuple[Publication | Tombstone, ...]:
        """All that the public may know of."""
        return (*self.publications, *self.tombstones)

    @cached_property
    def by_url(self) -> Mapping[str, Publication]:
        return {each.url: each for each in self.publications}

    @cached_property
    def tombstones_by_url(self) -> Mapping[str, Tombstone]:
        return {each.url: each for each in self.tombstones}

    @property
    def tombstone_urls(self) -> Set[str]:
        return self.tombstones_by_url.keys()

    @cached_property
    def redirects(self) -> Mapping[str, str]:
        """Former URL -> URL of the page or its tombstone; none leads to a scheduled item (R46)."""
        found: dict[str, str] = {}
        moved = (each for each in self.shown if each.former_paths)
        for each in sorted(moved, key=lambda one: one.url.split("/")):
            for former in map(parse_path, each.former_paths):
                if former and former.url not in self.register.entries:
                    found.setdefault(former.url, each.url)
        return found

    @cached_property
    def relations(self) -> Relations:
        return Relations(self.shown, self.redirects)

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Publication, ...]]:
        found: dict[str, list[Publication]] = {category: [] for category in categories()}
        for each in self.publications:
            found[each.category.id].append(each)
        return {category: tuple(each) for category, each in found.items()}

    @cached_property
    def by_year(self) -> Mapping[str, ByYear]:
        """By category; a year whose items have all come down keeps its address."""
        return years_of(self.by_category, self.tombstones)

    @property
    def newest(self) -> tuple[Publication, ...]:
        return self.publications[:NEWEST]

    @cached_property
    def alerts(self) -> tuple[Publication, ...]:
        return tuple(each for each in self.publications if each.kind == "alert")

    @cached_property
    def closing(self) -> tuple[Publication, ...]:
        """Items that close or end soon, the soonest first."""
        last = {each.url: day for each in self.publications if (day := each.ending(self.office.settings))}
        return tuple(self.by_url[url] for url in sorted(last, key=lambda url: (last[url], url)))

    @cached_property
    def policies(self) -> tuple[Publication, ...]:
        """The policies that every page links to at its foot, in path order: of the site itself, where items say so."""
        found = sorted((each for each in self.publications if each.kind == "policy"), key=attrgetter("url"))
        of_site = [each for each in found if any(topics()[one].is_of_site for one in each.topics)]
        return tuple(of_site or found)

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file beside a public item that is served, relative to content/."""
        return frozenset(f"{each.url}{name}" for each in self.publications for name in each.file_names)

    def exists(self, url: str) -> bool:
        """Whether a link inside the site to that page or file leads to something that this edition holds."""
        return url in self._pages or url in self.files or url in address.FILES

    @cached_property
    def led(self) -> dict[str, set[str]]:
        """By URL of the item: where the links of its text that were asked for lead inside the site, whether or not the
        public can see that today."""
        return {}

    def twin(self, publication: Publication) -> str:
        """In a preview, the URL of what readers see today for a version that waits, and back; else empty."""
        slug = publication.item.path.slug
        other = slug.removesuffix(address.TODAY) if slug.endswith(address.TODAY) else slug + address.TODAY
        url = replace(publication.item.path, slug=other).url
        return url if url in self.by_url or url in self.tombstone_urls else ""

    @cached_property
    def _pages(self) -> frozenset[str]:
        english = (address.ENGLISH + each.url for each in self.shown if each.has_english)
        years = (address.listing(name, year) for name, found in self.by_year.items() for year in found)
        registers = (name for year in self.register_years for name in address.year_registers(year))
        evidence = (*map(address.evidence, self.evidence_years), *self.evidence_lists)
        made = (*years, *english, *registers, *evidence, *map(address.quarter_record, self.quarters))
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

    @property
    def register_years(self) -> tuple[int, ...]:
        """The fiscal years (B.E.) that have registers of their own: none where the whole one is small."""
        return self.evidence_years if len(self.publications) + len(self.tombstones) > address.ROWS_OF_ONE else ()

    @cached_property
    def quarters(self) -> tuple[Period, ...]:
        """Those whose record has a page, newest first; no address is ever given up (R44)."""
        return quarters_between(self.began, self.day)

    @cached_property
    def evidence_lists(self) -> Mapping[str, ObligationList]:
        """By the URL of its page."""
        asked = (each for year in self.evidence_years for each in lists_of(self.office.agency_type, year))
        return {address.evidence(each.year, each.id): each for each in asked}

    def lead(self, publication: Publication, written: str) -> str | None:
        """Where a link inside the site leads from the item's page; None if the public cannot see that today."""
        target = target_of(publication.item.path, written)
        if written.startswith("#") or target is None:
            return written if target else None
        self.led.setdefault(publication.url, set()).add(target.url)
        return relative(publication.url, target.url) + target.suffix if self.exists(target.url) else None

    def render(self, publication: Publication) -> Rendered:
        """The item's text as its page shows it; a link to what the public cannot see today is replaced by its own
        words. What would be read otherwise than it was typed (`body.unread`) is shown as it was."""
        is_proven = self.misread is not None and publication.folder not in self.misread
        rendered = rendered_as_typed(publication, partial(self.lead, publication), is_proven=is_proven)
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
    history = History(revisions, endorsements, commits)
    appearing = (appearance(entry, found, office, history) for entry in found.entries.values())
    return assembled(found, office, appearing, is_preview=is_preview)


def assembled(
    found: Register, office: Office, appearing: Iterable[Publication | Tombstone], *, is_preview: bool = False
) -> Edition:
    """The edition in which these appear."""
    publications: list[Publication] = []
    tombstones: list[Tombstone] = []
    scheduled: list[Publication] = []
    for each in appearing:
        if each.is_tombstone:
            tombstones.append(cast(Tombstone, each))
        else:
            is_shown = each.state.is_public or (is_preview and each.state is State.SCHEDULED)
            (publications if is_shown else scheduled).append(cast(Publication, each))
    tombstones.sort(key=lambda each: each.url.split("/"))
    return Edition(found, office, _newest_first(publications), tuple(tombstones), _newest_first(scheduled))


def _newest_first(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    return tuple(sorted(sorted(publications, key=attrgetter("url")), key=lambda each: each.published, reverse=True))
