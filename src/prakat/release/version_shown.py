"""items that a day holds back x history of main -> the version of each that stands in its place (R09, R19)"""

import datetime
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import index_of, item_folder
from prakat.item.state import is_held_back
from prakat.repository.commit import Commit
from prakat.repository.file_mode import PLAIN
from prakat.repository.file_tree import entries_of
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository
from prakat.request.merge_message import trailers_of
from prakat.thai.buddhist_era import bangkok_day

_REGULARISES = "Regularises: "


@dataclass(frozen=True, slots=True)
class VersionShown:
    """An earlier version of an item that stands while a newer one is held back (DESIGN: States)."""

    commit: str
    """Of main, by which it came."""
    item: Item
    newest: RegisteredItem
    """The one that is held back."""


class _Everything(Container[str]):
    def __contains__(self, _: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Proof:
    """Which versions on main were approved: nothing else may come back in place of what is held back."""

    clean: Container[str]
    """Merges that never had a violation."""
    epoch: str
    """From here back, what main held is taken on trust."""


def versions_shown(found: Register, repository: Repository, commit: str, proof: Proof) -> Mapping[str, VersionShown]:
    """Item folder -> what stands in its place; nothing for an item of which no earlier version may be shown.

    Reads main back from `commit` once, no further than it must, and nothing where no item is held back."""
    if found.office is None:
        return {}
    settings = found.office.settings
    newest = {
        entry.item.path.folder: entry
        for entry in found.entries.values()
        if is_held_back(entry.item, found.day, settings)
    }
    if not newest:
        return {}
    earlier = _History(set(newest), proof).read(repository.log(commit, first_parent=True))
    shown = {}
    for folder, commits in earlier.items():
        for each, item in _items(repository, newest[folder].item, [*commits]):
            if item.publish_on <= commits[each] and not is_held_back(item, found.day, settings):
                shown[folder] = VersionShown(each, item, newest[folder])
                break
    return shown


def standing_items(found: Register, repository: Repository) -> list[Item]:
    """What stands in place of items of the newest commit, for people to know what falls due; nothing is proven here."""
    if repository.is_shallow or (commit := repository.ref(MAIN if repository.is_bare else "HEAD^{commit}")) is None:
        return []
    shown = versions_shown(found, repository, commit, Proof(_Everything(), ""))
    return [each.item for each in shown.values()]


def _items(repository: Repository, newest: Item, commits: list[str]) -> Iterator[tuple[str, Item]]:
    """The item as each of the commits has it, where it can be read; nothing where git's own bytes are damaged."""
    path = newest.path
    ids = repository.ids(f"{each}:{path.file}" for each in commits)
    try:
        known = {oid: raw for oid, kind, raw in repository.objects(filter(None, ids)) if kind == "blob"}
    except GitFailed:
        return
    for commit, oid in zip(commits, ids, strict=True):
        item, _ = parse_approved(path, known[oid]) if oid in known else (None, [])
        if item:
            yield commit, item


@dataclass(slots=True)
class _History:
    """main read backwards, the newest commit first."""

    pending: set[str]
    """The folders whose earlier versions are not all found."""
    proof: Proof
    found: dict[str, dict[str, datetime.date]] = field(default_factory=dict)
    """Folder -> commits, the newest first, and the day on which the next version took the place of each: one that was
    not up by then was called off, and never goes up."""
    followed: dict[str, datetime.date] = field(default_factory=dict)
    """Folder -> the day of the version that was read last."""
    touched: dict[str, int] = field(default_factory=dict)
    """Folder -> place of the commit read last that changed it; its newest version is the one that is held back."""
    vouched: dict[str, int] = field(default_factory=dict)
    """Commit with a violation -> place of the merge in order that approved what main then held of it."""
    is_trusted: bool = False

    def read(self, log: Iterator[Commit]) -> Mapping[str, Mapping[str, datetime.date]]:
        for place, commit in enumerate(log):
            self.is_trusted |= commit.id == self.proof.epoch
            if commit.id in self.proof.clean:
                self._note_vouched(commit, place)
            for folder, index in _touches(commit).items():
                if folder in self.pending:
                    self._step(folder, index, commit, place)
            if not self.pending:
                break
        return self.found

    def _note_vouched(self, commit: Commit, place: int) -> None:
        told = trailers_of(commit.message)
        for line in told[1] if told else ():
            if line.startswith(_REGULARISES):
                self.vouched.setdefault(line.removeprefix(_REGULARISES), place)

    def _step(self, folder: str, index: tuple[str, str] | None, commit: Commit, place: int) -> None:
        """Notes the version that the commit brought; before a deletion or the item's beginning there is none."""
        if index and index[1] == NOTHING:
            self.pending.discard(folder)
            return
        is_newest = folder not in self.touched
        if is_newest or self._is_approved(folder, commit.id):
            if not is_newest:
                self.found.setdefault(folder, {})[commit.id] = self.followed[folder]
            self.followed[folder] = bangkok_day(commit.moment)
        self.touched[folder] = place
        if self.is_trusted or (index and index[0] == NOTHING):
            self.pending.discard(folder)

    def _is_approved(self, folder: str, commit: str) -> bool:
        """Nobody vouched for what was changed again before they signed."""
        is_vouched = self.touched[folder] < self.vouched.get(commit, -1)
        return commit in self.proof.clean or self.is_trusted or is_vouched


def _touches(commit: Commit) -> dict[str, tuple[str, str] | None]:
    """Item folder -> its index.md before and after, where that changed."""
    found: dict[str, tuple[str, str] | None] = {}
    for change in commit.changes:
        if folder := item_folder(change.path):
            found.setdefault(folder, None)
            if change.path == index_of(folder):
                found[folder] = (change.old, change.new)
    return found


def put_in_place(
    shown: Mapping[str, VersionShown], repository: Repository, tree: Path, aside: Path
) -> Mapping[str, VersionShown]:
    """Writes the versions into `tree`, a copy of our own, and moves what they stand for to the empty folder `aside`.

    Returns those of which every file is there; a damaged one does not stand in for anything, and stops nothing else."""
    placed = {}
    for folder, each in shown.items():
        if files := _files(repository, each.commit, folder):
            (aside / folder).parent.mkdir(parents=True, exist_ok=True)
            (tree / folder).rename(aside / folder)
            (tree / folder).mkdir()
            for name, data in files.items():
                (tree / folder / name).write_bytes(data)
            placed[folder] = each
    return placed


def _files(repository: Repository, commit: str, folder: str) -> dict[str, bytes]:
    """What lay in the folder by name; plain files alone, since no other was ever served. Nothing if one is missing."""
    paths = {path.removeprefix(f"{folder}/"): entry for path, entry in entries_of(repository, commit, folder).items()}
    wanted = {name: oid for name, (mode, oid) in paths.items() if mode == PLAIN and _is_safe(name)}
    try:
        read = [(kind, data) for _, kind, data in repository.objects(wanted.values())]
    except GitFailed:
        return {}
    if any(kind != "blob" for kind, _ in read):
        return {}
    return {name: data for name, (_, data) in zip(wanted, read, strict=True)}


def _is_safe(name: str) -> bool:
    """Whether it can lie nowhere but in the folder itself."""
    return not {"/", "\\"} & set(name) and name not in ("", ".", "..")
