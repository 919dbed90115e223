"""release <-> what is kept beside it: each item as it appears, and what each page was drawn from; values, never code"""

import datetime
import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from prakat.item.item_path import folder_of, url_of
from prakat.release.release_stock import ReleaseStock
from prakat.rules.kept_value import decoded, encoded
from prakat.site.card import GONE, Card, cards_from, cards_json
from prakat.site.earlier import Tally
from prakat.site.public_register import RegisterLine
from prakat.site.publication import Publication
from prakat.site.revision import Revision
from prakat.site.tombstone import Tombstone

FORMAT = 3
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cards (id INTEGER PRIMARY KEY, json BLOB NOT NULL, proof TEXT NOT NULL);
CREATE TABLE item (folder TEXT PRIMARY KEY, history BLOB NOT NULL, whole BLOB NOT NULL, proof TEXT NOT NULL);
CREATE TABLE page (url TEXT PRIMARY KEY, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE line (url TEXT PRIMARY KEY, json TEXT NOT NULL, csv TEXT NOT NULL);
"""
_PROOF = 16
"""Hex digits of the digest by which a row that something else wrote is known."""


class Unusable(Exception):
    """What is kept is missing, damaged, or of another version: a site is then made from nothing."""


@dataclass(frozen=True, slots=True)
class KeptAbout:
    """What the kept release was made of. Days are ISO 8601."""

    release: str
    seal: str
    """Of the release's tree when it was verified, as `SealedTree` has it."""
    program: str
    """Changes whenever anything does by which sites are made."""
    kind: str
    day: str
    commit: str
    heights: int
    """Commits of main that were read."""
    office: str
    """Digest of office.yml."""
    frame: str
    """Digest of what stands on every page."""
    clean: str
    """Digest of the merges that are proven."""
    next: str
    """The first day on which any item may appear otherwise."""
    stock: ReleaseStock
    waiting: tuple[str, ...]
    """Folders of the items in whose newest version's place an earlier one stands, and of that one."""
    waiting_until: str
    """The first day on which any of them may appear otherwise."""
    tallies: Mapping[str, Tally]
    """Of the lists of evidence, by URL."""
    register_years: tuple[int, ...]
    """Fiscal years (B.E.) that have registers of their own."""
    versions: Mapping[str, str]
    """Of them, the commit of the version shown, by its folder."""

    def is_as_of(self, commit: str | None, day: datetime.date, clean: str) -> bool:
        """Whether there is nothing to do for this commit on this day, with these merges proven; what was left out is
        told of each time."""
        return (self.commit, self.day, self.clean) == (commit, day.isoformat(), clean) and not self.stock.left_out


class KeptRow(NamedTuple):
    """An item folder that is or was on main."""

    folder: str
    history: tuple[Revision, ...]
    whole: bytes = b""
    """The Publication or Tombstone, as JSON; empty where nothing is there now, or nothing that can be published."""


class KeptSite:
    """What is kept in a file; open as long as it is used."""

    def __init__(self, file: Path, connection: sqlite3.Connection) -> None:
        self._file = file
        self._connection = connection
        self._process = os.getpid()
        self.about = self._about()

    def cards(self) -> dict[str, Card]:
        """By item folder: of all that can be published. They are kept as one text, since 10,000 rows take three times
        as long. Raises Unusable."""
        for raw, proof in self._rows("SELECT json, proof FROM cards"):
            return {folder_of(card.url): card for card in cards_from(self._proven("", raw, proof))}
        raise Unusable

    def history(self, folder: str) -> tuple[Revision, ...]:
        """Empty for a folder that never was on main. Raises Unusable."""
        rows = self._rows("SELECT history, proof FROM item WHERE folder = ?", folder)
        raw = [self._proven(folder, history, proof[_PROOF:]) for history, proof in rows]
        return decoded(_History, raw[0]).revisions if raw else ()

    def whole(self, folder: str, card: Card) -> Publication | Tombstone:
        """Raises Unusable."""
        for whole, proof in self._rows("SELECT whole, proof FROM item WHERE folder = ?", folder):
            raw = self._proven(folder, whole, proof[:_PROOF])
            return decoded(Tombstone, raw) if card.place == GONE else decoded(Publication, raw)
        raise Unusable

    def sources(self) -> dict[str, str]:
        """URL of each page -> what it was drawn from."""
        return dict(self._rows("SELECT url, source FROM page"))

    def lines(self) -> dict[str, RegisterLine]:
        """URL of each item -> what the registers say of it."""
        return {row[0]: RegisterLine._make(row[1:]) for row in self._rows("SELECT url, json, csv FROM line")}

    def change(
        self,
        about: KeptAbout,
        cards: Iterable[Card],
        rows: Iterable[KeptRow],
        sources: Mapping[str, str],
        lines: Mapping[str, RegisterLine],
        gone: Iterable[str],
    ) -> None:
        """All at once, or nothing of it: all cards, and of the rest what is another. `gone`: URLs of the pages that are
        no more. Raises OSError."""
        with _refusals(self._file), self._connection:
            _write(self._connection, about, cards, rows, sources, lines)
            for table in ("page", "line"):
                self._connection.executemany(f"DELETE FROM {table} WHERE url = ?", ((url,) for url in gone))  # noqa: S608

    def _about(self) -> KeptAbout:
        told = dict(self._rows("SELECT name, value FROM about"))
        if told.get("format") != str(FORMAT):
            raise Unusable
        return decoded(KeptAbout, told["about"].encode())

    def _rows(self, query: str, *values: str) -> list[tuple]:  # type: ignore[type-arg]
        try:
            if self._process != os.getpid():  # SQLite: a copy of a process must not use what the first one opened
                self._connection, self._process = sqlite3.connect(self._file), os.getpid()
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as problem:
            raise Unusable from problem

    @staticmethod
    def _proven(folder: str, found: bytes, proof: str) -> bytes:
        if _proof(folder, found) != proof:
            raise Unusable
        return found


@dataclass(frozen=True, slots=True)
class _History:
    revisions: tuple[Revision, ...]


@contextmanager
def kept_site(file: Path) -> Iterator[KeptSite]:
    """Raises Unusable, also from within where the file turns out to be damaged."""
    if not file.is_file():
        raise Unusable
    try:
        with closing(sqlite3.connect(file)) as connection:
            yield KeptSite(file, connection)
    except (sqlite3.Error, ValueError, TypeError, LookupError) as problem:
        raise Unusable from problem


def keep_site(
    file: Path,
    about: KeptAbout,
    cards: Iterable[Card],
    rows: Iterable[KeptRow],
    sources: Mapping[str, str],
    lines: Mapping[str, RegisterLine],
) -> None:
    """In place of what the file held; a reader finds the one or the other. Raises OSError."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with _refusals(fresh), closing(sqlite3.connect(fresh)) as connection, connection:
        connection.executescript(_SCHEMA)
        _write(connection, about, cards, rows, sources, lines)
    fresh.rename(file)


@contextmanager
def _refusals(file: Path) -> Iterator[None]:
    """Where the disk refuses SQLite, that is an OSError as anywhere else."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        code = errno.ENOSPC if problem.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(code, str(problem), str(file)) from problem


def _write(
    connection: sqlite3.Connection,
    about: KeptAbout,
    cards: Iterable[Card],
    rows: Iterable[KeptRow],
    sources: Mapping[str, str],
    lines: Mapping[str, RegisterLine],
) -> None:
    told = [("format", str(FORMAT)), ("about", encoded(about).decode())]
    connection.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", told)
    raw = cards_json(cards)
    connection.execute("INSERT OR REPLACE INTO cards VALUES (0, ?, ?)", (raw, _proof("", raw)))
    connection.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)", map(_row, rows))
    connection.executemany("INSERT OR REPLACE INTO page VALUES (?, ?)", sources.items())
    connection.executemany(
        "INSERT OR REPLACE INTO line VALUES (?, ?, ?)", ((url, *line) for url, line in lines.items())
    )


def _row(row: KeptRow) -> tuple[str, bytes, bytes, str]:
    history = encoded(_History(row.history))
    proof = "".join(_proof(row.folder, each) for each in (row.whole, history))
    return row.folder, history, row.whole, proof


def _proof(folder: str, found: bytes) -> str:
    return hashlib.sha256(f"{url_of(folder)}\n".encode() + found).hexdigest()[:_PROOF]
