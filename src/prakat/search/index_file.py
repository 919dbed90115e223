"""content -> a compressed file named by it, which browsers may keep for ever; and back, proven by its name"""

import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TEXTS, GRAMS, LISTS = "texts", "grams", "lists"
"""The folders of an index: pages, shards, and lists of the names of either."""
SUFFIX = ".bin"
COMPRESSION = 4
"""Level of zlib; level 6 takes twice the time to save a tenth."""
_NAME = 24
"""Characters of a name: the first of a hexadecimal SHA-256, 96 bits."""


class DamagedIndex(Exception):
    """A file of an index is missing, or is not what its name says."""


def packed(content: bytes) -> bytes:
    return zlib.compress(content, COMPRESSION)


def unpacked(raw: bytes) -> bytes:
    """Raises DamagedIndex where it is not the whole of something packed."""
    try:
        return zlib.decompress(raw)
    except zlib.error as problem:
        raise DamagedIndex from problem


def packed_json(content: object) -> bytes:
    return packed(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def unpacked_json(raw: bytes) -> Any:
    """Raises DamagedIndex where it is none."""
    try:
        return json.loads(unpacked(raw))
    except ValueError as problem:
        raise DamagedIndex from problem


def file_path(folder: str, name: str) -> str:
    """Below the index."""
    return f"{folder}/{name}{SUFFIX}"


def read_file(index: Path, folder: str, name: str) -> bytes:
    """As it is packed. Raises DamagedIndex where it is missing or differs."""
    try:
        raw = (index / file_path(folder, name)).read_bytes()
    except OSError as problem:
        raise DamagedIndex from problem
    if _name(raw) != name:
        raise DamagedIndex
    return raw


def _name(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:_NAME]


class IndexFiles:
    """Writes the files of an index."""

    def __init__(self, to: Path) -> None:
        self._to = to
        self._known: set[str] = set()
        self.written: set[str] = set()
        """Their paths below the index."""
        for folder in (TEXTS, GRAMS, LISTS):
            (to / folder).mkdir(parents=True, exist_ok=True)

    def know(self, folder: str, names: Iterable[str]) -> None:
        """What is there already, and so is not written."""
        self._known.update(file_path(folder, name) for name in names)

    def write(self, folder: str, raw: bytes) -> str:
        """The name of what is packed already."""
        name = _name(raw)
        path = file_path(folder, name)
        if path not in self._known:
            (self._to / path).write_bytes(raw)
            self._known.add(path)
            self.written.add(path)
        return name
