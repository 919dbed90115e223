"""picture file -> its width and height, so that a page keeps the place free while the picture is on its way"""

import struct
from pathlib import Path
from typing import IO, NamedTuple

_HEAD = 30
"""Bytes at the start in which PNG and WebP say their size."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""JPEG markers that begin a frame, which says its size."""
_BARE = frozenset({0x01, *range(0xD0, 0xDA)})
"""JPEG markers that no length follows."""


class Pixels(NamedTuple):
    width: int
    height: int


def pixels(path: Path) -> Pixels | None:
    """Of a JPEG, PNG or WebP file as it lies there; None for anything else and for what cannot be read."""
    try:
        with path.open("rb") as stream:
            found = _read(stream)
    except (OSError, struct.error, IndexError):
        return None
    return found if found and found.width and found.height else None


def _read(stream: IO[bytes]) -> Pixels | None:
    head = stream.read(_HEAD)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Pixels(*struct.unpack(">II", head[16:24]))
    if head.startswith(b"\xff\xd8"):
        stream.seek(2)
        return _jpeg(stream)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and len(head) == _HEAD:
        return _webp(head)
    return None


def _jpeg(stream: IO[bytes]) -> Pixels | None:
    while True:
        mark, kind = stream.read(1), stream.read(1)
        while kind == b"\xff":
            kind = stream.read(1)
        if mark != b"\xff" or not kind:
            return None
        if kind[0] in _BARE:
            continue
        (length,) = struct.unpack(">H", stream.read(2))
        if kind[0] in _FRAMES:
            height, width = struct.unpack(">xHH", stream.read(5))
            return Pixels(width, height)
        stream.seek(max(length, 2) - 2, 1)


def _webp(head: bytes) -> Pixels | None:
    form = head[12:16]
    if form == b"VP8X":
        return Pixels(1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little"))
    if form == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return Pixels(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if form == b"VP8 ":
        return Pixels(*(side & 0x3FFF for side in struct.unpack("<HH", head[26:30])))
    return None
