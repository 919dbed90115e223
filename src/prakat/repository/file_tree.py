"""a commit -> every file that it holds, by path; can be moved on to the next commit and find names that are alike"""

import unicodedata
from collections import Counter
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
    held: Counter[str] | None = field(init=False, default=None)
    """How many files lie at or below each name; counted once a name is odd, and kept right from then on."""
    alike: dict[str, list[str]] = field(init=False, default_factory=dict)
    """Folded name -> the names that are there, sorted; asked for anew after each change."""

    def __post_init__(self) -> None:
        self.odd = {}
        if not _is_plain("".join(self.entries)):
            for path in self.entries:
                self._remember(path)

    def copy(self) -> "FileTree":
        return FileTree(dict(self.entries))

    def apply(self, changes: Iterable[PathChange]) -> None:
        self.alike.clear()
        for change in changes:
            was = self.entries.pop(change.path, None)
            if change.new != NOTHING:
                self.entries[change.path] = (change.mode, change.new)
                self._remember(change.path)
            if self.held is not None:
                more = (change.new != NOTHING) - (was is not None)
                self.held.update(dict.fromkeys(_prefixes(change.path), more))

    def _remember(self, path: str) -> None:
        if not _is_plain(path):
            for part in _prefixes(path):
                if not _is_plain(part):
                    self.odd.setdefault(_folded(part), set()).add(part)

    def blobs(self, paths: Iterable[str]) -> dict[str, str]:
        return {path: self.entries[path][1] for path in paths if path in self.entries}

    def twin(self, path: str) -> str | None:
        """Another file or folder whose name differs from this path, or a folder above it, by case or form only."""
        if not self.odd:
            return None
        for part in _prefixes(path):
            found = next((each for each in self._alike(_folded(part)) if each != part), None)
            if found:
                return found
        return None

    def _alike(self, folded: str) -> list[str]:
        if folded not in self.alike:
            names = self.odd.get(folded, set()) | {folded}
            self.alike[folded] = sorted(each for each in names if self._holds(each))
        return self.alike[folded]

    def _holds(self, part: str) -> bool:
        if self.held is None:
            self.held = Counter(part for path in self.entries for part in _prefixes(path))
        return self.held[part] > 0


def _is_plain(path: str) -> bool:
    return path.isascii() and path == path.lower()


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _prefixes(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))


def folders_above(path: str) -> Iterator[str]:
    """Every folder in which the path lies, the topmost first."""
    return (part for part in _prefixes(path) if part != path)


def entries_of(repository: Repository, commit: str, *below: str) -> dict[str, TreeEntry]:
    """The files of a commit by path, all of them or those below some paths."""
    out = repository.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *below)
    found = {}
    for entry in filter(None, out.decode("utf-8", "surrogateescape").split("\0")):
        meta, _, path = entry.partition("\t")
        mode, _, oid = meta.split(" ")
        found[path] = (mode, oid)
    return found
