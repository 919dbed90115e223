"""JSON-shaped values <-> the entries of a form, each by its name; what is no value yet is told, and stays as typed"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prakat.rules.message import Message
from prakat.thai.buddhist_era import parse_with_time, year
from prakat_desk.form.form_field import DATES, FormField, Widget
from prakat_desk.form.typed_date import typed_date

Entries = Mapping[str, Sequence[str]]
NEVER, YES, NO = "never", "yes", "no"
MOST_GROUPS = 100
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


def entries_of(values: Mapping[str, Any], fields: Iterable[FormField]) -> dict[str, list[str]]:
    """What the form shows of the values."""
    return {name: given for field in fields for name, given in _shown(field, values.get(field.own), field.own)}


def _shown(field: FormField, value: Any, name: str) -> Iterator[tuple[str, list[str]]]:
    if value is None:
        return
    match field.widget:
        case Widget.GROUP:
            for part in field.parts:
                yield from _shown(part, value.get(part.own), f"{name}.{part.own}")
        case Widget.GROUPS | Widget.CHOICES | Widget.LINES if not value:
            yield f"{name}-empty", [YES]
        case Widget.GROUPS:
            for index, entry in enumerate(value):
                for part in field.parts:
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


def values_of(entries: Entries, fields: Iterable[FormField]) -> Read:
    """What was typed, as values of the schema; whether they fit it, the checks say. Empty groups are left out."""
    unread: list[Unread] = []
    found = {field.own: _value(field, entries, field.own, unread) for field in fields}
    return Read({name: value for name, value in found.items() if value is not None}, tuple(unread))


def _value(field: FormField, entries: Entries, name: str, unread: list[Unread]) -> Any:
    match field.widget:
        case Widget.GROUP:
            return _group(field, entries, name, unread)
        case Widget.GROUPS:
            indexes = group_indexes(entries, name)
            found = [_group(field, entries, f"{name}.{index}", unread) for index in indexes]
            return _list([each for each in found if each is not None], entries, name)
        case Widget.CHOICES:
            return _list([*dict.fromkeys(each for each in entries.get(name, ()) if each)], entries, name)
        case Widget.LINES:
            return _list(_lines(entries.get(name, ())), entries, name)
        case Widget.ONE_OR_MORE:
            given = list(dict.fromkeys(_lines(entries.get(name, ()))))
            is_list = len(given) > 1 or entries.get(f"{name}-list")
            return (given if is_list else given[0]) if given else None
        case Widget.YES_NO:
            return {YES: True, NO: False}.get(_last(entries, name))
        case widget if widget in DATES:
            return _date(widget, entries, name, unread)
        case _:
            given_text = _last(entries, name)
            return given_text if given_text.strip() else None


def _list(found: list[Any], entries: Entries, name: str) -> list[Any] | None:
    """None where nothing was typed; an empty list only where there was one."""
    return found if found or entries.get(f"{name}-empty") else None


def _group(field: FormField, entries: Entries, name: str, unread: list[Unread]) -> dict[str, Any] | None:
    found = {part.own: _value(part, entries, f"{name}.{part.own}", unread) for part in field.parts}
    return {own: value for own, value in found.items() if value is not None} or None


def _date(widget: Widget, entries: Entries, name: str, unread: list[Unread]) -> str | None:
    if widget is Widget.DATE_OR_NEVER and entries.get(f"{name}-never"):
        return NEVER
    day, month, year_typed, time = (_last(entries, f"{name}-{each}") for each in ("day", "month", "year", "time"))
    found = typed_date(day, month, year_typed, time if widget is not Widget.DATE else "")
    if isinstance(found, Message):
        unread.append(Unread(name, found))
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
