"""a register of main x an entry as typed -> the register with that entry, every other line as it was (R41, R48)"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from prakat.cannot_work import CannotWork
from prakat.content import logbook
from prakat.content.logbook import REGISTERS, check_registers
from prakat.item.item_path import ROOT
from prakat.repository.file_tree import entries_of
from prakat.repository.refs import MAIN
from prakat.rules.edited_yaml import edited_yaml, edits_between
from prakat.rules.finding import Finding
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import YamlDocument, read_yaml_bytes
from prakat.rules.unreadable import Unreadable
from prakat.rules.wording import Label
from prakat_desk.desk import Desk
from prakat_desk.errand.matter import Outcome
from prakat_desk.form.entries import Read
from prakat_desk.form.form_field import FormField, entry_fields
from prakat_desk.form.office_names import office_names
from prakat_desk.form.problem import Problem, Problems
from prakat_desk.keeping.errands import Errand

_FOLDERS = ("item", "items")
"""Fields that name item folders; people paste the addresses of pages."""


def file_of(name: str) -> str:
    return f"{REGISTERS}/{name}.yml"


def content_of(desk: Desk, name: str) -> bytes:
    return content_at(desk, file_of(name))


def content_at(desk: Desk, place: str) -> bytes:
    """Of a file on main; nothing where there is none yet."""
    return desk.repository.object(f"{MAIN}:{place}")[1] if place in entries_of(desk.repository, MAIN, place) else b""


def entries_in(raw: bytes) -> list[dict[str, Any]]:
    """In the order of the file; none of one that is no list of entries, of which the checks tell."""
    try:
        found = read_yaml_bytes(raw, logbook.MAX_BYTES).data
    except Unreadable:
        return []
    return found if isinstance(found, list) and all(isinstance(each, dict) for each in found) else []


def mark_of(entry: Mapping[str, Any]) -> str:
    """By which an entry is found again wherever it stands."""
    return hashlib.sha256(orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def register_findings(name: str, content: bytes, desk: Desk) -> list[Finding]:
    """By the very rules of every other check."""
    with TemporaryDirectory(prefix="prakat-") as place:
        path = Path(place) / file_of(name)
        path.parent.mkdir()
        path.write_bytes(content)
        return list(check_registers(Path(place), desk.authority.office))


@dataclass(frozen=True)
class RegisterEntry:
    """Has no slots, so that the register is read once. A new one where the errand is about nothing."""

    desk: Desk
    errand: Errand

    @property
    def heading(self) -> Message:
        name = Label("register", self.errand.kind)
        return message("desk_office.mend-entry" if self.errand.about else "desk_office.new-entry", name=name)

    @property
    def fields(self) -> Sequence[FormField]:
        return entry_fields(f"{REGISTERS}/{self.errand.kind}")

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """Whoever left stays to be chosen: registers tell of what was."""
        known = self.desk.authority.office
        people = {each.id: each.introduced for each in known.people.values()}
        return {**office_names(known, self.desk.day, language), "person": people}

    @cached_property
    def _content(self) -> bytes:
        return content_of(self.desk, self.errand.kind)

    @cached_property
    def _index(self) -> int | None:
        """Where the entry stands now; None where somebody has changed it."""
        marks = [mark_of(each) for each in entries_in(self._content)]
        return marks.index(self.errand.about) if self.errand.about in marks else None

    def first(self) -> Mapping[str, Any]:
        if not self.errand.about:
            return {"date": self.desk.day.isoformat()}
        if self._index is None:
            raise CannotWork("desk_office.entry-changed")
        return entries_in(self._content)[self._index]

    def outcome(self, read: Read, language: str) -> Outcome:
        title = message("desk_office.entry-title", name=Label("register", self.errand.kind))
        if self.errand.about and self._index is None:
            return Outcome(title, {}, (Problem("", message("desk_office.entry-changed").text(language), True),))
        values = {each.own: read.values[each.own] for each in self.fields if each.own in read.values}
        values = {name: self._folders(name, value) for name, value in values.items()}
        try:
            changed, index = self._changed(values)
        except (CannotWork, Unreadable):
            told = message("rules.not-edited", place=file_of(self.errand.kind)).text(language)
            return Outcome(title, {}, (Problem("", told, True),))
        return Outcome(title, self._changes(changed), tuple(self._problems(changed, index, read, language)))

    def _changes(self, changed: bytes) -> dict[str, bytes | None]:
        return {file_of(self.errand.kind): changed} if changed != self._content else {}

    def _changed(self, values: Mapping[str, Any]) -> tuple[bytes, int]:
        """Raises CannotWork for a register that is no list of entries."""
        text, there = self._content.decode("utf-8", "replace"), entries_in(self._content)
        if not there and read_yaml_bytes(self._content, logbook.MAX_BYTES).data:
            raise CannotWork("rules.not-edited", place=file_of(self.errand.kind))
        if self._index is None:
            return edited_yaml(text, [((len(there),), values)]).encode(), len(there)
        edits = [*edits_between(there[self._index], values, (self._index,))]
        return (edited_yaml(text, edits).encode() if edits else self._content), self._index

    def _problems(self, changed: bytes, index: int, read: Read, language: str) -> list[Problem]:
        found = register_findings(self.errand.kind, changed, self.desk)
        try:
            document = read_yaml_bytes(changed, logbook.MAX_BYTES)
        except Unreadable:
            document = YamlDocument(None)
        return Problems(self.fields, language).of_entry(found, document, [(index,)], read)

    def _folders(self, name: str, value: Any) -> Any:
        if name not in _FOLDERS:
            return value
        return [self._folder(each) for each in value] if isinstance(value, list) else self._folder(value)

    def _folder(self, typed: str) -> str:
        """As the register names it, of the address of a page that people paste."""
        text = typed.strip().removeprefix(self.desk.authority.office.site_url).partition("#")[0].partition("?")[0]
        path = text.strip("/")
        return path if path.startswith(f"{ROOT}/") or not path else f"{ROOT}/{path}"
