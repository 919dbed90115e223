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
    label_en: str
    mime: str
    magic: tuple[bytes, ...]
    member: str
    says: str
    """What must be all of that member; empty where anything may."""
    is_text: bool
    at_8: bytes
    within: int
    """How many bytes may stand before the magic ones."""
    never_before: tuple[bytes, ...]
    """What must not stand there: the beginning of another kind of file."""
    is_picture: bool
    is_attachment: bool
    opens: bool
    """Whether browsers show it, so that a reader need not download it."""

    def matches(self, head: bytes) -> bool:
        if self.within and not head.startswith(self.magic):
            return self._has_late_magic(head)
        return head.startswith(self.magic) and head[8 : 8 + len(self.at_8)] == self.at_8

    def _has_late_magic(self, head: bytes) -> bool:
        """Readers of PDF look for its header in the first 1,024 bytes, since printers and mail put some before it."""
        places = [place for magic in self.magic if (place := head.find(magic, 0, self.within + len(magic))) >= 0]
        before = head[: min(places, default=0)].lower()
        return bool(before) and not any(each in before for each in self.never_before)


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
        label_en=entry.get("label_en", entry["label"]),
        mime=entry["mime"],
        magic=tuple(bytes.fromhex(text) for text in entry.get("magic", ("",))),
        member=entry.get("member", ""),
        says=entry.get("says", ""),
        is_text=entry.get("text", False),
        at_8=bytes.fromhex(entry.get("at_8", "")),
        within=entry.get("within", 0),
        never_before=tuple(bytes.fromhex(text).lower() for text in entry.get("never_before", ())),
        is_picture=entry.get("picture", False),
        is_attachment=entry.get("attachment", True),
        opens=entry.get("opens", entry.get("picture", False)),
    )


def type_of(name: str) -> FileType | None:
    return file_types().get(Path(name).suffix)
