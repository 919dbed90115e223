"""commit, or folder of a work tree -> its items as they stand there, each with the sizes of the files that it lists"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from prakat.item import front_matter
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import index_of, parse_path, url_of
from prakat.repository.evidence import surviving
from prakat.repository.file_tree import entries_of
from prakat.repository.repository import Repository
from prakat.rules.text_decoding import head

Sizes = dict[str, tuple[str, int]]
"""Name of a file -> its title, and its size in bytes."""


class ItemFiles(Protocol):
    def item(self, folder: str) -> Item | None:
        """None where there is none that any release of Prakat can read."""

    def sizes(self, item: Item) -> Sizes:
        """Of the files that it lists and that are there."""


@dataclass(frozen=True)
class CommitFiles:
    repository: Repository
    commit: str
    below: tuple[str, ...] = field(default=())
    """Folders to which reading is bounded; none for all."""

    @cached_property
    def _entries(self) -> dict[str, str]:
        return {path: oid for path, (_, oid) in entries_of(self.repository, self.commit, *self.below).items()}

    def item(self, folder: str) -> Item | None:
        path, oid = parse_path(url_of(folder)), self._entries.get(index_of(folder))
        raw = next((data for _, _, data in surviving(self.repository, [oid])), b"") if path and oid else b""
        return parse_approved(path, raw)[0] if path and raw else None

    def sizes(self, item: Item) -> Sizes:
        named = {each.file: self._entries.get(f"{item.path.folder}/{each.file}") for each in item.attachments}
        there = {name: oid for name, oid in named.items() if oid}
        known = dict(self.repository.sizes(there.values()))
        titles = {each.file: each.title for each in item.attachments}
        return {name: (titles[name], known[oid]) for name, oid in there.items() if oid in known}


@dataclass(frozen=True, slots=True)
class FolderFiles:
    folder: Path

    def item(self, folder: str) -> Item | None:
        path, place = parse_path(url_of(folder)), self.folder / index_of(folder)
        if path is None or not place.is_file() or place.is_symlink():
            return None
        return parse_approved(path, head(place, front_matter.MAX_BYTES))[0]

    def sizes(self, item: Item) -> Sizes:
        places = {each.file: (each.title, self.folder / item.path.folder / each.file) for each in item.attachments}
        return {name: (title, place.stat().st_size) for name, (title, place) in places.items() if place.is_file()}
