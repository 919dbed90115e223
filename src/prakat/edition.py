"""register x history -> what the public may see on that day: pages, tombstones, redirects, files"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from prakat import attachment, body, lifecycle, link, register, tree
from prakat.attachment import FileFacts
from prakat.endorsement import Endorsement
from prakat.history import Revision
from prakat.item import Item
from prakat.lifecycle import State
from prakat.office import Office
from prakat.register import Entry, Register
from prakat.tree import Category

NEWEST = 8


@dataclass(frozen=True, slots=True)
class PublishedFile:
    title: str
    facts: FileFacts
    is_listed: bool
    """Whether it is an attachment of the request form, or a picture of the text."""


@dataclass(frozen=True, slots=True)
class Publication:
    """An item that can be read today."""

    item: Item
    state: State
    unit: str
    published: datetime.date
    """The later of publish_on and the day it came on main (R12)."""
    updated: datetime.date | None
    """The last day it changed after that."""
    visible_until: datetime.date | None
    files: tuple[PublishedFile, ...]
    revisions: tuple[Revision, ...]
    endorsement: Endorsement | None
    """Who approved what is shown; None where history does not prove it."""

    @property
    def url(self) -> str:
        return self.item.path.url

    @property
    def category(self) -> Category:
        return tree.categories()[self.item.path.category]

    @property
    def changed(self) -> datetime.date:
        """For sitemaps and feeds: when a reader last had reason to look again."""
        return self.updated or self.published

    @property
    def attachments(self) -> tuple[PublishedFile, ...]:
        return tuple(each for each in self.files if each.is_listed)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands at the URL of an item that came down: no text, no files, no summary (R19)."""

    item: Item
    state: State
    unit: str
    since: datetime.date
    """The first day on which the item could no longer be read."""

    @property
    def url(self) -> str:
        return self.item.path.url

    @property
    def title(self) -> str:
        """Empty where the title itself must not be shown."""
        return "" if self.item.withdrawn and self.item.withdrawn.hide_title else self.item.title

    @property
    def reason(self) -> str:
        withdrawn = self.item.withdrawn
        return withdrawn.reason if self.state is State.WITHDRAWN and withdrawn and not withdrawn.hide_title else ""


@dataclass(frozen=True)
class Edition:
    register: Register
    office: Office
    publications: tuple[Publication, ...]
    """Newest first. In a preview also what is scheduled, told by its state."""
    tombstones: tuple[Tombstone, ...]
    scheduled: tuple[Publication, ...]
    """Never shown to the public: nothing of them may stand in a released site."""

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
        """Former URL -> URL of the page or its tombstone; nothing of what is scheduled (R46)."""
        found = ((url, path.url) for url, path in register.redirects(self.register).items())
        return {url: target for url, target in found if target in self.by_url or target in self.tombstone_urls}

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Publication, ...]]:
        found: dict[str, list[Publication]] = {category: [] for category in tree.categories()}
        for each in self.publications:
            found[each.item.path.category].append(each)
        return {category: tuple(each) for category, each in found.items()}

    @property
    def newest(self) -> tuple[Publication, ...]:
        return self.publications[:NEWEST]

    @cached_property
    def alerts(self) -> tuple[Publication, ...]:
        return tuple(each for each in self.publications if each.item.kind == "alert")

    @cached_property
    def closing(self) -> tuple[Publication, ...]:
        """What closes soon, the soonest first."""
        expiring = (each for each in self.publications if each.state is State.EXPIRING)
        return tuple(sorted(expiring, key=lambda each: (each.item.expires_on or self.day, each.url)))

    @cached_property
    def policies(self) -> tuple[Publication, ...]:
        """For the foot of every page, in path order."""
        return tuple(sorted((each for each in self.publications if each.item.kind == "policy"), key=_url))

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file beside a public item that is served, relative to content/."""
        return frozenset(f"{each.url}{file.facts.name}" for each in self.publications for file in each.files)

    def exists(self, target: link.Target) -> bool:
        """Whether a link inside the site leads to something that this edition holds."""
        if not target.is_page:
            return target.url in self.files
        page = target.page
        return page in self.by_url or page in self.tombstone_urls or page in self.redirects or page in self._own_pages

    @cached_property
    def _own_pages(self) -> frozenset[str]:
        return frozenset({"", *(f"{category}/" for category in tree.categories())})

    def render(self, publication: Publication) -> body.Rendered:
        """The item's text; a link to what the public cannot see today becomes its text."""

        def resolve(written: str) -> str | None:
            if written.startswith("#"):
                return written
            target = link.target_of(publication.item.path, written)
            if target is None or not self.exists(target):
                return None
            return link.relative(publication.url, target.url) + target.suffix

        pixels = {each.facts.name: each.facts.pixels for each in publication.files if each.facts.pixels}
        try:
            rendered = body.render(publication.item.body, resolve, pixels)
        except RecursionError:
            rendered = body.as_text(publication.item.body)
        self._plain[publication.url] = body.plain(rendered.html)
        return rendered

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {}

    def plain(self, publication: Publication) -> str:
        """The item's text as a reader sees it; rendered once, for the page and for the search."""
        if publication.url not in self._plain:
            self.render(publication)
        return self._plain[publication.url]


def _url(publication: Publication) -> str:
    return publication.url


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
        state = lifecycle.state(entry.item, found.day, office.settings)
        if state.is_taken_down:
            tombstones.append(_tombstone(entry.item, state, office))
        else:
            known = revisions.get(entry.item.path.folder, ())
            endorsement = endorsements.get(known[-1].commit) if known else None
            made = _publication(entry, state, office, known, endorsement, found.repo / entry.item.path.folder)
            (publications if state.is_public or is_preview else scheduled).append(made)
    return Edition(found, office, _newest_first(publications), tuple(tombstones), _newest_first(scheduled))


def _newest_first(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    return tuple(sorted(sorted(publications, key=_url), key=lambda each: each.published, reverse=True))


def _publication(
    entry: Entry, state: State, office: Office, revisions: tuple[Revision, ...], proof: Endorsement | None, place: Path
) -> Publication:
    item = entry.item
    titles = {each.file: each.title for each in item.attachments}
    published = max(item.publish_on, revisions[0].day) if revisions else item.publish_on
    changed = revisions[-1].day if revisions else published
    return Publication(
        item=item,
        state=state,
        unit=office.unit_name(item.unit),
        published=published,
        updated=changed if changed > published else None,
        visible_until=lifecycle.visible_until(item, office.settings),
        files=tuple(
            PublishedFile(titles.get(name, ""), attachment.facts(place / name), name in titles)
            for name in [*titles, *sorted(set(entry.files) - set(titles))]
        ),
        revisions=revisions,
        endorsement=proof,
    )


def _tombstone(item: Item, state: State, office: Office) -> Tombstone:
    last = lifecycle.visible_until(item, office.settings)
    assert last is not None, "a date took it down"
    return Tombstone(item, state, office.unit_name(item.unit), last + datetime.timedelta(days=1))
