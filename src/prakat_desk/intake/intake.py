"""name and bytes of a document -> what a request can begin with, to be read over: values, body, files, doubts"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from prakat.item import body
from prakat.item.data_pictures import TakenPicture
from prakat.item.file_type import limits
from prakat.item.retyped import retyped
from prakat.rules.damaged_text import FOR_PEOPLE, flaws, mended
from prakat.rules.file_name import proposed
from prakat.rules.message import Message, message
from prakat.thai.visible_text import seen
from prakat_desk.intake.document_kind import DocumentKind, kind_of
from prakat_desk.intake.read_document import ReadDocument
from prakat_desk.intake.recognised import recognised
from prakat_desk.intake.shelter import read_sheltered

_LONGEST_TITLE = 200
_AROUND = 8


@dataclass(frozen=True, slots=True)
class Intake:
    values: Mapping[str, Any] = field(default_factory=dict)
    """Front matter, JSON-shaped: what the document says with certainty."""
    body: str = ""
    attachment: str = ""
    """The name under which the document itself is stored; empty where it must not be attached."""
    pictures: tuple[TakenPicture, ...] = ()
    doubts: tuple[Message, ...] = ()


def take_in(name: str, raw: bytes) -> Intake:
    """Never fails: what cannot be read is a doubt. Nothing of it is sent before somebody has read it."""
    megabyte = 1024 * 1024
    if len(raw) > limits().max_bytes:
        said = message("desk_intake.file-size", found=len(raw) // megabyte, most=limits().max_bytes // megabyte)
        return Intake(doubts=(said,))
    name = PurePosixPath(name.replace("\\", "/")).name[-_LONGEST_TITLE:]
    found = kind_of(name, raw)
    values, stored = _attached(name, found)
    if not found.kind:
        return Intake(values, "", stored, (), found.doubts)
    return _read(values, stored, found, read_sheltered(found.kind, raw))


def _attached(name: str, found: DocumentKind) -> tuple[dict[str, Any], str]:
    if not found.extension:
        return {}, ""
    stem = name.rpartition(".")[0] or name
    title = " ".join(unicodedata.normalize("NFC", stem).replace("_", " ").split())
    title = "".join(each for each in title if each.isprintable()) or found.extension[1:].upper()
    stored = proposed(f"{stem}{found.extension}")
    return {"attachments": [{"file": stored, "title": title}]}, stored


def _read(values: dict[str, Any], stored: str, found: DocumentKind, document: ReadDocument) -> Intake:
    doubts = [*found.doubts, *document.messages]
    right = mended(document.html, excepted=FOR_PEOPLE)
    if right != document.html:
        doubts.append(message("desk_intake.mended-text"))
    page = retyped(right)
    doubts += [each for each in page.doubts if each not in doubts]
    lines = body.plain_text(body.render_markdown(page.text).html).split("\n")
    if not any(line.strip() for line in lines):
        empty = () if doubts else (message("desk_intake.empty"),)
        return Intake(values, "", stored, page.pictures, (*doubts, *empty))
    doubts += _damaged(page.text)
    said = recognised(lines)
    return Intake(values | said.values, page.text, stored, page.pictures, (*doubts, *said.doubts))


def _damaged(text: str) -> list[Message]:
    left = flaws(text)
    if not left:
        return []
    first = left[0]
    shown = seen(text[max(0, first.start - _AROUND) : first.end + _AROUND].replace("\n", " "))
    return [message("desk_intake.damaged-text", number=len(left), found=shown)]
