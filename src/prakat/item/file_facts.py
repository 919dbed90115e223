"""file beside an item -> its type, size and digest, and a picture's width and height (R05, R13)"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from prakat.item.file_type import type_of
from prakat.item.pixels import Pixels, pixels


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the item's page and the register say about a file; always read from the file itself."""

    name: str
    label: str
    size: int
    """Bytes."""
    sha256: str
    pixels: Pixels | None = None
    """Width and height of a picture."""

    @property
    def size_text(self) -> str:
        """For people: 1.2 MB, in units of 1,024 as Windows Explorer shows them."""
        return size_text(self.size)


def size_text(size: int) -> str:
    """Bytes, for people."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def facts_of(path: Path) -> FileFacts:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    kind = type_of(path.name)
    size = pixels(path) if kind and kind.is_picture else None
    return FileFacts(path.name, kind.label if kind else path.suffix, path.stat().st_size, digest, size)
