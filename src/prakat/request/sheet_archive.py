"""decision sheet -> the file that a request's own job writes; that file, not to be trusted -> the sheet (R06)"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.request.comparison import Row
from prakat.request.decision_sheet import DecisionSheet, SheetPart
from prakat.rules.archive import BROKEN, damage
from prakat.rules.message import message

SHEET_FILE, PAGE = "request.json", "request.html"
MAX_ZIP = 512 * 1024 * 1024
MAX_BYTES = 16 * 1024 * 1024


def encode(sheet: DecisionSheet) -> bytes:
    """As JSON. Where MAX_BYTES has no room for all of a part, it keeps its files and notes, and says what it lacks;
    the parts whose very files have no room are counted."""
    short = [_without_texts(each) for each in sheet.parts]
    room = MAX_BYTES * 3 // 4
    kept: list[int] = []
    for number, part in enumerate(short):
        if _size(part) <= room:
            room -= _size(part)
            kept.append(number)
    parts = []
    for number in kept:
        more = _size(sheet.parts[number]) - _size(short[number])
        is_whole = more <= room
        room -= more if is_whole else 0
        parts.append(sheet.parts[number] if is_whole else short[number])
    left_out = sheet.more + len(sheet.parts) - len(kept)
    return _json(asdict(replace(sheet, parts=tuple(parts), more=left_out))) + b"\n"


def _without_texts(part: SheetPart) -> SheetPart:
    note = message("sheet.without-texts", file=PAGE).text()
    return replace(part, form=(), changes=(), words=(), notes=(*part.notes, note))


def _size(part: SheetPart) -> int:
    return len(_json(asdict(part)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")


def read_archive(place: Path) -> DecisionSheet:
    """The sheet in an archive that a request's own job made and that may hold anything; nothing is unpacked to disk.

    Raises CannotWork unless there is exactly one file of that name, small, and of the right shape."""
    try:
        with zipfile.ZipFile(place) as archive:
            entries = [each for each in archive.infolist() if each.filename == SHEET_FILE]
            if len(entries) != 1:
                raise CannotWork("sheet.not-once", file=SHEET_FILE)
            with archive.open(entries[0]) as stream:
                text = stream.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise CannotWork("sheet.too-large", file=SHEET_FILE)
        return _sheet(json.loads(text))
    except BROKEN as problem:
        raise CannotWork("sheet.unreadable", file=SHEET_FILE, problem=damage(problem)) from None


def _sheet(found: Mapping[str, Any]) -> DecisionSheet:
    parts = tuple(
        SheetPart(
            path=_text(each["path"]),
            form=_rows(each["form"], 2),
            changes=_rows(each["changes"], 3),
            words=_rows(each["words"], 5),
            files=_rows(each["files"], 6),
            origin=_text(each["origin"]),
            regularises=_text(each["regularises"]),
            notes=tuple(_text(note) for note in _list(each["notes"])),
        )
        for each in _list(found["parts"])
    )
    more = found["more"]
    if type(more) is not int or more < 0:
        raise TypeError("more")
    return DecisionSheet(_text(found["head"]), _rows(found["findings"], 5), parts, more)


def _rows(found: Any, width: int) -> tuple[Row, ...]:
    rows = tuple(tuple(_text(each) for each in _list(row)) for row in _list(found))
    if any(len(row) != width for row in rows):
        raise ValueError("width")
    return rows


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError("list")
    return found


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError("text")
    return found
