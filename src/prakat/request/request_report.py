"""two trees of an office -> what a request changes, as data for its comment; the same data read back as a stranger's"""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.content.register import Register, RegisteredItem
from prakat.item.file_facts import facts_of
from prakat.item.item_path import ROOT, url_of
from prakat.office.office import Office
from prakat.request import request_form
from prakat.rules.archive import BROKEN
from prakat.rules.finding import Finding

FILE = "request.json"
MAX_ZIP = 512 * 1024 * 1024
MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS, MAX_TEXT = 500, 2000
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An item that the request touches."""

    path: str
    form: tuple[Row, ...]
    """(field, value) as the request would have it; empty where it takes the item away."""
    changes: tuple[Row, ...]
    """(field, before, after)"""
    files: tuple[Row, ...]
    """(name, type, bytes, SHA-256)"""


@dataclass(frozen=True, slots=True)
class Report:
    head: str
    findings: tuple[Row, ...]
    """(path, line, rule, severity, message)"""
    items: tuple[Change, ...]

    def encode(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def report(head: str, folders: Sequence[str], before: Register, after: Register, office: Office) -> Report:
    """Of the item folders that the request touches."""
    findings = [each for each in after.findings if _concerns(each, folders)]
    items = tuple(_change(folder, before, after, office) for folder in folders)
    return Report(head, tuple(_finding_row(each) for each in findings), items)


def _concerns(finding: Finding, folders: Sequence[str]) -> bool:
    return not finding.path.startswith(f"{ROOT}/") or any(f"{finding.path}/".startswith(f"{each}/") for each in folders)


def _finding_row(finding: Finding) -> Row:
    row = finding.row("th")
    return tuple(str(row[name]) for name in ("path", "line", "rule", "severity", "message"))


def _change(folder: str, before: Register, after: Register, office: Office) -> Change:
    url = url_of(folder)
    old, new = before.entries.get(url), after.entries.get(url)
    form = request_form.lines(new.item, office) if new else []
    changed = request_form.changes(old.item if old else None, new.item if new else None, office)
    return Change(folder, tuple(form), tuple(changed), tuple(_files(after.repo / folder, new)))


def _files(folder: Path, entry: RegisteredItem | None) -> Iterator[Row]:
    for name in entry.files if entry else ():
        facts = facts_of(folder / name)
        yield facts.name, facts.label, str(facts.size), facts.sha256


def read_archive(place: Path) -> Report:
    """The report in an archive that a request's own job made: anything may be in it. Nothing is unpacked to a disk.

    Raises CannotWork unless there is exactly one file of that name, small, and of the right shape."""
    try:
        with zipfile.ZipFile(place) as archive:
            entries = [each for each in archive.infolist() if each.filename == FILE]
            if len(entries) != 1 or entries[0].file_size > MAX_BYTES:
                raise CannotWork(f"{FILE}: ต้องมีไฟล์เดียวและไม่ใหญ่ (must be there once, and small)")
            with archive.open(entries[0]) as stream:
                text = stream.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise CannotWork(f"{FILE}: ใหญ่เกินไป (too large)")
        return _report(json.loads(text))
    except BROKEN as problem:
        raise CannotWork(f"{FILE}: อ่านไม่ได้ (unreadable): {type(problem).__name__}") from None


def _report(found: Mapping[str, Any]) -> Report:
    items = tuple(
        Change(_text(each["path"]), _rows(each["form"], 2), _rows(each["changes"], 3), _rows(each["files"], 4))
        for each in _limited(found["items"])
    )
    return Report(_text(found["head"]), _rows(found["findings"], 5), items)


def _rows(found: Any, width: int) -> tuple[Row, ...]:
    rows = tuple(tuple(_text(each) for each in row) for row in _limited(found))
    if any(len(row) != width for row in rows):
        raise ValueError("width")
    return rows


def _limited(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError("list")
    return found[:MAX_ROWS]


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError("text")
    return found[:MAX_TEXT]
