"""a tree of main's x what was read of earlier ones -> on disk what is not known, and a reader of all"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from prakat.content.item_folder import ItemFolder, walk
from prakat.content.registered_item import FolderReading, read_folder
from prakat.item.item_path import ROOT, item_folder
from prakat.repository.file_mode import PLAIN
from prakat.repository.file_tree import entries_of
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.snapshot import export_some, export_whole_files
from prakat.rules.finding import Finding

MOST_KEPT = 12_000
"""Item folders whose readings are kept, each of some 12 kB; the rest is read each time."""
_MOST_PATHS = 2_000
"""If more is to be written out, git is not asked for each."""
_Listing = tuple[tuple[str, str], ...]
"""Name and blob of each file of a folder: what it was read from."""


class _Kept(NamedTuple):
    listing: _Listing
    folder: ItemFolder
    reading: FolderReading


@dataclass(slots=True)
class KnownFolders:
    """What this process has read of item folders: each is good for the very files that it was read from."""

    kept: dict[str, _Kept] = field(default_factory=dict)
    learned: str = ""
    """The commit of main of which all is known that can be."""

    def lay_out(self, repository: Repository, tree: str, to: Path) -> "LaidOut":
        """Writes what is not known of the tree below the empty folder `to`. Raises CannotWork like
        `export_whole_files`."""
        listings, others = _listed(repository, tree)
        known = {name for name, each in self.kept.items() if listings.get(name) == each.listing}
        for name in self.kept.keys() - known:
            del self.kept[name]
        paths = [*others, *(each for each in listings if each not in known)]
        if known and len(paths) <= _MOST_PATHS:
            lost = export_some(repository, tree, paths, to) if paths else {}
        else:
            known, lost = set(), export_whole_files(repository.folder, tree, to)
        if known:
            (to / ROOT).mkdir(exist_ok=True)
        whole = {name: each for name, each in listings.items() if not any(path.startswith(f"{name}/") for path in lost)}
        return LaidOut(whole, {name: self.kept[name] for name in sorted(known)}, lost)

    def learn(self, repository: Repository, commit: str, is_wanted: Callable[[], bool]) -> None:
        """Reads what is not known of main's tree, when idle: until the publisher `is_wanted` elsewhere. Raises
        CannotWork."""
        if commit == self.learned:
            return
        with TemporaryDirectory(prefix="prakat-") as place:
            laid, wrong = self.lay_out(repository, commit, Path(place)), list[str]()
            for found in walk(Path(place)):
                own = [found] if isinstance(found, Finding) else laid.read(found).findings
                wrong += [each.path for each in own if each.is_error]
                if is_wanted():
                    break
            else:
                self.learned = commit
        self.keep(laid, wrong)

    def keep(self, laid_out: "LaidOut", wrong: Iterable[str]) -> None:
        """Of what was read there, all in which nothing is wrong; `wrong`: paths."""
        faulty = {item_folder(path) or path for path in wrong}
        for name, each in laid_out.fresh.items():
            if name not in faulty and len(self.kept) < MOST_KEPT:
                self.kept[name] = each


@dataclass(frozen=True, slots=True)
class LaidOut:
    listings: Mapping[str, _Listing]
    """Of the folders that can be kept, as they are in this tree."""
    known: Mapping[str, _Kept]
    """What is not on disk."""
    lost: Mapping[str, str]
    """Files that are missing or altered in git: path -> id."""
    fresh: dict[str, _Kept] = field(default_factory=dict)
    """What was read from disk."""

    @property
    def instead(self) -> Mapping[str, ItemFolder]:
        """As `register.read` takes it."""
        return {name: each.folder for name, each in self.known.items()}

    def read(self, folder: ItemFolder) -> FolderReading:
        """A reader for `register.read`."""
        name = folder.path.folder
        if name in self.known:
            return self.known[name].reading
        found = read_folder(folder)
        if name in self.listings:
            self.fresh[name] = _Kept(self.listings[name], folder, found)
        return found


def _listed(repository: Repository, tree: str) -> tuple[dict[str, _Listing], list[str]]:
    """The folders that hold nothing but plain files with plain names, and every other path."""
    try:
        entries = entries_of(repository, tree)
    except GitFailed:  # what can be read of it is for the export to say
        return {}, []
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    odd, others = set(), []
    for path, (mode, blob) in entries.items():
        folder, (place, _, name) = item_folder(path), path.rpartition("/")
        if folder is None:
            others.append(path)
            continue
        found[folder].append((name, blob))
        if place != folder or mode != PLAIN or not path.isascii() or path != path.lower():
            odd.add(folder)
    return {name: tuple(each) for name, each in found.items() if name not in odd}, [*others, *sorted(odd)]
