"""what a bare repository received -> the order of receipt, kept in its folder, as signers' clocks prove no order"""

import datetime
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.lock import held
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import REQUEST
from prakat.thai.buddhist_era import chosen_day, chosen_moment, moment_text

BUSY = "repository.busy"
"""Said while another process has the lock."""
OWN_FOLDER = "prakat"
"""What the publisher keeps in a git folder lies below it."""
CLOCK = f"{OWN_FOLDER}/clock"
"""A file with a day or moment, or a day and the real one on which it began: the time of everything that an invented
office receives and merges. A real office has none, which `protect` looks at; nobody who pushes can write it, and no
environment says the day here."""


@dataclass(frozen=True, slots=True)
class Receipt:
    ordinal: int
    """Its number, from 1, among everything that the repository received."""
    at: str
    """The time in Bangkok by the clock of the repository's machine; never before that of an earlier receipt."""
    ref: str
    object: str
    pusher: str
    """A mail or a person's id, where the server tells; else empty."""
    via: str = ""
    """By whose word it was that person: `desk`; empty where it was the person's own key."""

    @classmethod
    def of(cls, line: bytes) -> "Receipt":
        """Raises ValueError for a line that was not written by `line`."""
        try:
            facts = json.loads(line)
            found = cls(facts.pop("place"), **facts)
            datetime.datetime.fromisoformat(found.at)
        except (TypeError, KeyError, AttributeError) as problem:
            raise ValueError(line) from problem
        return found

    @property
    def moment(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.at)

    def line(self) -> bytes:
        facts = {"place": self.ordinal, "at": self.at, "ref": self.ref, "object": self.object, "pusher": self.pusher}
        facts |= {"via": self.via} if self.via else {}
        return json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def moment_of_receipt(git_dir: Path) -> datetime.datetime:
    """Now, by this machine's clock; in an invented office by the file CLOCK. Raises CannotWork for a wrong one."""
    path = git_dir / CLOCK
    day, _, begun = path.read_text(encoding="utf-8").strip().partition(" ") if path.is_file() else ("", "", "")
    if not begun:
        return chosen_moment(day or None, {})
    now = chosen_moment(None, {})
    return now - (chosen_day(begun, {}) - chosen_day(day, {}))


def viewing_moment(argument: str | None, environment: Mapping[str, str], git_dir: Path | None) -> datetime.datetime:
    """As `chosen_moment`; where neither says any, of a bare repository by its own clock. Raises CannotWork."""
    is_said = argument is not None or bool(environment.get("PRAKAT_DATE"))
    return chosen_moment(argument, environment) if is_said or git_dir is None else moment_of_receipt(git_dir)


def publishing_moment(argument: str | None, git_dir: Path) -> datetime.datetime:
    """When what is merged and recorded now is said to happen: now, or an earlier moment that whoever types the command
    names. The environment has no say, and there is no later one: records dated ahead would stop the publisher until
    that day comes. Raises CannotWork."""
    named = chosen_moment(argument, {}) if argument is not None else None
    now = moment_of_receipt(git_dir)
    if named is not None and named > now:
        raise CannotWork("thai.ahead-of-now", found=named, now=now)
    return named or now


def set_clock(git_dir: Path, day: str, begun: str = "") -> None:
    """Makes an office an invented one, which receives on that day whatever the time is; or, if it has `begun` on a real
    day, on as many days later as have passed since: time then never goes back at midnight."""
    (git_dir / OWN_FOLDER).mkdir(exist_ok=True)
    (git_dir / CLOCK).write_bytes(f"{day} {begun}".strip().encode("ascii") + b"\n")


def next_receipts(
    last: Receipt | None,
    received: Iterable[tuple[str, str]],
    moment: datetime.datetime,
    pusher: str,
    via: str = "",
) -> list[Receipt]:
    """A receipt for each (ref, object), in that order. They follow the last one in number and in time: a clock that
    was set back dates nothing before what came earlier."""
    at = moment_text(max(moment, last.moment) if last else moment)
    first = last.ordinal + 1 if last else 1
    return [Receipt(number, at, *each, pusher, via) for number, each in enumerate(received, start=first)]


def write_receipts(
    git_dir: Path, received: Iterable[tuple[str, str]], moment: datetime.datetime, pusher: str, via: str = ""
) -> list[Receipt]:
    """Notes each (ref, object) as received at `moment`, all or none of them, on the disk before it returns.

    Raises OSError where the disk refuses, and CannotWork where the last line is not ours."""
    path = receipts_file(git_dir)
    with held(path.with_suffix(".lock")):
        whole = _whole(path)
        lines = whole.splitlines()
        noted = next_receipts(_receipt(path, len(lines), lines[-1]) if lines else None, received, moment, pusher, via)
        _put(path, len(whole), b"".join(each.line() for each in noted))
    return noted


def receipts(git_dir: Path) -> list[Receipt]:
    """Everything received, in order. Raises CannotWork for a line that `write_receipts` did not write."""
    path = receipts_file(git_dir)
    if not path.is_file():
        return []
    try:
        with held(path.with_suffix(".lock")):
            whole = _whole(path)
    except PermissionError:  # whoever may only read it, as the desk: a line that is being written is no line yet
        whole = _whole(path)
    return [_receipt(path, number, line) for number, line in enumerate(whole.splitlines(), start=1)]


def withdrawn(noted: Iterable[Receipt]) -> frozenset[int]:
    """Numbers of the requests that were taken back: of these the last thing received is that they are gone."""
    last = {each.ref: each.object for each in noted if each.ref.startswith(REQUEST)}
    numbers = (ref.removeprefix(REQUEST) for ref, oid in last.items() if oid == NOTHING)
    return frozenset(int(each) for each in numbers if each.isascii() and each.isdecimal())


def receipts_file(git_dir: Path) -> Path:
    """Changes whenever something is received: whoever waits for it looks at nothing else."""
    return git_dir / OWN_FOLDER / "receipts"


def _whole(path: Path) -> bytes:
    """The lines that were written to their end. What a crash left unfinished after them belongs to a push that was
    never accepted: the next receipt takes its place."""
    data = path.read_bytes() if path.is_file() else b""
    data = data[: data.rfind(b"\n") + 1]
    while b"\0" in data[data.rfind(b"\n", 0, -1) + 1 :]:  # a disk that had made room and not yet filled it
        data = data[: data.rfind(b"\n", 0, -1) + 1]
    return data


def _receipt(path: Path, number: int, line: bytes) -> Receipt:
    try:
        return Receipt.of(line)
    except ValueError:
        raise CannotWork("repository.unreadable-receipt", path=path, line=number) from None


def _put(path: Path, end: int, text: bytes) -> None:
    """Writes the text after `end` bytes, and nothing stays behind it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        os.ftruncate(file, end)
        os.lseek(file, end, os.SEEK_SET)
        try:
            rest = memoryview(text)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
        except OSError:
            os.ftruncate(file, end)
            raise
    finally:
        os.close(file)


def only_one(git_dir: Path, name: str) -> AbstractContextManager[None]:
    """Holds a lock of that name while the block runs. Raises CannotWork while another process holds it."""
    busy = CannotWork("repository.busy")
    return held(git_dir / OWN_FOLDER / f"{name}.lock", busy)
