"""kept site x folders that are read anew -> the next edition, and which of its pages are another (R37)"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from prakat.content import register
from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem
from prakat.item.item_path import parse_path, url_of
from prakat.item.state import State, is_held_back
from prakat.office import office as office_file
from prakat.office.office import Office
from prakat.release.basis import Basis
from prakat.release.change import MOST_FOLDERS, Doubtful, also_due, changed_folders, clean_before, office_digest
from prakat.release.endorsements import endorsements
from prakat.release.kept_entries import KeptEntries
from prakat.release.kept_site import KeptRow, KeptSite
from prakat.release.partial_tree import PartialTree
from prakat.repository.repository import Repository, open_repository
from prakat.rules.message import message
from prakat.site import edition, revision
from prakat.site.appearance import History, appearance, history_of
from prakat.site.card import WAITING, Card, card_of, whole_json
from prakat.site.earlier import Earlier
from prakat.site.edition import Edition
from prakat.site.endorsement import Endorsement
from prakat.site.kept_item import KeptItem
from prakat.site.page_sources import PageSources
from prakat.site.public_register import RegisterLine
from prakat.site.publication import Publication
from prakat.site.revision import Revision
from prakat.site.site import Site
from prakat.site.tombstone import Tombstone

Appearing = Publication | Tombstone


@dataclass(frozen=True, slots=True)
class Increment:
    site: Site
    cards: Mapping[str, Card]
    """By item folder."""
    cards_before: Mapping[str, Card]
    sources: PageSources
    lines: Callable[[], Mapping[str, RegisterLine]]
    """What the registers before say of each item: by URL. May raise Unusable."""
    anew: Mapping[str, Appearing]
    """Of the folders that were read anew, what appears there."""
    rows: tuple[KeptRow, ...]
    """Of the same folders, what is kept of them now."""
    heights: int
    """Commits of main that were read."""
    search_order: list[str]
    """Of the index before: as `findable.search_order`."""


def increment(kept: KeptSite, basis: Basis, day: datetime.date) -> Increment:
    """`basis` is not laid out, and stands on the same ground as what was kept. Raises Doubtful where the site is to be
    made from nothing, Unusable where what is kept is damaged, CannotWork where nothing can be made."""
    assert basis.commit, "an approved one"
    repository = open_repository(basis.git)
    tree = PartialTree(repository, basis.commit, basis.tree, is_there=not basis.is_approved)
    return _Maker(kept, basis, day, repository, tree).made()


@dataclass(frozen=True)
class _Maker:
    kept: KeptSite
    basis: Basis
    day: datetime.date
    repository: Repository
    tree: PartialTree

    def made(self) -> Increment:
        found = self._read()
        anew = {entry.item.path.folder: self._appearing(entry, found) for entry in found.entries.values()}
        made = self._edition(found, anew)
        fresh = {folder: self._card(each, made) for folder, each in anew.items()}
        cards = {**self._others, **fresh}
        site = Site(made, is_preview=False, earlier=self._earlier(anew))
        sources = PageSources(site, {card.url: card for card in cards.values()})
        if sources.frame != self.kept.about.frame:
            raise Doubtful(message("release.anew-frame"))
        rows = tuple(self._row(each, anew.get(each)) for each in sorted(self._folders))
        heights = self.kept.about.heights + len(self._commits)
        return Increment(site, cards, self._cards, sources, self.kept.lines, anew, rows, heights, self._search_order())

    def _card(self, appears: Appearing, made: Edition) -> Card:
        known = history_of(appears.item, self._revisions)
        return card_of(appears, made.led.get(appears.url, ()), self._office.settings, self.day, known)

    def _earlier(self, anew: Mapping[str, Appearing]) -> Earlier:
        """Raises Unusable."""
        known, settings = self.kept.about, self._office.settings
        before = (KeptItem(self._cards[each], self._whole) for each in self._folders & self._cards.keys())
        touched = (*cast(Iterable[Appearing], before), *anew.values())
        exhibits = tuple(each.exhibit(settings) for each in touched if each.state is not State.SCHEDULED)
        day = datetime.date.fromisoformat(known.day)
        return Earlier(day, self._sources, known.register_years, known.tallies, exhibits)

    def _search_order(self) -> list[str]:
        shown = (each for each in self._cards.values() if each.published and each.place != WAITING)
        return [url for _, url in sorted((each.published, each.url) for each in shown)]

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return self.kept.sources()

    @cached_property
    def _folders(self) -> set[str]:
        """What is to be read anew; what was left out is told of each time."""
        known = self.kept.about
        changed = changed_folders(known, self.basis)
        found = changed | also_due(self._cards, self.day, changed) | {*known.stock.left_out}
        if len(found) > MOST_FOLDERS:
            raise Doubtful(message("release.anew-many", count=len(found)))
        is_due = known.waiting_until and known.waiting_until <= self.day.isoformat()
        if waiting := {*known.waiting} if is_due else found & {*known.waiting}:
            raise Doubtful(message("release.anew-waiting", folder=min(waiting)))
        return found

    @cached_property
    def _cards(self) -> Mapping[str, Card]:
        return self.kept.cards()

    @cached_property
    def _others(self) -> Mapping[str, Card]:
        """Of what is not read anew."""
        return {folder: card for folder, card in self._cards.items() if folder not in self._folders}

    @cached_property
    def _office(self) -> Office:
        raw = (self.tree.to / office_file.FILE).read_bytes()
        known, refusals = office_file.approved_office(raw)
        if known is None or (refusals and not self.basis.is_approved) or office_digest(raw) != self.kept.about.office:
            raise Doubtful(message("release.anew-office"))
        return known

    def _read(self) -> Register:
        self.tree.lay_out(self._folders)
        if self.tree.lost:
            raise Doubtful(message("release.anew-history"))
        paths = filter(None, map(parse_path, map(url_of, self._folders)))
        return register.read_some(self.tree.to, self.day, self._office, paths, is_approved=self.basis.is_approved)

    def _appearing(self, entry: RegisteredItem, found: Register) -> Appearing:
        known = history_of(entry.item, self._revisions)
        if len(known) > 1 and is_held_back(entry.item, self.day, self._office.settings):
            raise Doubtful(message("release.anew-waiting", folder=entry.item.path.folder))
        proven = {**self._endorsements, **self._kept_endorsement(entry.item.path.folder, known)}
        return appearance(entry, found, self._office, History(self._revisions, proven, {}))

    def _kept_endorsement(self, folder: str, known: tuple[Revision, ...]) -> dict[str, Endorsement]:
        """Of what no commit has touched since."""
        card = self._cards.get(folder)
        if card is None or not known or known[-1].commit in self._commits:
            return {}
        was = self._whole(folder)
        return {known[-1].commit: was.endorsement} if isinstance(was, Publication) and was.endorsement else {}

    def _edition(self, found: Register, anew: Mapping[str, Appearing]) -> Edition:
        kept = [KeptItem(card, self._whole) for card in self._others.values()]
        entries = KeptEntries({each.url: each for each in kept}, found.entries)
        known = replace(found, entries=entries, places=self.tree)
        made = edition.assembled(known, self._office, (*cast(list[Appearing], kept), *anew.values()))
        made = replace(made, kept_versions=self.kept.about.versions)
        for each in anew.values():
            if made.by_url.get(each.url) is each:
                made.render(each)
        return made

    def _whole(self, folder: str) -> Appearing:
        found = self.kept.whole(folder, self._cards[folder])
        return replace(found, day=self.day) if isinstance(found, Publication) else found

    def _row(self, folder: str, appears: Appearing | None) -> KeptRow:
        return KeptRow(folder, self._revisions.get(folder, ()), whole_json(appears) if appears else b"")

    @cached_property
    def _commits(self) -> tuple[str, ...]:
        """main's own commits since the kept one. Raises Doubtful where main has not simply grown, or where what is
        proven of the others is not what it was."""
        known = self.kept.about
        commits: tuple[str, ...] = ()
        if self.basis.commit != known.commit:
            found = [*self.repository.log(str(self.basis.commit), f"^{known.commit}", first_parent=True)]
            if not found or found[-1].parents[:1] != (known.commit,) or any(each.day > self.day for each in found):
                raise Doubtful(message("release.anew-history"))
            commits = tuple(each.id for each in found)
        if clean_before(self.basis.clean, commits) != known.clean:
            raise Doubtful(message("release.anew-history"))
        return commits

    @cached_property
    def _endorsements(self) -> Mapping[str, Endorsement]:
        """Of the new commits."""
        if not self._commits or not self.basis.is_approved:
            return {}
        return endorsements(self.basis.git, str(self.basis.commit), self.basis.clean, after=self.kept.about.commit)

    @cached_property
    def _revisions(self) -> "_Revisions":
        known = self.kept.about
        new: Mapping[str, tuple[Revision, ...]] = {}
        if self._commits:
            commit = str(self.basis.commit)
            new = revision.revisions_after(
                self.basis.git, self.day, known.commit, commit, known.heights, self.kept.history
            )
        return _Revisions(new, self.kept)


class _Revisions(Mapping[str, tuple[Revision, ...]]):
    """By item folder: as main's newest commits left it, else as it was kept."""

    def __init__(self, new: Mapping[str, tuple[Revision, ...]], kept: KeptSite) -> None:
        self._new, self._kept = new, kept

    def __getitem__(self, folder: str) -> tuple[Revision, ...]:
        return self._new[folder] if folder in self._new else self._kept.history(folder)

    def __iter__(self) -> Iterator[str]:
        return iter(self._new)

    def __len__(self) -> int:
        return len(self._new)
