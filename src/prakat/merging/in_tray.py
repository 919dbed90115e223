"""what is handed in beside a repository -> small files in a folder of the publisher's, whole, of a bounded number"""

import datetime
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import orjson

from prakat.cannot_work import CannotWork
from prakat.repository.receipt import OWN_FOLDER
from prakat.repository.whole_file import put_whole
from prakat.thai.buddhist_era import moment_of

MOST = 10_000
"""At most so many wait; whoever can write there can also push as anybody, and nobody else can."""
CONFIRMATIONS, HANDED_KEYS = "confirmations", "keys"
TRAYS = (CONFIRMATIONS, HANDED_KEYS)
MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class HandedPaper:
    """What the desk hands to the publisher, whose key it has not."""

    tray: str
    """One of TRAYS."""
    subject: str
    """What it is about; of one subject only the last counts."""
    facts: Mapping[str, str]

    def as_bytes(self) -> bytes:
        return orjson.dumps({"tray": self.tray, "subject": self.subject, "facts": dict(self.facts)})

    @classmethod
    def of(cls, raw: bytes) -> "HandedPaper":
        """Raises CannotWork for what was not written by `as_bytes`."""
        try:
            found = cls(**orjson.loads(raw))
            is_one = found.tray in TRAYS and all(
                isinstance(each, str) for each in (found.subject, *found.facts.values())
            )
        except (ValueError, TypeError, AttributeError):
            is_one = False
        if not is_one:
            raise CannotWork("merging.no-paper")
        return found


@dataclass(frozen=True, slots=True)
class InTray:
    """Where it lies until the publisher has taken it."""

    git_dir: Path
    name: str
    """One of TRAYS."""

    @property
    def folder(self) -> Path:
        return self.git_dir / OWN_FOLDER / self.name

    def place(self, subject: str) -> Path:
        named = hashlib.sha256(subject.encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"{named}.json"

    def since(self, subject: str) -> datetime.datetime | None:
        """When it was laid there, in Bangkok, to the second; None once it is taken."""
        try:
            return moment_of(int(self.place(subject).stat().st_mtime))
        except OSError:
            return None

    def lay(self, subject: str, facts: Mapping[str, str]) -> None:
        """Whole or not at all. Raises CannotWork where the disk refuses, or too many wait."""
        written = orjson.dumps(dict(facts))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if len(written) > MOST_BYTES or sum(1 for _ in self.folder.iterdir()) >= MOST:
                raise CannotWork("merging.too-many-handed-in", most=MOST)
            put_whole(self.place(subject), written)
        except OSError as problem:
            raise CannotWork("merging.not-handed-in", problem=problem) from None

    def waiting(self) -> Iterator[dict[str, str]]:
        """What was laid there, in the order of its names; anything else that lies there is passed over."""
        return (found for found in map(_facts, self._places()) if found is not None)

    def taken(self) -> Iterator[dict[str, str]]:
        """The same, each of which is gone once the next is asked for. Whoever writes there may be anybody: a link, a
        pipe or a folder holds up nobody, and neither does a file that cannot be removed."""
        for place in self._places():
            if (found := _facts(place)) is not None:
                yield found
            with suppress(OSError):
                place.unlink()

    def _places(self) -> list[Path]:
        """Not more than one run can do; the rest is of the next. A folder elsewhere is not emptied."""
        if self.folder.is_symlink():
            return []
        with suppress(OSError), os.scandir(self.folder) as found:
            return sorted(self.folder / each.name for each in islice(found, MOST) if each.name.endswith(".json"))
        return []


def lay_paper(git_dir: Path, paper: HandedPaper) -> None:
    """Raises CannotWork."""
    InTray(git_dir, paper.tray).lay(paper.subject, paper.facts)


def stirred(git_dir: Path) -> tuple[int, ...]:
    """Changes whenever something is handed in or taken; asks no program."""
    return tuple(each.stat().st_mtime_ns if each.is_dir() else 0 for each in folders(git_dir))


def folders(git_dir: Path) -> list[Path]:
    """Of which each is there once something was handed in."""
    return [InTray(git_dir, name).folder for name in TRAYS]


def _facts(place: Path) -> dict[str, str] | None:
    """None for what `lay` has not written. No link is followed, no pipe waited for, and no more read than may be."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(place, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return None
            raw = stream.read(MOST_BYTES + 1)
        found = orjson.loads(raw) if len(raw) <= MOST_BYTES else None
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        return None
    return found
