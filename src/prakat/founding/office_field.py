"""text x its place in office.yml -> the text as that place may hold it, or what is wrong with it"""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.office.office import FILE
from prakat.rules import schema
from prakat.rules.file_name import proposed
from prakat.rules.finding import Finding
from prakat.rules.schema import Schema
from prakat.rules.strict_yaml import YamlDocument
from prakat.rules.wording import Listed

Place = tuple[str, ...]
"""Names of properties; a list's entries stand under the name of the list."""


@dataclass(frozen=True, slots=True)
class _FieldName:
    key: str
    title: str

    def text(self, language: str = "th") -> str:
        return self.title if language == "th" else self.key


@dataclass(frozen=True, slots=True)
class _Broken:
    """A finding without the place in a file that does not exist yet."""

    finding: Finding

    def text(self, language: str = "th") -> str:
        return self.finding.message(language)


def fitting(text: str, place: Place) -> str:
    """The text, if the schema of office.yml takes it at that place.

    Raises CannotWork, which says what must be, what was found and how to mend it; for a date with the corrected one."""
    found = list(_schema_of(place).findings(FILE, YamlDocument({place[-1]: text})))
    if found:
        called = _FieldName(place[-1], field_at(place)["title"])
        told = (_Broken(Finding(FILE, 1, each.rule, {**each.values, "field": called})) for each in found)
        raise CannotWork("founding.unfit", findings=Listed.of(told, "\n"))
    return text


def new_id(text: str, place: Place, taken: Collection[str]) -> str:
    """The id, if nobody has it yet. Raises CannotWork."""
    if fitting(text, place) in taken:
        raise CannotWork("founding.id-twice", found=text, known=Listed.of(taken))
    return text


def proposed_id(name: str, taken: Collection[str]) -> str:
    """An id in Latin letters that sounds like the name, and that nobody has yet."""
    stem = proposed(name.replace(".", "-"))
    others = (f"{stem}-{turn}" for turn in itertools.count(2))
    return next(each for each in itertools.chain([stem], others) if each not in taken)


def field_at(place: Place) -> Mapping[str, Any]:
    """What the schema says of that place: its title, its description, its pattern."""
    part: Mapping[str, Any] = schema.named("office").content
    for name in place:
        part = _resolved(part.get("items", part))["properties"][name]
    return _resolved({**part, **part.get("items", {}), "title": part["title"]})


def _resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in part:
        return part
    named = part["$ref"].removeprefix("#/$defs/")
    return {**schema.named("office").content["$defs"][named], **part}


@cache
def _schema_of(place: Place) -> Schema:
    content = {key: value for key, value in field_at(place).items() if key != "$ref"}
    return schema.compiled({"type": "object", "properties": {place[-1]: content}})
