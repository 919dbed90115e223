"""decision sheet -> the file in which other programs read it (R06)"""

import json
from dataclasses import asdict, replace

from prakat.request.decision_sheet import DecisionSheet, SheetPart
from prakat.rules.message import message

SHEET_FILE, PAGE = "request.json", "request.html"
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
