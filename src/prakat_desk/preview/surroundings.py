"""a commit of main -> what an item is judged among: office.yml, registers, names of all files, who names whom"""

import datetime
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from prakat.content import address
from prakat.content.logbook import REGISTERS
from prakat.item.category import categories
from prakat.item.file_type import type_of
from prakat.item.item_path import index_of, is_index, item_folder, parse_path, url_of
from prakat.office.office import FILE, Office, approved_office
from prakat.repository.evidence import surviving
from prakat.repository.file_tree import TreeEntry, entries_of
from prakat.repository.refs import MAIN, tip
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import fiscal_year, parse_date

_END = b"\n---"
"""Behind it no index.md names an item in its front matter."""
_FIRST_DAY = re.compile(rb"""^publish_on: ["']?(\d{4}-\d{2}-\d{2})""", re.MULTILINE)


class _Told(NamedTuple):
    """What an index.md says of other pages, as far as it is written plainly, as the desk and the checks write it."""

    names: frozenset[str]
    """URLs of the items that its front matter names: former paths, relations."""
    year: int
    """The fiscal year (B.E.) in which it is listed; 0 for none."""


_Read = dict[str, _Told]
"""By blob."""


@dataclass(frozen=True)
class Surroundings:
    """Has no slots, so that what is asked for twice is read once. Bytes are those of git, which nobody has to trust:
    whatever is read from them is judged like any other."""

    repository: Repository
    main: str
    _read: _Read = field(default_factory=dict)
    """Of this commit and of earlier ones: one that moved main on brings few new texts."""

    @cached_property
    def entries(self) -> Mapping[str, TreeEntry]:
        """Path -> mode and id, of every file of main."""
        return entries_of(self.repository, self.main)

    @cached_property
    def common(self) -> Mapping[str, bytes]:
        """office.yml and the registers."""
        wanted = {
            path: entry[1] for path, entry in self.entries.items() if path == FILE or path.startswith(f"{REGISTERS}/")
        }
        return {path: raw for path, (_, _, raw) in zip(wanted, self.repository.objects(wanted.values()), strict=True)}

    @cached_property
    def office(self) -> Office | None:
        """As far as any release's schema accepts it."""
        return approved_office(self.common.get(FILE, b""))[0]

    @cached_property
    def urls(self) -> frozenset[str]:
        """Of every item of main."""
        return frozenset(url_of(path.rpartition("/")[0]) for path in self.entries if is_index(path))

    @cached_property
    def taken(self) -> frozenset[str]:
        """URLs at which no new item can stand: those of items, and those that items name as their former ones."""
        return self.urls | self._namers.keys()

    def namers(self, url: str) -> Iterable[str]:
        """Folders of the items whose front matter names the item at that URL."""
        return self._namers.get(url, ())

    @cached_property
    def listings(self) -> frozenset[str]:
        """URLs of the lists of one year that main's items give rise to."""
        known = {(path.split("/")[1], told.year) for path, told in self._told.items()}
        return frozenset(address.listing(*each) for each in known if each[1])

    @cached_property
    def _told(self) -> Mapping[str, _Told]:
        """By path of the index.md."""
        indexes = {path: oid for path, (_, oid) in self.entries.items() if is_index(path)}
        missing = [oid for oid in dict.fromkeys(indexes.values()) if oid not in self._read]
        self._read.update((oid, _told(raw)) for oid, _, raw in surviving(self.repository, missing))
        return {path: self._read[oid] for path, oid in indexes.items()}

    @cached_property
    def _namers(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, told in self._told.items():
            for url in told.names:
                found.setdefault(url, []).append(item_folder(path) or "")
        return found

    @cached_property
    def _folders(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.entries:
            if folder := item_folder(path):
                found.setdefault(folder, []).append(path)
        return found

    def index(self, folder: str) -> bytes | None:
        """An item's index.md; None where the commit has no such item."""
        entry = self._below(folder).get(index_of(folder))
        return self.repository.object(entry[1])[1] if entry else None

    def files(self, folder: str) -> Mapping[str, str]:
        """Name -> id, of the files beside an item's index.md."""
        index = index_of(folder)
        own = self._below(folder)
        return {path.removeprefix(f"{folder}/"): oid for path, (_, oid) in own.items() if path != index}

    def _below(self, folder: str) -> Mapping[str, TreeEntry]:
        """Of one item, without reading what else the commit has."""
        return entries_of(self.repository, self.main, folder)

    def write_common(self, tree: Path) -> None:
        for path, raw in self.common.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(raw)

    def write_items(self, folders: Iterable[str], tree: Path) -> None:
        """Writes items of main below `tree`: their texts and pictures; documents, which may be large, by name only."""
        paths = [path for folder in folders for path in self._folders.get(folder, ())]
        read = [path for path in paths if is_index(path) or ((kind := type_of(path)) and kind.is_picture)]
        raws = self.repository.objects([self.entries[path][1] for path in read])
        whole = {path: raw for path, (_, _, raw) in zip(read, raws, strict=True)}
        for path in paths:
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(whole.get(path, b""))


def _told(raw: bytes) -> _Told:
    head = raw[: raw.find(_END, len(_END))]
    first = _FIRST_DAY.search(head)
    day = parse_date(first[1].decode("ascii")) if first else None
    year = fiscal_year(day) if isinstance(day, datetime.date) else 0
    if b"former_paths" not in head and b"relates" not in head:
        return _Told(frozenset(), year)
    names = "|".join(map(re.escape, categories()))
    named = (parse_path(each.decode("ascii")) for each in re.findall(rf"\b(?:{names})/[a-z0-9/-]+".encode(), head))
    return _Told(frozenset(each.url for each in named if each), year)


@dataclass(slots=True)
class MainNow:
    """The surroundings of main as it stands, kept until it moves on."""

    repository: Repository
    _kept: Surroundings | None = None
    _read: _Read = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def surroundings(self) -> Surroundings:
        main = tip(self.repository, MAIN) or ""
        with self._lock:
            if self._kept is None or self._kept.main != main:
                self._kept = Surroundings(self.repository, main, self._read)
            return self._kept
