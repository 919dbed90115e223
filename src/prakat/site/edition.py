"""register x history -> what the public may see on that day: pages, tombstones, redirects, files"""

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from prakat.content import address, register
from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem
from prakat.item import body
from prakat.item.category import categories
from prakat.item.file_facts import facts_of
from prakat.item.item import Item
from prakat.item.item_path import folder_of, url_of
from prakat.item.link_target import LinkTarget, relative, target_of
from prakat.item.rendered import Rendered, as_typed
from prakat.item.state import State, state_on, visible_until
from prakat.office.office import Office
from prakat.site.endorsement import Endorsement
from prakat.site.publication import Publication, PublishedFile
from prakat.site.revision import Revision
from prakat.site.tombstone import Tombstone
from prakat.thai import buddhist_era

NEWEST = 8
_UNREAD = "body.unread"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The newest version of an item, in whose place an earlier one is shown today."""

    entry: RegisteredItem
    folder: Path
    """Where its files lie, outside of the tree that is built."""


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
        """Of each category, by the fiscal year (B.E.) of publication, the newest first."""
        return {
            category: {year: tuple(each) for year, each in groupby(publications, _year)}
            for category, publications in self.by_category.items()
        }

    @property
    def newest(self) -> tuple[Publication, ...]:
        return self.publications[:NEWEST]

    @cached_property
    def alerts(self) -> tuple[Publication, ...]:
        return tuple(each for each in self.publications if each.item.kind == "alert")

    @cached_property
    def closing(self) -> tuple[Publication, ...]:
        """Items that end soon, the soonest first."""
        expiring = (each for each in self.publications if each.state is State.EXPIRING)
        return tuple(sorted(expiring, key=lambda each: (each.item.expires_on or self.day, each.url)))

    @cached_property
    def policies(self) -> tuple[Publication, ...]:
        """The policies that every page links to at its foot, in path order."""
        return tuple(sorted((each for each in self.publications if each.item.kind == "policy"), key=_url))

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file beside a public item that is served, relative to content/."""
        return frozenset(f"{each.url}{file.facts.name}" for each in self.publications for file in each.files)

    def exists(self, target: LinkTarget) -> bool:
        """Whether a link inside the site leads to something that this edition holds."""
        if not target.is_page:
            return target.url in self.files or target.url in address.FILES
        return target.page in self._pages

    def moved_from(self, publication: Publication, revision: Revision) -> str:
        """The URL that the revision moved the item from; empty if there is none, or if it does not lead here."""
        url = url_of(revision.origin)
        return url if self.redirects.get(url) == publication.url else ""

    @cached_property
    def _pages(self) -> frozenset[str]:
        items = [*(each.item for each in self.publications), *(each.item for each in self.tombstones)]
        english = (address.ENGLISH + item.path.url for item in items if item.title_en)
        years = (address.listing(category, year) for category, found in self.by_year.items() for year in found)
        return frozenset({*self.by_url, *self.tombstone_urls, *self.redirects, *address.pages(), *years, *english})

    def lead(self, publication: Publication, written: str) -> str | None:
        """Where a link inside the site leads from the item's page; None if the public cannot see that today."""
        target = target_of(publication.item.path, written)
        if written.startswith("#") or target is None:
            return written if target else None
        return relative(publication.url, target.url) + target.suffix if self.exists(target) else None

    def render(self, publication: Publication) -> Rendered:
        """The item's text as HTML; a link to what the public cannot see today is replaced by its own words."""
        text, lead = publication.item.body, partial(self.lead, publication)
        is_unread = publication.item.path.file in self._unread
        rendered = as_typed(text) if is_unread else body.render_markdown(text, lead, publication.pixels)
        self._plain[publication.url] = body.plain_text(rendered.html)
        return rendered

    @cached_property
    def _unread(self) -> frozenset[str]:
        return frozenset(each.path for each in self.register.findings if each.rule == _UNREAD)

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {}

    def plain(self, publication: Publication) -> str:
        """The item's text as a reader sees it; rendered only once for page and search."""
        if publication.url not in self._plain:
            self.render(publication)
        return self._plain[publication.url]


def _url(publication: Publication) -> str:
    return publication.url


def _year(publication: Publication) -> int:
    return buddhist_era.fiscal_year(publication.published)


def compile(
    found: Register,
    office: Office,
    revisions: Mapping[str, tuple[Revision, ...]],
    endorsements: Mapping[str, Endorsement] = MappingProxyType({}),
    *,
    is_preview: bool = False,
) -> Edition:
    """The edition of the register's day: `revisions` up to it by item folder, `endorsements` by commit."""
    publications: list[Publication] = []
    tombstones: list[Tombstone] = []
    scheduled: list[Publication] = []
    for entry in found.entries.values():
        state = state_on(entry.item, found.day, office.settings)
        if state.is_taken_down:
            tombstones.append(_tombstone(entry.item, state, office, _revisions(entry.item, revisions)))
        else:
            known = _revisions(entry.item, revisions)
            endorsement = endorsements.get(known[-1].commit) if known else None
            made = _publication(entry, state, office, known, endorsement, found.repo / entry.item.path.folder)
            (publications if state.is_public or is_preview else scheduled).append(made)
    return Edition(found, office, _newest_first(publications), tuple(tombstones), _newest_first(scheduled))


def _newest_first(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    return tuple(sorted(sorted(publications, key=_url), key=lambda each: each.published, reverse=True))


def _publication(
    entry: RegisteredItem,
    state: State,
    office: Office,
    revisions: tuple[Revision, ...],
    proof: Endorsement | None,
    folder: Path,
) -> Publication:
    item = entry.item
    titles = {each.file: each.title for each in item.attachments}
    published = _published(item, revisions)
    changed = revisions[-1].day if revisions else published
    return Publication(
        item=item,
        state=state,
        unit=office.unit_name(item.unit),
        published=published,
        updated=changed if changed > published else None,
        visible_until=visible_until(item, office.settings),
        files=tuple(
            PublishedFile(titles.get(name, ""), facts_of(folder / name), name in titles)
            for name in [*titles, *sorted(set(entry.files) - set(titles))]
        ),
        revisions=revisions,
        endorsement=proof,
    )


def _revisions(item: Item, revisions: Mapping[str, tuple[Revision, ...]]) -> tuple[Revision, ...]:
    """An item's history, including that of its former paths, since a move is no new publication.

    The history of a former path counts only up to the move, since another item may be there now."""
    former = {folder_of(path) for path in item.former_paths} - {item.path.folder}
    known = sorted(
        ((each, folder) for folder in (item.path.folder, *former) for each in revisions.get(folder, ())), key=_height
    )
    left = {each.origin: each.height for each, _ in known}
    return tuple(each for each, folder in known if folder not in former or each.height < left.get(folder, math.inf))


def _height(known: tuple[Revision, str]) -> int:
    return known[0].height


def _published(item: Item, revisions: tuple[Revision, ...]) -> datetime.date:
    return max(item.publish_on, revisions[0].day) if revisions else item.publish_on


def _tombstone(item: Item, state: State, office: Office, revisions: tuple[Revision, ...]) -> Tombstone:
    last = visible_until(item, office.settings)
    assert last is not None, "a date took it down"
    since = last + datetime.timedelta(days=1)
    published = _published(item, revisions)
    return Tombstone(item, state, office.unit_name(item.unit), published if published < since else None, since)
