"""a request's commit x the commit at which it left main -> every changed field, word and file, for its signers"""

import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from prakat.content.register import Register
from prakat.item.file_facts import size_text
from prakat.item.file_type import type_of
from prakat.item.item_path import ROOT, item_folder
from prakat.office import office
from prakat.office.office import Office
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import EXECUTABLE, SUBMODULE, SYMLINK
from prakat.repository.mainline import differences
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.request import field
from prakat.request.field import Names
from prakat.request.manuscript import is_manuscript, limit_of, manuscript
from prakat.request.word_change import Effort, word_changes
from prakat.rules.finding import Finding
from prakat.rules.message import message

MAX_FINDINGS = 1000
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """An item that the request touches, or a file beside the items."""

    path: str
    form: tuple[Row, ...]
    """(field, value) with the request; empty where the request deletes the item, or where it cannot be read."""
    changes: tuple[Row, ...]
    """(field, before, after)"""
    words: tuple[Row, ...]
    """(line, text before the change, words removed, words added, text after the change)."""
    files: tuple[Row, ...]
    """(name, what happens to it, type and size before, SHA-256 before, type and size after, SHA-256 after)"""


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """What a director reads before signing (R03, R06). In Thai."""

    head: str
    findings: tuple[Row, ...]
    """(path, line, rule, severity, message)"""
    parts: tuple[SheetPart, ...]
    more: int = 0
    """How many parts were left out because the sheet would be too long."""


def sheet(repository: Repository, left: str, head: str, after: Register) -> DecisionSheet:
    """What `head` changes since `left`, the commit at which the request left main; `after` is read from head's tree."""
    grouped: dict[str, list[PathChange]] = defaultdict(list)
    for each in differences(repository, left, head):
        grouped[item_folder(each.path) or each.path].append(each)
    names = functools.partial(_named, after.office or _office_at(repository, left))
    versions = _versions(repository, [change for group in grouped.values() for change in group])
    effort = Effort()
    parts = tuple(_part(path, group, versions, names, effort) for path, group in grouped.items())
    findings = [each for each in after.findings if _concerns(each, grouped)]
    return DecisionSheet(head, tuple(_finding_rows(findings)), parts)


def _office_at(repository: Repository, commit: str) -> Office | None:
    oid = repository.ref(f"{commit}:{office.FILE}")
    found = office.parse_office(repository.object(oid)[1]) if oid else None
    return found if isinstance(found, Office) else None


def _named(known: Office | None, of: str, id_: str) -> str:
    if known and of == "unit":
        return known.unit_name(id_)
    person = known.people.get(id_) if known else None
    return f"{person.name} ({person.position})" if person else id_


def _concerns(finding: Finding, touched: dict[str, list[PathChange]]) -> bool:
    """Whether the finding is about a touched part or about no item; findings about other items are left out."""
    folder = item_folder(f"{finding.path}/")
    return not finding.path.startswith(f"{ROOT}/") or (folder or finding.path) in touched


def _finding_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    for each in findings[:MAX_FINDINGS]:
        row = each.row("th")
        yield tuple(str(row[name]) for name in ("path", "line", "rule", "severity", "message"))
    if len(findings) > MAX_FINDINGS:
        yield "", "", "", "", message("sheet.more-rows", count=len(findings) - MAX_FINDINGS).text()


@dataclass(frozen=True, slots=True)
class _Version:
    """A file as it was before, or as it would be after."""

    mode: str
    data: bytes
    """Of a manuscript only; other files are shown by their facts."""
    facts: str = ""
    sha256: str = ""


_NONE = _Version("", b"")
_Pair = tuple[_Version, _Version]


def _versions(repository: Repository, changes: Sequence[PathChange]) -> Iterator[_Pair]:
    """Each file before and after, in the order of `changes`, read one pair at a time."""
    sides = [side for each in changes for side in ((each.old_mode, each.old), (each.mode, each.new))]
    objects = repository.objects(oid for mode, oid in sides if oid != NOTHING and mode != SUBMODULE)
    for each in changes:
        pair = [
            _version(each.path, mode, oid, b"" if oid == NOTHING or mode == SUBMODULE else next(objects)[2])
            for mode, oid in ((each.old_mode, each.old), (each.mode, each.new))
        ]
        yield pair[0], pair[1]


def _version(path: str, mode: str, oid: str, data: bytes) -> _Version:
    if oid == NOTHING:
        return _NONE
    if mode == SUBMODULE:
        return _Version(mode, b"", message("sheet.submodule", commit=oid).text())
    is_read = is_manuscript(path) and mode != SYMLINK and len(data) <= limit_of(path)
    return _Version(mode, data if is_read else b"", _facts(path, mode, data), hashlib.sha256(data).hexdigest())


def _facts(path: str, mode: str, data: bytes) -> str:
    if mode == SYMLINK:
        return message("sheet.symlink", target=data[:1000].decode("utf-8", "replace")).text()
    known = type_of(path)
    label = known.label if known else PurePosixPath(path).suffix.lstrip(".").upper()
    executable = message("sheet.executable").text() if mode == EXECUTABLE else ""
    return ", ".join(filter(None, (label, size_text(len(data)), executable)))


def _part(path: str, group: Sequence[PathChange], versions: Iterator[_Pair], names: Names, effort: Effort) -> SheetPart:
    form: list[Row] = []
    changes: list[Row] = []
    words: list[Row] = []
    files: list[Row] = []
    for each in group:
        old, new = next(versions)
        files.append(
            (each.path.removeprefix(f"{path}/"), _done(old, new), old.facts, old.sha256, new.facts, new.sha256)
        )
        if is_manuscript(each.path):
            before, after = (manuscript(each.path, side.data) for side in (old, new))
            if not (before.is_readable and after.is_readable):
                before, after = before.as_text(), after.as_text()
            was, is_now = before.fields(names), after.fields(names)
            form += [(entry.title, entry.text) for entry in is_now if entry.text and not entry.is_order]
            changes += field.changed(was, is_now)
            words += ((str(entry.line), *entry[1:]) for entry in word_changes(before.text, after.text, effort))
    return SheetPart(path, tuple(form), tuple(changes), tuple(words), tuple(files))


def _done(old: _Version, new: _Version) -> str:
    """What the request does with the file, in one word."""
    if not old.mode or not new.mode:
        return message("sheet.removed" if old.mode else "sheet.added").text()
    return message("sheet.mode" if old.sha256 == new.sha256 else "sheet.replaced").text()
