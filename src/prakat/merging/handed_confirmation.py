"""an owner's "I have looked at the page", handed in beside the repository -> recorded by the publisher (R07)"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from prakat.cannot_work import CannotWork, Halted
from prakat.item.item_path import index_of
from prakat.merging import confirmation
from prakat.merging.merging import Merging
from prakat.repository.receipt import OWN_FOLDER
from prakat.rules.message import Message, message

_FOLDER = "confirmations"
_MOST_BYTES = 4096
MOST = 10_000
"""At most so many wait; whoever can write there can also push as anybody, and nobody else can."""


@dataclass(frozen=True, slots=True)
class HandedConfirmation:
    """What the desk hands to the publisher, whose key it has not: that a person who signed in has looked at a page."""

    item: str
    """Its folder."""
    blob: str
    """Of the index.md that was looked at."""
    by: str
    """Id of a person."""


def hand_in(git_dir: Path, given: HandedConfirmation) -> None:
    """Whole or not at all; the same one twice is one. Raises CannotWork where the disk refuses, or too many wait."""
    place = _place(git_dir, given.item)
    beside = place.with_name(f".{secrets.token_hex(8)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in place.parent.iterdir()) >= MOST:
            raise CannotWork("merging.too-many-confirmations", most=MOST)
        with beside.open("xb") as stream:
            stream.write(orjson.dumps(asdict(given)))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(place)
    except OSError as problem:
        raise CannotWork("merging.not-handed-in", problem=problem) from None


def handed_in(git_dir: Path) -> dict[str, HandedConfirmation]:
    """Item folder -> what waits for the publisher."""
    return {given.item: given for _, given in _waiting(git_dir) if given}


def take_in(merging: Merging) -> list[Message]:
    """Records what waits, of those pages that are still what was looked at; returns what was done with each."""
    told: list[Message] = []
    for place, given in [*_waiting(merging.work.repository.git_dir)]:
        if given:
            told.append(_taken(merging, given))
        place.unlink(missing_ok=True)
    return told


def _taken(merging: Merging, given: HandedConfirmation) -> Message:
    """Raises Halted, and then everything is left as it is."""
    entry = merging.work.before.files.entries.get(index_of(given.item))
    if entry is None or entry[1] != given.blob:
        return message("merging.looked-at-other", item=given.item)
    try:
        return confirmation.confirm(merging, given.item, given.by)
    except Halted:
        raise
    except CannotWork as problem:
        return message("merging.not-confirmed", item=given.item, problem=problem)


def _place(git_dir: Path, item: str) -> Path:
    return (
        git_dir / OWN_FOLDER / _FOLDER / f"{hashlib.sha256(item.encode('utf-8', 'surrogateescape')).hexdigest()}.json"
    )


def _waiting(git_dir: Path) -> Iterator[tuple[Path, HandedConfirmation | None]]:
    """In the order of their names; None for what was not written by `hand_in`."""
    folder = git_dir / OWN_FOLDER / _FOLDER
    for place in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        yield place, _read(place)


def _read(place: Path) -> HandedConfirmation | None:
    try:
        if place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            return None
        given = HandedConfirmation(**orjson.loads(place.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return given if all(isinstance(each, str) for each in asdict(given).values()) else None
