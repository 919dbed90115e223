"""items x history of main, read backwards -> the approved versions of each, the newest first"""

import datetime
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from prakat.item.item import Item, parse_approved
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import folder_of, index_of, item_folder, parse_path
from prakat.repository.commit import Commit
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed, Repository


@dataclass(frozen=True, slots=True)
class Version:
    """An item as a commit of main left it."""

    commit: str
    day: datetime.date
    """In Bangkok, on which it came on main."""
    item: Item
    raw: bytes
    """Its index.md."""
    is_alone: bool
    """Whether the commit changed no other file of the folder."""

    @property
    def folder(self) -> str:
        """Where it lay then; an item that has moved is elsewhere."""
        return self.item.path.folder

    def is_put_off_by(self, after: "Version") -> bool:
        """Whether the next version only gave it a later day, before its own had come: then it never goes up."""
        is_early = after.day < self.item.publish_on
        return is_early and after.is_alone and ItemFacts(after.raw).is_postponement_of(ItemFacts(self.raw))


class _Everything(Container[str]):
    def __contains__(self, _: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Proof:
    """Which versions on main were approved: nothing else may come back in place of what is held back."""

    clean: Container[str] = _Everything()
    """Merges that never had a violation."""
    epoch: str = ""
    """From here back, what main held is taken on trust."""
    vouched: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Merge that never had a violation -> commits with one, whose changes it approved."""


UNPROVEN = Proof()
"""For a work tree, of which nothing is proven: what main held stands there."""


def versions_before(
    items: Mapping[str, Item], here: Collection[str], repository: Repository, commit: str, proof: Proof
) -> Mapping[str, Iterator[Version]]:
    """By folder, those of each of the `items` on main up to `commit`, which is read back once, no further than it must.

    `here`: all item folders of the tree that is built, which may be a work tree with changes of its own."""
    history = _History(proof, items, _followed(items, here, repository, commit))
    known = history.read(repository.log(commit, first_parent=True))
    blobs = _blobs(repository, {each.index for landed in known.values() for each in landed})
    return {folder: _readable(known.get(folder, ()), blobs) for folder in items}


@dataclass(frozen=True, slots=True)
class _Landed:
    """A commit of main that left the item in this folder."""

    commit: str
    day: datetime.date
    folder: str
    index: str
    is_alone: bool


def _followed(
    items: Mapping[str, Item], here: Collection[str], repository: Repository, commit: str
) -> dict[str, tuple[str, str]]:
    """Folder of the commit -> which of the items lies there, and its index.md. One that has moved in the work tree
    alone lies where it was."""
    asked = [
        (folder, place)
        for folder, item in items.items()
        for place in (folder, *(former for former in _formers(item) if former not in here))
    ]
    ids = repository.ids(f"{commit}:{index_of(place)}" for _, place in asked)
    known: dict[str, tuple[str, str]] = {}
    told: set[str] = set()
    for (folder, place), oid in zip(asked, ids, strict=True):
        if oid and folder not in told and place not in known:
            told.add(folder)
            known[place] = folder, oid
    return known


def _formers(item: Item) -> list[str]:
    """The folders that it may have moved from, the last first."""
    return [folder_of(each) for each in reversed(item.former_paths)]


@dataclass(slots=True)
class _History:
    """main read backwards, the newest commit first."""

    proof: Proof
    items: Mapping[str, Item]
    """By newest folder."""
    followed: dict[str, tuple[str, str]]
    """Folder -> the item that lay there, by its newest folder, and its index.md after the commit that is read."""
    found: dict[str, list[_Landed]] = field(default_factory=dict)
    """Newest folder -> its approved versions, the newest first."""
    touched: dict[str, int] = field(default_factory=dict)
    """Newest folder -> place of the commit read last that changed it; what is built is approved as a whole."""
    vouched: dict[str, int] = field(default_factory=dict)
    """Commit with a violation -> place of the merge in order that approved what main then held of it."""
    is_trusted: bool = False

    def read(self, log: Iterable[Commit]) -> Mapping[str, list[_Landed]]:
        for place, commit in enumerate(log):
            if not self.followed:
                break
            self.is_trusted |= commit.id == self.proof.epoch
            for each in self.proof.vouched.get(commit.id, ()):
                self.vouched.setdefault(each, place)
            indexes, counts = _touches(commit)
            for folder in self.followed.keys() & counts.keys():
                if begun := self._step(folder, indexes.get(folder), counts[folder], commit, place):
                    self._moved(self.items[begun], indexes)
        return self.found

    def _step(self, folder: str, index: tuple[str, str] | None, count: int, commit: Commit, place: int) -> str:
        """Notes the version that the commit brought; returns the item if it began there, perhaps by a move."""
        newest, oid = self.followed[folder]
        if newest not in self.touched or self._is_approved(newest, commit.id):
            landed = _Landed(commit.id, commit.day, folder, oid, bool(index) and count == 1)
            self.found.setdefault(newest, []).append(landed)
        self.touched[newest] = place
        if index:
            self.followed[folder] = newest, index[0]
        has_begun = index is not None and index[0] == NOTHING
        if self.is_trusted or has_begun:
            del self.followed[folder]
        return newest if has_begun and not self.is_trusted else ""

    def _moved(self, newest: Item, indexes: Mapping[str, tuple[str, str]]) -> None:
        """Goes on where the item was before the commit that moved it here."""
        for former in _formers(newest):
            before, after = indexes.get(former, ("", ""))
            if after == NOTHING and former not in self.followed:
                self.followed[former] = newest.path.folder, before
                return

    def _is_approved(self, newest: str, commit: str) -> bool:
        """Nobody vouched for what was changed again before they signed."""
        is_vouched = self.touched[newest] < self.vouched.get(commit, -1)
        return commit in self.proof.clean or self.is_trusted or is_vouched


def _touches(commit: Commit) -> tuple[dict[str, tuple[str, str]], dict[str, int]]:
    """Item folder -> its index.md before and after, where that changed; and how many of its files did."""
    indexes: dict[str, tuple[str, str]] = {}
    counts: dict[str, int] = {}
    for change in commit.changes:
        if folder := item_folder(change.path):
            counts[folder] = counts.get(folder, 0) + 1
            if change.path == index_of(folder):
                indexes[folder] = (change.old, change.new)
    return indexes, counts


def _blobs(repository: Repository, ids: Collection[str]) -> Mapping[str, bytes]:
    """Those that are there and whole, in one pass; one by one only where git's own bytes are damaged."""
    try:
        return {oid: raw for oid, kind, raw in repository.objects(ids) if kind == "blob"}
    except GitFailed:
        return {} if len(ids) == 1 else {oid: raw for each in ids for oid, raw in _blobs(repository, {each}).items()}


def _readable(known: Iterable[_Landed], blobs: Mapping[str, bytes]) -> Iterator[Version]:
    """The item as each of the commits has it, where it can be read."""
    for each in known:
        path, raw = parse_path(each.folder.partition("/")[2]), blobs.get(each.index)
        item = parse_approved(path, raw)[0] if path and raw is not None else None
        if item and raw is not None:
            yield Version(each.commit, each.day, item, raw, each.is_alone)
