"""file beside an item -> findings about its type, by name and by bytes, and its size (R05, R14)"""

import io
import re
import zipfile
from collections.abc import Container, Iterator
from pathlib import Path

from prakat.item.file_type import FileType, file_types, limits, type_of
from prakat.item.picture_file import read_picture
from prakat.item.picture_trace import picture_traces
from prakat.item.pixels import Pixels
from prakat.rules.archive import BROKEN
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.wording import Label, Listed

_HEAD = 4096
_ZIP = b"PK"
_MIME_TYPE = "mimetype"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MACROS = re.compile(r"(.*/)?vbaProject\.bin|Basic/.*|Scripts/.*")
"""Where Microsoft's documents keep programs, and where those of the Open Document Format do."""
_ENCODINGS = ("utf-8-sig", "cp874")
"""Of text: what the world writes, and what Excel on a Thai computer does."""


def check_file(path: Path, shown: str, line: int) -> Iterator[Finding]:
    """Findings about a regular file's type, by name and by bytes, and its size. `line` is where index.md names it."""
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
    if kind.is_text:
        if not _is_text(path):
            yield Finding(shown, 1, "attachment.bytes", {"must": kind.extension, "found": _looks_like(head)})
    elif not kind.matches(head):
        yield Finding(shown, 1, "attachment.bytes", {"must": kind.extension, "found": _looks_like(head)})
    elif head.startswith(_ZIP) and (found := _wrong_archive(path, kind)):
        yield Finding(shown, 1, "attachment.bytes", {"must": kind.extension, "found": found})
    elif kind.is_picture:
        yield from _check_picture(path, shown)


def _check_picture(path: Path, shown: str) -> Iterator[Finding]:
    """A picture is whole, upright in every browser, within the limit, and tells nothing of people. Decodes nothing."""
    found = read_picture(path.read_bytes())
    values: dict[str, object] = {"file": path.name}
    if found is None or not found.is_whole:
        damage = Label("picture_damage", "short" if found else "unreadable")
        yield Finding(shown, 1, "picture.damaged", values | {"found": damage})
    if found is None:
        return
    if found.pixels.total > limits().max_pixels:
        size = {"found": _megapixels(found.pixels), "limit": f"{limits().max_pixels / 1e6:.0f}"}
        yield Finding(shown, 1, "picture.pixels", values | size)
    if not found.is_upright:
        yield Finding(shown, 1, "picture.turned", values | {"path": shown})
    if told_of := picture_traces(found.embedded):
        told = Listed.of(Label("picture_trace", each) for each in told_of)
        yield Finding(shown, 1, "picture.metadata", values | {"found": told, "path": shown})


def _megapixels(pixels: Pixels) -> str:
    return f"{pixels.width:,} × {pixels.height:,} = {pixels.total / 1e6:.1f}"


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.2f} MB"


def _is_text(path: Path) -> bool:
    """Whether somebody can read it: no control characters but those of lines and columns, in either encoding."""
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return not _CONTROL.search(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return False


def _wrong_archive(path: Path, kind: FileType) -> object:
    """None if a zip container is of its type; else what it is: another document, one with macros, or damaged.

    Unpacks nothing but the few bytes by which an Open Document says what it is."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            said = _said(archive, members)
    except BROKEN:
        return message("item.damaged")
    if not _fits(kind, members, said):
        others = (each.extension for each in file_types().values() if each.member and _fits(each, members, said))
        return next(others, ".zip")
    return message("item.macros") if kind.member and any(map(_MACROS.fullmatch, members)) else None


def _fits(kind: FileType, members: Container[str], said: str) -> bool:
    return not kind.member or (kind.member in members and kind.says in ("", said))


def _said(archive: zipfile.ZipFile, members: Container[str]) -> str:
    """What a document of the Open Document Format says that it is."""
    if _MIME_TYPE not in members or archive.getinfo(_MIME_TYPE).file_size > _HEAD:
        return ""
    return archive.read(_MIME_TYPE).decode("ascii", "replace").strip()


def _looks_like(head: bytes) -> str:
    """The likely type as an extension, else the first bytes; shown only in messages."""
    import puremagic  # here: it reads its tables of every known type

    try:
        with io.BytesIO(head) as stream:
            guesses = puremagic.magic_stream(stream)
    except (puremagic.PureError, ValueError, OSError):
        guesses = []
    return next((each.extension for each in guesses if each.extension), head[:8].hex(" "))
