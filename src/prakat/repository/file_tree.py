"""a commit -> every file that it holds, by path; can be moved on to the next commit and find names that are alike"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository

TreeEntry = tuple[str, str]
"""Mode and blob."""


@dataclass(slots=True)
class FileTree:
    """The files of a commit of main, by path; `apply` moves it on to the next commit."""

    entries: dict[str, TreeEntry]
    odd: dict[str, set[str]] = field(init=False)
    """Folded name -> names of files and folders that are not plain lower-case ASCII; only such names can have twins."""

    def __post_init__(self) -> None:
        self.odd = {}
        for path in self.entries:
            self._remember(path)

    def copy(self) -> "FileTree":
        return FileTree(dict(self.entries))

    def apply(self, changes: Iterable[PathChange]) -> None:
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

    def below(self, folder: str) -> dict[str, TreeEntry]:
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


def entries_of(repository: Repository, commit: str, *below: str) -> dict[str, TreeEntry]:
    """The files of a commit by path, all of them or those below some paths."""
    out = repository.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *below)
    found = {}
    for entry in filter(None, out.decode("utf-8", "surrogateescape").split("\0")):
        meta, _, path = entry.partition("\t")
        mode, _, oid = meta.split(" ")
        found[path] = (mode, oid)
    return found
