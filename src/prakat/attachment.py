"""file beside an item -> type by name and by bytes, size, digest (R05, R13, R14)"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from prakat import picture
from prakat.picture import Pixels
from prakat.rules import data
from prakat.rules.finding import Finding

_HEAD = 4096
_ZIP = b"PK"
_MACROS = "vbaProject.bin"


@dataclass(frozen=True, slots=True)
class FileType:
    extension: str
    label: str
    mime: str
    magic: tuple[bytes, ...]
    member: str
    at_8: bytes
    is_picture: bool
    is_attachment: bool

    def matches(self, head: bytes) -> bool:
        return head.startswith(self.magic) and head[8 : 8 + len(self.at_8)] == self.at_8


@dataclass(frozen=True, slots=True)
class Limits:
    warn_bytes: int
    max_bytes: int
    files: int


@cache
def limits() -> Limits:
    return Limits(**data.load("file-types.yml")["limits"])


@cache
def file_types() -> dict[str, FileType]:
    return {
        extension: _file_type(extension, entry) for extension, entry in data.load("file-types.yml")["types"].items()
    }


def _file_type(extension: str, entry: dict[str, Any]) -> FileType:
    return FileType(
        extension=extension,
        label=entry["label"],
        mime=entry["mime"],
        magic=tuple(bytes.fromhex(text) for text in entry["magic"]),
        member=entry.get("member", ""),
        at_8=bytes.fromhex(entry.get("at_8", "")),
        is_picture=entry.get("picture", False),
        is_attachment=entry.get("attachment", True),
    )


def type_of(name: str) -> FileType | None:
    return file_types().get(Path(name).suffix)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the item's page, the register and the audit say of a file; read from the file itself, never declared."""

    name: str
    label: str
    size: int
    """Bytes."""
    sha256: str
    pixels: Pixels | None = None
    """Of a picture."""

    @property
    def size_text(self) -> str:
        """For people: 1.2 MB, in units of 1,024 as Windows Explorer shows them."""
        if self.size < 1024:
            return f"{self.size} B"
        if self.size < 1024 * 1024:
            return f"{self.size / 1024:.0f} KB"
        return f"{self.size / 1024 / 1024:.1f} MB"


def facts(path: Path) -> FileFacts:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    kind = type_of(path.name)
    pixels = picture.pixels(path) if kind and kind.is_picture else None
    return FileFacts(path.name, kind.label if kind else path.suffix, path.stat().st_size, digest, pixels)


def check_file(path: Path, shown: str, line: int) -> Iterator[Finding]:
    """Findings about one regular file: its type by name and bytes, its size. `line` is where index.md names it."""
    kind = type_of(path.name)
    if kind is None:
        yield Finding(shown, 1, "attachment.type", {"found": path.suffix or path.name, "must": ", ".join(file_types())})
        return
    size = path.stat().st_size
    if size == 0:
        yield Finding(shown, 1, "attachment.empty", {"line": str(line)})
        return
    if size > limits().max_bytes:
        yield Finding(
            shown, 1, "attachment.too-large", {"found": _megabytes(size), "limit": _megabytes(limits().max_bytes)}
        )
        return
    if size > limits().warn_bytes:
        yield Finding(
            shown, 1, "attachment.size", {"found": _megabytes(size), "limit": _megabytes(limits().warn_bytes)}
        )
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not kind.matches(head):
        yield Finding(shown, 1, "attachment.bytes", {"must": kind.extension, "found": _looks_like(head)})
    elif head.startswith(_ZIP) and (found := _wrong_archive(path, kind)):
        yield Finding(shown, 1, "attachment.bytes", {"must": kind.extension, "found": found})


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.2f} MB"


def _wrong_archive(path: Path, kind: FileType) -> str:
    """What a zip container is instead of its type: another document, one with macros, or damaged. Unpacks nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "ไฟล์ชำรุด (damaged)"
    if kind.member and kind.member not in members:
        others = (each.extension for each in file_types().values() if each.member in members)
        return next(others, ".zip")
    return "มาโคร (macros)" if kind.member and any(each.endswith(_MACROS) for each in members) else ""


def _looks_like(head: bytes) -> str:
    """The likely type in words; only ever shown in a message."""
    import puremagic  # here: it reads its tables of every known type

    try:
        with io.BytesIO(head) as stream:
            guesses = puremagic.magic_stream(stream)
    except (puremagic.PureError, ValueError, OSError):
        guesses = []
    if guesses:
        return f"{guesses[0].extension} ({guesses[0].name})"
    return head[:8].hex(" ")
