"""name and bytes of a file -> which kind of document it is, by its bytes first; and why it cannot be read if so"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from prakat.item.file_type import file_types
from prakat.rules.archive import BROKEN
from prakat.rules.message import Message, message

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NEW = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pdf"}
_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


@dataclass(frozen=True, slots=True)
class DocumentKind:
    kind: str
    """`docx`, `xlsx`, `pdf`, `csv`, `txt`; empty where its text cannot be read."""
    extension: str
    """Of the attachment; empty where the file must not be attached."""
    doubts: tuple[Message, ...] = ()


def kind_of(name: str, raw: bytes) -> DocumentKind:
    extension = PurePosixPath(name).suffix.lower()
    if file_types()[".pdf"].matches(raw[:4096]):
        return _named(extension, "pdf")
    if raw.startswith(_OLE):
        return _old(extension, raw)
    if raw.startswith(b"PK\x03\x04"):
        return _archived(extension, raw)
    if extension in (".csv", ".txt"):
        return DocumentKind(extension[1:], extension if extension in file_types() else "")
    known = extension if extension in file_types() and file_types()[extension].matches(raw[:4096]) else ""
    is_broken = extension in (".docx", ".xlsx", ".pdf")
    return DocumentKind("", known, (message("desk_intake.damaged-file" if is_broken else "desk_intake.other-form"),))


def _named(extension: str, kind: str, *others: Message) -> DocumentKind:
    wanted = f".{kind}"
    said = [message("desk_intake.other-name", found=extension or "-", wanted=wanted)] if extension != wanted else []
    return DocumentKind(kind, wanted, (*said, *others))


def _old(extension: str, raw: bytes) -> DocumentKind:
    if _LOCKED in raw[:2_000_000] or _LOCKED in raw[-2_000_000:]:
        return DocumentKind("", "", (message("desk_intake.locked"),))
    known = extension if extension in (".doc", ".xls") else ""
    wanted = _NEW.get(extension, ".docx / .xlsx")
    return DocumentKind("", known, (message("desk_intake.old-form", found=extension or "-", wanted=wanted),))


def _archived(extension: str, raw: bytes) -> DocumentKind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = {each.filename for each in archive.infolist()}
            is_locked = any(each.flag_bits & 1 for each in archive.infolist())
    except BROKEN:
        return DocumentKind("", "", (message("desk_intake.damaged-file"),))
    kind = next((found for member, found in _MEMBERS.items() if member in names), "")
    if is_locked:
        return DocumentKind("", "", (message("desk_intake.locked"),))
    if not kind:
        known = extension if extension in (".ods", ".odt", ".zip") else ""
        return DocumentKind("", known, (message("desk_intake.other-form"),))
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        return DocumentKind(kind, "", (message("desk_intake.macro", wanted=f".{kind}"),))
    return _named(extension, kind)
