"""schemas/file-types.yml -> what may lie beside an item, by extension and by the bytes themselves (R14)"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from prakat.rules import data


@dataclass(frozen=True, slots=True)
class FileType:
    extension: str
    label: str
    mime: str
    magic: tuple[bytes, ...]
    member: str
    says: str
    """What must be all of that member; empty where anything may."""
    is_text: bool
    at_8: bytes
    is_picture: bool
    is_attachment: bool
    opens: bool
    """Whether browsers show it, so that a reader need not download it."""

    def matches(self, head: bytes) -> bool:
        return head.startswith(self.magic) and head[8 : 8 + len(self.at_8)] == self.at_8


@dataclass(frozen=True, slots=True)
class Limits:
    warn_bytes: int
    max_bytes: int
    files: int
    max_pixels: int
    """Width times height of a picture."""


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
        magic=tuple(bytes.fromhex(text) for text in entry.get("magic", ("",))),
        member=entry.get("member", ""),
        says=entry.get("says", ""),
        is_text=entry.get("text", False),
        at_8=bytes.fromhex(entry.get("at_8", "")),
        is_picture=entry.get("picture", False),
        is_attachment=entry.get("attachment", True),
        opens=entry.get("opens", entry.get("picture", False)),
    )


def type_of(name: str) -> FileType | None:
    return file_types().get(Path(name).suffix)
