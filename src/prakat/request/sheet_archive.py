"""decision sheet -> the file that a request's own job writes; that file, not to be trusted -> the sheet (R06)"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.request.decision_sheet import DecisionSheet, Row, SheetPart
from prakat.rules.archive import BROKEN, damage

SHEET_FILE = "request.json"
MAX_ZIP = 512 * 1024 * 1024
MAX_BYTES = 16 * 1024 * 1024


def encode(sheet: DecisionSheet) -> bytes:
    """As JSON; parts that would exceed MAX_BYTES are left out and counted."""
    size, fitting = 0, 0
    for each in sheet.parts:
        size += len(_json(asdict(each)))
        fitting += size < MAX_BYTES * 3 // 4
    cut = replace(sheet, parts=sheet.parts[:fitting], more=sheet.more + len(sheet.parts) - fitting)
    return _json(asdict(cut)) + b"\n"


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
