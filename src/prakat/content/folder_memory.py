"""item folder x what its files are -> what was read of it when they were the same, from this user's cache"""

import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from prakat.content.item_folder import ItemFolder
from prakat.content.kept_answer import identity, is_ours, is_settled, kept_place, user_number
from prakat.content.kept_reading import KeptReading, kept_reading, reading_kept
from prakat.content.registered_item import FolderReading, read_folder
from prakat.item.item_path import INDEX

_FORMAT = "1"
_PATIENCE = 1.0
"""Seconds to wait for another check of the same office."""
_SCHEMA = """
CREATE TABLE about (made_by TEXT NOT NULL);
CREATE TABLE reading (
    folder TEXT PRIMARY KEY, files BLOB NOT NULL, told BLOB NOT NULL, lines BLOB NOT NULL, proof INTEGER NOT NULL
);
"""
_UNUSABLE = (sqlite3.Error, ValueError, TypeError, LookupError)


@dataclass(slots=True)
class FolderMemory:
    """Nothing of what is kept is believed that a folder's files do not bear out."""

    connection: sqlite3.Connection | None = None
    """None where nothing can be kept; each reading is then done."""
    is_full: bool = False
    """Whether the disk took no more, or another check is writing."""
    read_folders: set[str] = field(default_factory=set)
    steady: set[str] = field(default_factory=set)
    """Of their files, those that are as they were in an earlier run, or cannot have been changed since without another
    identity."""

    def read(self, folder: ItemFolder) -> FolderReading:
        """As `registered_item.read_folder`."""
        name, files = folder.path.folder, _files_of(folder)
        self.read_folders.add(name)
        if found := self._known(name, _signs(files)):
            self.steady.update(files)
            return found
        began = time.time_ns()
        found = read_folder(folder)
        is_steady = files == _files_of(folder) and all(is_settled(each, began) for each in files.values())
        if is_steady and all(each.rule != "file.unreadable" for each in found.findings):
            self.steady.update(files)
            self._keep(name, _signs(files), found)
        return found

    def forget_others(self) -> None:
        """The folders that were not read are no more."""
        with suppress(*_UNUSABLE):
            kept = self.connection.execute("SELECT folder FROM reading").fetchall() if self.connection else []
            gone = [row for row in kept if row[0] not in self.read_folders]
            if self.connection and gone:
                self.connection.executemany("DELETE FROM reading WHERE folder = ?", gone)

    def _known(self, name: str, signs: bytes) -> FolderReading | None:
        if self.connection is None:
            return None
        asked = "SELECT told, lines, proof FROM reading WHERE folder = ? AND files = ?"
        with suppress(*_UNUSABLE):
            for told, lines, proof in self.connection.execute(asked, (name, signs)):
                if proof == _proof(name, signs, told, lines):
                    return reading_kept(KeptReading(told, lines))
        return None

    def _keep(self, name: str, signs: bytes, found: FolderReading) -> None:
        if self.connection is None or self.is_full:
            return
        with suppress(TypeError, ValueError):
            row = kept_reading(found)
            proven = (name, signs, *row, _proof(name, signs, *row))
            try:
                self.connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", proven)
            except sqlite3.Error:
                self.is_full = True


@contextmanager
def folder_memory(repo: Path, program: str) -> Iterator[FolderMemory]:
    """What is kept of an office by that program, a stamp of it; kept again when the block ends without an exception.
    Nothing is said where that fails: it is only a cache."""
    place = kept_place(str(repo), "readings")
    made_by = f"{_FORMAT} {program} {user_number()}" if place else ""
    connection = _opened(place, made_by) if place else None
    fresh = Path(f"{place}.{os.urandom(8).hex()}") if place and connection is None else None
    connection = _begun(fresh, made_by) if fresh else connection
    try:
        with closing(connection) if connection else nullcontext():
            memory = FolderMemory(connection)
            yield memory
            if connection:
                memory.forget_others()
                with suppress(sqlite3.Error):
                    connection.commit()
        if fresh and connection:
            with suppress(OSError):
                fresh.replace(place)
    finally:
        with suppress(OSError):
            if fresh:
                fresh.unlink(missing_ok=True)


def _opened(place: str, made_by: str) -> sqlite3.Connection | None:
    """None for what is not ours, damaged, or of another program."""
    if not is_ours(place):
        return None
    try:
        connection = sqlite3.connect(place, timeout=_PATIENCE)
    except sqlite3.Error:
        return None
    with suppress(*_UNUSABLE):
        if connection.execute("SELECT made_by FROM about").fetchall() == [(made_by,)]:
            return connection
    connection.close()
    return None


def _begun(place: Path, made_by: str) -> sqlite3.Connection | None:
    """An empty one; None where the disk refuses."""
    with suppress(OSError, sqlite3.Error):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.touch(mode=0o600, exist_ok=False)
        connection = sqlite3.connect(place)
        connection.execute("PRAGMA journal_mode = OFF")  # nobody else knows it yet
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO about VALUES (?)", (made_by,))
        return connection
    return None


def _files_of(folder: ItemFolder) -> dict[str, str]:
    """Path below the office -> identity."""
    return {f"{folder.path.folder}/{name}": identity(f"{folder.on_disk}/{name}") for name in (INDEX, *folder.files)}


def _signs(files: dict[str, str]) -> bytes:
    return os.fsencode("\0".join(part for pair in files.items() for part in pair))


def _proof(name: str, signs: bytes, told: bytes, lines: bytes) -> int:
    """Of a row that nothing has damaged."""
    return zlib.crc32(b"\0".join((name.encode(), signs, told, lines)))
