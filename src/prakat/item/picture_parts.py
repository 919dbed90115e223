"""a picture file taken apart -> what a browser needs to show it, and what else lies in it"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Raw = bytes | memoryview
MOST_BLOCKS = 100_000
"""A file of more blocks is no picture that any camera or program makes."""


class NoPicture(ValueError):
    """The bytes cannot be taken apart, so nobody can say what they would tell a reader."""


class Store(enum.Enum):
    """Where a picture file holds what is not seen."""

    EXIF = "exif"
    XMP = "xmp"
    IPTC = "iptc"
    TEXT = "text"
    REST = "rest"
    APPENDED = "appended"
    """After the end of the picture: another picture, or a film."""


class Embedded(NamedTuple):
    store: Store
    data: bytes


@dataclass(frozen=True, slots=True)
class PictureParts:
    width: int
    height: int
    """As stored, before it is turned upright."""
    orientation: int
    """1 to 8, as Exif counts; 1 is upright."""
    needed: tuple[Raw, ...]
    """What is published, in this order: pixels, colours, animation, and how to turn it."""
    embedded: tuple[Embedded, ...]
    is_whole: bool


def big(raw: Raw) -> int:
    return int.from_bytes(raw, "big")


def little(raw: Raw) -> int:
    return int.from_bytes(raw, "little")


def bounded(count: int) -> None:
    """Raises NoPicture at too many blocks."""
    if count > MOST_BLOCKS:
        raise NoPicture


def of_store(embedded: Iterable[Embedded], store: Store) -> bytes:
    """What the first one of that kind holds; empty if there is none."""
    return next((each.data for each in embedded if each.store is store), b"")
