"""what a bare repository received -> the order of receipt, kept in its folder, as signers' clocks prove no order"""

import datetime
import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.lock import held
from prakat.thai.buddhist_era import moment_text

OWN_FOLDER = "prakat"
"""What the publisher keeps in a git folder lies below it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    ordinal: int
    """Its number, from 1, among everything that the repository received."""
    at: str
    """The time in Bangkok by the clock of the repository's machine."""
    ref: str
    object: str
    pusher: str
    """A mail or a person's id, where the server tells; else empty."""


def write_receipts(git_dir: Path, received: Iterable[tuple[str, str]], moment: datetime.datetime, pusher: str) -> None:
    """Writes each (ref, object) as received at `moment`, in that order, before it returns."""
    path = git_dir / OWN_FOLDER / "receipts"
    with held(path.with_suffix(".lock")), path.open("a+", encoding="utf-8", newline="\n") as stream:
        stream.seek(0)
        ordinal = sum(1 for _ in stream)
        for ref, oid in received:
            ordinal += 1
            facts = {"place": ordinal, "at": moment_text(moment), "ref": ref, "object": oid, "pusher": pusher}
            stream.write(json.dumps(facts, ensure_ascii=False) + "\n")


def receipts(git_dir: Path) -> list[Receipt]:
    """Everything received, in order. Raises CannotWork for a line that `write_receipts` did not write."""
    path = git_dir / OWN_FOLDER / "receipts"
    if not path.is_file():
        return []
    found = []
    with held(path.with_suffix(".lock")), path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                facts = json.loads(line)
                found.append(Receipt(facts.pop("place"), **facts))
            except (ValueError, TypeError, KeyError, AttributeError):
                raise CannotWork("repository.unreadable-receipt", path=path, line=number) from None
    return found


def only_one(git_dir: Path, name: str) -> AbstractContextManager[None]:
    """Holds a lock of that name while the block runs. Raises CannotWork while another process holds it."""
    busy = CannotWork("repository.busy")
    return held(git_dir / OWN_FOLDER / f"{name}.lock", busy)
