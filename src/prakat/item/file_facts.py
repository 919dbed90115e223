"""file beside an item -> its type, and of what is published: size, digest, a picture's width and height (R05, R13)"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from prakat.item.file_type import type_of
from prakat.item.picture_file import HEAD, is_picture, read_picture
from prakat.item.pixels import Pixels


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the item's page and the register say about a file; always read from the file itself.

    A picture is published without what it tells of people (`PictureFile`), any other file as it is stored."""

    name: str
    label: str
    size: int
    """Bytes, as published."""
    sha256: str
    """Of the published bytes."""
    stored_sha256: str
    """Of the bytes that were approved; the same unless they are a picture that told more."""
    pixels: Pixels | None = None
    """Width and height of a picture."""
    is_withheld: bool = False
    """It is called a picture and cannot be taken apart, so nobody can say what it tells: it is not published."""

    @property
    def is_cleaned(self) -> bool:
        """Whether what is published differs from what is stored."""
        return self.sha256 != self.stored_sha256

    @property
    def label_en(self) -> str:
        kind = type_of(self.name)
        return kind.label_en if kind else self.label

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
    kind = type_of(path.name)
    label = kind.label if kind else path.suffix
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        if not (kind and kind.is_picture) and not is_picture(head):
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return FileFacts(path.name, label, stream.tell(), digest, digest)
        raw = stream.read()
    stored = hashlib.sha256(raw).hexdigest()
    picture = read_picture(raw)
    if picture is None:
        return FileFacts(path.name, label, len(raw), stored, stored, is_withheld=True)
    sha256 = stored if picture.published == raw else hashlib.sha256(picture.published).hexdigest()
    return FileFacts(path.name, label, len(picture.published), sha256, stored, picture.pixels)
