"""changes of a request x main's files -> what no request may do: links, pointers, twins, overwriting (R01, R34)"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from prakat.approval import Kind
from prakat.blob import Blobs
from prakat.commit import Change, Commit
from prakat.item_path import item_folder
from prakat.refs import NOTHING
from prakat.submission import kind_of
from prakat.violation import Violation, violation

_PLAIN, _PROGRAM, _GONE = "100644", "100755", "000000"
_POINTER = b"version https://git-lfs.github.com/spec/"
_POINTER_SIZE = 1024
Entry = tuple[str, str]
"""Mode and blob."""


@dataclass(slots=True)
class Files:
    """What a commit of main holds, by path; moved on from commit to commit."""

    entries: dict[str, Entry]
    odd: dict[str, set[str]] = field(init=False)
    """Folded name -> names, of every file and folder whose name is not plain lower-case ASCII; others have no twin."""

    def __post_init__(self) -> None:
        self.odd = {}
        for path in self.entries:
            self._remember(path)

    def copy(self) -> "Files":
        return Files(dict(self.entries))

    def apply(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if change.new == NOTHING:
                self.entries.pop(change.path, None)
            else:
                self.entries[change.path] = (change.mode, change.new)
                self._remember(change.path)

    def _remember(self, path: str) -> None:
        if not _is_plain(path):
            for part in _prefixes(path):
                if not _is_plain(part):
                    self.odd.setdefault(_folded(part), set()).add(part)

    def blobs(self, paths: Iterable[str]) -> dict[str, str]:
        return {path: self.entries[path][1] for path in paths if path in self.entries}

    def below(self, folder: str) -> dict[str, Entry]:
        return {path: entry for path, entry in self.entries.items() if path.startswith(f"{folder}/")}

    def twin(self, path: str) -> str | None:
        """Another file or folder whose name differs from this path, or a folder above it, by case or form only."""
        if not self.odd:
            return None
        for part in _prefixes(path):
            others = self.odd.get(_folded(part), set()) | (set() if _is_plain(part) else {_folded(part)})
            found = next((each for each in sorted(others - {part}) if self._holds(each)), None)
            if found:
                return found
        return None

    def _holds(self, part: str) -> bool:
        return part in self.entries or any(path.startswith(f"{part}/") for path in self.entries)


def _is_plain(path: str) -> bool:
    return path.isascii() and path == path.lower()


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _prefixes(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))


def check_changes(net: Iterable[Change], files: Files, pointers: Collection[str]) -> Iterator[Violation]:
    """Rules on each path, `files` being main's before the merge."""
    for change in net:
        if change.mode not in _allowed(change.path):
            yield violation("request.link", path=change.path, found=change.mode)
        if change.new in pointers:
            yield violation("request.lfs", path=change.path)
        if files.entries.get(change.path, (_GONE, NOTHING)) != (change.old_mode, change.old):
            yield violation("request.outdated", path=change.path)


def check_trees(commits: Iterable[Commit]) -> Iterator[Violation]:
    """No folder of a commit names anything twice: what such a tree holds depends on who reads it."""
    for commit in commits:
        paths = [change.path for change in commit.changes]
        if len(set(paths)) != len(paths):
            twice = next(path for path in paths if paths.count(path) > 1)
            yield violation("request.tree", commit=commit.id[:12], path=twice)


def check_twins(net: Iterable[Change], after: Files) -> Iterator[Violation]:
    """No new name is like another, `after` being main's files with the merge."""
    for change in net:
        if change.old == NOTHING and (other := after.twin(change.path)):
            yield violation("request.case-twin", path=change.path, other=other)


def _allowed(path: str) -> tuple[str, ...]:
    return (_PLAIN, _PROGRAM, _GONE) if kind_of(path) is Kind.TOOLING else (_PLAIN, _GONE)


def check_folders(folders: Iterable[str], base: Mapping[str, Entry], files: Files) -> Iterator[Violation]:
    """Nothing in an item's folder has changed on main since the request began: the merge is what was signed."""
    for folder in folders:
        began = {path: entry for path, entry in base.items() if path.startswith(f"{folder}/")}
        if began != files.below(folder):
            yield violation("request.outdated", path=folder)


def pointers(blobs: Blobs, changes: Iterable[Change]) -> set[str]:
    """Of the files that items show, the blobs that only point to a file kept elsewhere (Git LFS)."""
    ids = {each.new for each in changes if each.new != NOTHING and item_folder(each.path)}
    read = ids & blobs.items.keys()
    small = [oid for oid, size in blobs.repository.sizes(ids - read) if size <= _POINTER_SIZE]
    found = {oid for oid, _, data in blobs.repository.objects(small) if data.startswith(_POINTER)}
    return found | {oid for oid in read if blobs.items[oid].raw.startswith(_POINTER)}
