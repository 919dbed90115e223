"""what a bare repository received -> its order, kept beside it: no signer's clock says who signed first"""

import datetime
import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from prakat.cannot_work import CannotWork
from prakat.record import moment_text

FOLDER = "prakat"


@dataclass(frozen=True, slots=True)
class Receipt:
    place: int
    """From 1, over everything that the repository received."""
    at: str
    """When, by the clock of the repository's machine, in Bangkok."""
    ref: str
    object: str
    pusher: str
    """A mail or a person's id, where the server tells; else empty."""


def note(git_dir: Path, received: Iterable[tuple[str, str]], moment: datetime.datetime, pusher: str) -> None:
    """Writes down each (ref, object) as received now, in that order; on the disk before it returns."""
    with _locked(git_dir / FOLDER / "receipts", "a+") as stream:
        stream.seek(0)
        place = sum(1 for _ in stream)
        for ref, oid in received:
            place += 1
            receipt = Receipt(place, moment_text(moment), ref, oid, pusher)
            stream.write(json.dumps(asdict(receipt), ensure_ascii=False) + "\n")


def receipts(git_dir: Path) -> list[Receipt]:
    """Everything received, in order. Raises CannotWork for a line that `note` did not write."""
    path = git_dir / FOLDER / "receipts"
    if not path.is_file():
        return []
    found = []
    with _locked(path, "r") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                found.append(Receipt(**json.loads(line)))
            except (ValueError, TypeError):
                raise CannotWork(f"{path}:{number}: อ่านไม่ได้ (unreadable)") from None
    return found


@contextmanager
def only_one(git_dir: Path, name: str) -> Iterator[None]:
    """Holds a lock of that name while the block runs; the kernel lets go of it when the process dies.

    Raises CannotWork while another process holds it."""
    path = git_dir / FOLDER / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotWork("ผู้รวมคำขออีกคนกำลังทำงาน (another publisher is at work)") from None
        yield


@contextmanager
def _locked(path: Path, how: str) -> Iterator[IO[str]]:
    path.parent.mkdir(exist_ok=True)
    with path.open(how, encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream
        stream.flush()
