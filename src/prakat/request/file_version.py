"""files that a request changes x the repository -> each as it was before and as it would be after"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from prakat.item import front_matter
from prakat.item.file_facts import size_text
from prakat.item.file_type import type_of
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import EXECUTABLE, SUBMODULE, SYMLINK
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.request.manuscript import is_manuscript, limit_of
from prakat.rules.message import message

_LONGEST_TARGET = 4096


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file before, or after; without facts where there is none."""

    facts: str = ""
    """Type, size, and what else people must know of it."""
    sha256: str = ""
    data: bytes | None = None
    """None where there is no file, or where its text is not compared; then `unread` tells of a manuscript why."""
    unread: str = ""


_NONE = FileVersion()


def versions(repository: Repository, changes: Sequence[PathChange]) -> Iterator[tuple[FileVersion, FileVersion]]:
    """Each file before and after, in the order of `changes`, read one pair at a time."""
    sides = [side for each in changes for side in ((each.old_mode, each.old), (each.mode, each.new))]
    objects = repository.objects(oid for mode, oid in sides if oid != NOTHING and mode != SUBMODULE)
    for each in changes:
        before, after = (
            _version(each.path, mode, oid, b"" if oid == NOTHING or mode == SUBMODULE else next(objects)[2])
            for mode, oid in ((each.old_mode, each.old), (each.mode, each.new))
        )
        yield before, after


def _version(path: str, mode: str, oid: str, data: bytes) -> FileVersion:
    if oid == NOTHING:
        return _NONE
    unread = _why_unread(path, mode, data) if is_manuscript(path) else ""
    if mode == SUBMODULE:
        return FileVersion(message("sheet.submodule", commit=oid).text(), unread=unread)
    kind = type_of(path)
    is_readable = mode != SYMLINK and (kind is None or kind.is_text) and _is_text(data)
    is_compared = not unread if is_manuscript(path) else is_readable
    digest = hashlib.sha256(data).hexdigest()
    return FileVersion(_facts(path, mode, data), digest, data if is_compared else None, unread)


def _why_unread(path: str, mode: str, data: bytes) -> str:
    if mode in (SYMLINK, SUBMODULE):
        return message("sheet.no-plain-file").text()
    if len(data) > limit_of(path):
        return message("sheet.larger", limit=size_text(limit_of(path))).text()
    return ""


def _is_text(data: bytes) -> bool:
    """Whether people can read it as it stands: UTF-8 without NUL, no larger than an item's text may be.

    Documents and pictures, whose types are no text, are none whatever their bytes are."""
    if len(data) > front_matter.MAX_BYTES or b"\0" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _facts(path: str, mode: str, data: bytes) -> str:
    if mode == SYMLINK:
        return message("sheet.symlink", target=_target(data.decode("utf-8", "surrogateescape"))).text()
    known = type_of(path)
    label = known.label if known else PurePosixPath(path).suffix.lstrip(".").upper()
    executable = message("sheet.executable").text() if mode == EXECUTABLE else ""
    return ", ".join(filter(None, (label, size_text(len(data)), executable)))


def _target(text: str) -> str:
    """Whole as far as a file system knows such links."""
    left = len(text) - _LONGEST_TARGET
    return text[:_LONGEST_TARGET] + message("sheet.more-text", count=left).text() if left > 0 else text
