"""JSON-shaped values <-> the entries of a form, each by its name; what is no value yet is told, and stays as typed"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import parse_with_time, year
from prakat_desk.form.form_field import DATES, FormField, Widget, every_field
from prakat_desk.form.typed_date import typed_date, typed_time
from prakat_desk.form.typed_number import typed_number

Entries = Mapping[str, Sequence[str]]
NEVER, YES, NO = "never", "yes", "no"
DATE_PARTS = ("day", "month", "year", "time")
MOST_GROUPS = 101
"""One more than any list may have, so that the check tells of it."""
_INDEX = re.compile(r"(?P<index>0|[1-9][0-9]{0,2})\.")


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that is no value."""

    name: str
    told: Message


@dataclass(frozen=True, slots=True)
class Read:
    values: dict[str, Any]
    unread: tuple[Unread, ...]
    groups: Mapping[str, tuple[int, ...]]
    """Name of a list of groups -> of each of its values the index that it has in the form."""


def entries_of(values: Mapping[str, Any], fields: Iterable[FormField]) -> dict[str, list[str]]:
    """What the form shows of the values."""
    return {name: given for each in fields for name, given in _shown(each, values.get(each.own), each.own)}


def _shown(asked: FormField, value: Any, name: str) -> Iterator[tuple[str, list[str]]]:
    if value is None:
        return
    match asked.widget:
        case Widget.GROUP:
            for part in asked.parts:
                yield from _shown(part, value.get(part.own), f"{name}.{part.own}")
        case Widget.GROUPS | Widget.CHOICES | Widget.LINES if not value:
            yield f"{name}-empty", [YES]
        case Widget.GROUPS:
            for index, entry in enumerate(value):
                for part in asked.parts:
                    yield from _shown(part, entry.get(part.own), f"{name}.{index}.{part.own}")
        case Widget.CHOICES:
            yield name, list(value)
        case Widget.LINES:
            yield name, ["\n".join(value)]
        case Widget.ONE_OR_MORE:
            yield name, [value] if isinstance(value, str) else list(value)
            if not isinstance(value, str):
                yield f"{name}-list", [YES]
        case Widget.YES_NO:
            yield name, [YES if value else NO]
        case widget if widget in DATES:
            yield from _date_shown(value, name)
        case _:
            yield name, [str(value)]


def _date_shown(value: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """What is no date stands whole in the place of the day, as it was typed."""
    if value == NEVER:
        yield f"{name}-never", [YES]
        return
    found = parse_with_time(value)
    if not isinstance(found, datetime.date):
        yield f"{name}-day", [value]
        return
    yield f"{name}-day", [str(found.day)]
    yield f"{name}-month", [str(found.month)]
    yield f"{name}-year", [str(year(found))]
    if "T" in value:
        yield f"{name}-time", [value.partition("T")[2]]


def spread(entries: Entries, fields: Iterable[FormField]) -> dict[str, list[str]]:
    """The entries, in which a date that came whole under the field's own name stands in its parts, as on the form."""
    dates = {".".join(each.key) for each in every_field(fields) if each.widget in DATES}
    found: dict[str, list[str]] = {}
    for name, given in entries.items():
        key = ".".join(part for part in name.split(".") if not part.isdecimal())
        whole = given[-1].strip() if given else ""
        found |= dict(_date_shown(whole, name)) if key in dates and whole else {name: list(given)}
    return found


def values_of(entries: Entries, fields: Iterable[FormField]) -> Read:
    """What was typed, as values of the schema; whether they fit it, the checks say. Empty groups are left out."""
    reading = _Reading(entries)
    found = {each.own: reading.value(each, each.own) for each in fields}
    values = {name: value for name, value in found.items() if value is not None}
    return Read(values, tuple(reading.unread), reading.groups)


@dataclass(frozen=True, slots=True)
class _Reading:
    entries: Entries
    unread: list[Unread] = field(default_factory=list)
    groups: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def value(self, asked: FormField, name: str) -> Any:
        """None where nothing was typed."""
        match asked.widget:
            case Widget.GROUP:
                return self._group(asked, name)
            case Widget.GROUPS:
                return self._list(self._groups(asked, name), name)
            case Widget.CHOICES:
                return self._list([*dict.fromkeys(each for each in self.entries.get(name, ()) if each)], name)
            case Widget.LINES:
                return self._list(_lines(self.entries.get(name, ())), name)
            case Widget.ONE_OR_MORE:
                given = list(dict.fromkeys(_lines(self.entries.get(name, ()))))
                is_list = len(given) > 1 or self.entries.get(f"{name}-list")
                return (given if is_list else given[0]) if given else None
            case Widget.YES_NO:
                return {YES: True, NO: False}.get(_last(self.entries, name))
            case widget if widget in DATES:
                return self._date(widget, name)
            case Widget.TIME:
                return self._time(name)
            case Widget.NUMBER:
                return self._number(name)
            case _:
                given_text = _last(self.entries, name)
                return given_text if given_text.strip() else None

    def _list(self, found: list[Any], name: str) -> list[Any] | None:
        """An empty list only where there was one."""
        return found if found or self.entries.get(f"{name}-empty") else None

    def _group(self, asked: FormField, name: str) -> dict[str, Any] | None:
        found = {part.own: self.value(part, f"{name}.{part.own}") for part in asked.parts}
        return {own: value for own, value in found.items() if value is not None} or None

    def _groups(self, asked: FormField, name: str) -> list[Any]:
        found = {index: self._group(asked, f"{name}.{index}") for index in group_indexes(self.entries, name)}
        filled = {index: each for index, each in found.items() if each is not None}
        self.groups[name] = tuple(filled)
        return list(filled.values())

    def _date(self, widget: Widget, name: str) -> str | None:
        day, month, year_typed, time = (_last(self.entries, f"{name}-{each}") for each in DATE_PARTS)
        if widget is Widget.DATE_OR_NEVER and self.entries.get(f"{name}-never"):
            is_both = bool((day + month + year_typed).strip())
            return self._meant(message("desk_form.date-and-never") if is_both else NEVER, name)
        return self._meant(typed_date(day, month, year_typed, time if widget is not Widget.DATE else ""), name)

    def _time(self, name: str) -> str | None:
        return self._meant(typed_time(_last(self.entries, name)), name)

    def _number(self, name: str) -> int | None:
        typed = _last(self.entries, name)
        found = typed_number(typed) if typed.strip() else None
        if found is None and typed.strip():
            self.unread.append(Unread(name, message("desk_form.number", found=typed.strip())))
        return found

    def _meant(self, found: str | Message, name: str) -> str | None:
        if isinstance(found, Message):
            self.unread.append(Unread(name, found))
            return None
        return found or None


def group_indexes(entries: Entries, name: str) -> list[int]:
    """The indexes that a list of groups has in the form, in their order."""
    found = {index for each in entries if (index := _index_in(each, name)) is not None}
    return sorted(found)[:MOST_GROUPS]


def without_group(entries: Entries, name: str, index: int) -> dict[str, list[str]]:
    """The entries without one group of a list; those behind it move up."""
    return _renumbered(entries, name, [each for each in group_indexes(entries, name) if each != index])


def with_group(entries: Entries, name: str, given: Mapping[str, str]) -> dict[str, list[str]]:
    """The entries with one group more at the end of a list; `given` has its parts, of which one may be empty."""
    there = group_indexes(entries, name)
    new = {f"{name}.{len(there)}.{part}": [value] for part, value in given.items()}
    return {**_renumbered(entries, name, there), **new}


def _index_in(entry: str, name: str) -> int | None:
    match = _INDEX.match(entry.removeprefix(f"{name}.")) if entry.startswith(f"{name}.") else None
    return int(match["index"]) if match else None


def _renumbered(entries: Entries, name: str, kept: Sequence[int]) -> dict[str, list[str]]:
    found = {each: list(given) for each, given in entries.items() if _index_in(each, name) is None}
    for place, index in enumerate(kept):
        before = f"{name}.{index}."
        own = {each.removeprefix(before): given for each, given in entries.items() if each.startswith(before)}
        found |= {f"{name}.{place}.{rest}": list(given) for rest, given in own.items()}
    return found


def _lines(given: Iterable[str]) -> list[str]:
    return [line.strip() for each in given for line in each.split("\n") if line.strip()]


def _last(entries: Entries, name: str) -> str:
    given = entries.get(name) or ("",)
    return given[-1]
