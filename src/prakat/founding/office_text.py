"""what an office.yml says -> its text: block YAML with Thai comments taken from its schema, for people to edit"""

import datetime
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from prakat.rules import data, schema
from prakat.rules.message import message

_YES_TO_SOME = re.compile("[yYnN]")
_QUOTED = frozenset({"no"})
"""Keys whose values look like numbers, and are none: the number of an order."""


def office_text(fields: Mapping[str, Any]) -> bytes:
    """The whole file. Dates are given as dates; every other value is read again as it was given."""
    root = schema.named("office").content
    known = root["properties"]
    lines = [f"# {root['title']}: {root['description']}", f"# {message('founding.office-how-to').text()}"]
    for key, value in fields.items():
        lines += ["", *_comment(known[key], "#"), *yaml_lines({key: value})]
    others = {key: part for key, part in known.items() if key not in fields}
    lines += ["", f"# {message('founding.office-more').text()}", *_legend(others, "#   ")]
    return ("\n".join(lines) + "\n").encode()


def yaml_lines(fields: Mapping[str, Any]) -> list[str]:
    """Block YAML without comments."""
    return [line for key, value in fields.items() for line in _below(key, value, "")]


def fields_legend(properties: Mapping[str, Any]) -> list[str]:
    """A comment line for each property: what it is called and what it means."""
    return list(_legend(properties, "#   "))


def scalar(value: object) -> str:
    """A value as YAML on one line: plain where every reader takes it for the same text, else in quotes."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    shown = _dumped(text, None)
    return text if shown == text and not _YES_TO_SOME.fullmatch(text) else _dumped(text, '"')


def _dumped(text: str, style: str | None) -> str:
    found: str = yaml.safe_dump(text, allow_unicode=True, width=sys.maxsize, default_style=style)
    return found.removesuffix("\n").removesuffix("\n...")


def _comment(part: Mapping[str, Any], mark: str) -> Iterator[str]:
    yield f"{mark} {part['title']}: {part['description']}"
    yield from _legend(_inner(part), f"{mark}   ")


def _legend(properties: Mapping[str, Any], mark: str) -> Iterator[str]:
    for key, part in properties.items():
        yield f"{mark}{key}: {part['title']} ({part['description']})"
        yield from (f"{mark}  {each} = {data.label(part['labels'], each)}" for each in part.get("enum", ()))
        yield from _legend(_inner(part), f"{mark}  ")


def _inner(part: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = part.get("properties") or part.get("items", {}).get("properties", {})
    return found


def _below(key: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{key}:"
        for name, inner in value.items():
            yield from _below(name, inner, f"{indent}  ")
    elif isinstance(value, list):
        yield f"{indent}{key}:"
        yield from _entries(value, f"{indent}  ")
    else:
        shown = _dumped(str(value), '"') if key in _QUOTED else scalar(value)
        yield f"{indent}{key}: {shown}"


def _entries(entries: list[Any], indent: str) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, Mapping):
            own = [line for name, inner in entry.items() for line in _below(name, inner, f"{indent}  ")]
            yield f"{indent}- {own[0].lstrip()}"
            yield from own[1:]
        else:
            yield f"{indent}- {scalar(entry)}"
