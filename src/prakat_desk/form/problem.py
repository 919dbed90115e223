"""finding of a check x the document that it is about -> the entry of the form where it is mended, in words for it"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from prakat.item.front_matter import FENCE, read_front_matter
from prakat.item.item_path import INDEX
from prakat.rules import data
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.strict_yaml import Pointer, YamlDocument
from prakat.rules.unreadable import Unreadable
from prakat.rules.wording import render
from prakat_desk.form.entries import Read
from prakat_desk.form.field_place import place_of
from prakat_desk.form.form_field import FormField, every_field

BODY, FILES, LISTED = "body", "files", "attachments"
"""Where the text is typed and where the files are shown; the field that lists them."""
MENDED_AT: Mapping[str, str] = {
    "change-note.missing": "change_note",
    "closes.missing": "closes",
    "expiry.review-by": "review_by",
    "picture.credit": "credits",
}
"""What is found at one place and mended at another."""
_REQUIRED = "field.required"


@dataclass(frozen=True, slots=True)
class Problem:
    name: str
    """Of an entry of the form; empty where it is about all of it."""
    told: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a form, in one language."""

    fields: Sequence[FormField]
    language: str

    def of(self, findings: Iterable[Finding], index: bytes, read: Read) -> list[Problem]:
        """What could not be read first, then the findings, of which those about an unread entry are left out."""
        first = [Problem(each.name, each.told.text(self.language), True) for each in read.unread]
        silent = {each.name for each in first}
        places = _Places.of(index, self.fields, read)
        found = [Problem(places.name(each), self._told(each), each.is_error) for each in findings]
        return [*first, *(each for each in found if each.name not in silent)]

    def of_entry(
        self, findings: Iterable[Finding], document: YamlDocument, places: Sequence[Pointer], read: Read
    ) -> list[Problem]:
        """The same of one entry of a file that has several; `places` are where its fields stand, the innermost first.
        What is about another place of the file is about all of the form."""
        found = [Problem(each.name, each.told.text(self.language), True) for each in read.unread]
        silent = {each.name for each in found}
        for each in findings:
            name = self._entry_name(_pointer_of(each, document), places, read)
            if name not in silent or not name:
                title = self._title(name)
                named = (
                    replace(each, values={**each.values, "field": title}) if title and "field" in each.values else each
                )
                found.append(Problem(name, self._told(named, name), each.is_error))
        return found

    def _entry_name(self, pointer: Pointer, places: Sequence[Pointer], read: Read) -> str:
        place = next((each for each in places if pointer[: len(each)] == each and len(pointer) > len(each)), None)
        return place_of(pointer[len(place) :], self.fields, read.groups) if place is not None else ""

    def _told(self, finding: Finding, name: str = "") -> str:
        if finding.rule == _REQUIRED and (title := self._title(name or str(finding.values["field"]))):
            return message("desk_form.required", title=title).text(self.language)
        words = data.load("form-rules.yml").get(finding.rule)
        return render(words[self.language], finding.values, self.language) if words else finding.message(self.language)

    def _title(self, name: str) -> str:
        key = tuple(part for part in name.split(".") if not part.isdecimal())
        return next((each.title(self.language) for each in every_field(self.fields) if each.key == key), "")


@dataclass(frozen=True, slots=True)
class _Places:
    document: YamlDocument
    body_line: int
    fields: Sequence[FormField]
    values: Mapping[str, Any]
    groups: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, index: bytes, fields: Sequence[FormField], read: Read) -> "_Places":
        try:
            parts, document = read_front_matter(index)
            return cls(document, parts.body_line, fields, read.values, read.groups)
        except Unreadable:
            return cls(YamlDocument(None), _body_line(index), fields, read.values, read.groups)

    def name(self, finding: Finding) -> str:
        if finding.rule in MENDED_AT:
            return MENDED_AT[finding.rule]
        if not finding.path.endswith(f"/{INDEX}"):
            return self._file(finding.path.rpartition("/")[2])
        if finding.line >= self.body_line:
            return BODY
        found = place_of(self._pointer(finding), self.fields, self.groups)
        return FILES if found == LISTED else found

    def _file(self, name: str) -> str:
        """Where a file is listed, or all of them are."""
        listed = self.values.get(LISTED, ())
        at = next((at for at, each in enumerate(listed) if each.get("file") == name), None)
        return FILES if at is None else place_of((LISTED, at, "file"), self.fields, self.groups)

    def _pointer(self, finding: Finding) -> Pointer:
        return _pointer_of(finding, self.document)


def _pointer_of(finding: Finding, document: YamlDocument) -> Pointer:
    named = _pointer(str(finding.values.get("field", "")))
    if named and (finding.rule.startswith("field.") or named in document.lines):
        return named
    there = [pointer for pointer, line in document.lines.items() if line == finding.line and pointer]
    return max(there, key=len, default=())


def _body_line(index: bytes) -> int:
    """Of a file that cannot be read otherwise, since its text has what no text may have."""
    lines = index.split(b"\n")
    return next((at + 2 for at in range(1, len(lines)) if lines[at] == FENCE.encode()), len(lines) + 1)


def _pointer(name: str) -> Pointer:
    """`attachments.1.file`, as findings count for people, in the way in which programs do."""
    parts = name.split(".") if name and name != "—" else []
    return tuple(int(each) - 1 if each.isdecimal() else each for each in parts)
