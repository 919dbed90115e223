"""office.yml as bytes x person x keys -> the same bytes with those keys as the person's, nothing else touched (R34)"""

import copy
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson
import yaml

from prakat.cannot_work import CannotWork
from prakat.office.office import Office, parse_office
from prakat.rules.wording import Listed


class KeyOrder(NamedTuple):
    """The order by which a key takes the place of one that is lost, where nobody else can sign the person's step."""

    no: str
    date: str
    """As in office.yml, 2026-11-20."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def with_person_keys(raw: bytes, person: str, keys: Sequence[str], order: KeyOrder | None = None) -> bytes:
    """Keys that stay keep their spelling and their comments. Raises CannotWork for an office.yml that cannot be
    changed so, or that its rules would then refuse."""
    text = raw.decode("utf-8")
    root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    entry = _person(root, person)
    edits = [*_keys(text, entry, keys), *(_order(text, entry, order) if order else ())]
    for each in sorted(edits, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    changed = text.encode()
    _prove(raw, changed, person, keys, order)
    return changed


def _person(root: Any, person: str) -> Any:
    people = _value(root, "people")
    for each in people.value if people else ():
        name = _value(each, "id")
        if name is not None and name.value == person:
            return each
    raise CannotWork("office.no-such-person", person=person)


def _pair(mapping: Any, name: str) -> tuple[Any, Any] | None:
    return next(((key, value) for key, value in mapping.value if key.value == name), None)


def _value(mapping: Any, name: str) -> Any:
    found = _pair(mapping, name)
    return found[1] if found else None


def _keys(text: str, entry: Any, keys: Sequence[str]) -> Iterator[_Edit]:
    found = _pair(entry, "keys")
    if found is None:
        yield _new(text, entry, "keys", f"[{', '.join(map(_quoted, keys))}]")
        return
    name, held = found
    kept = [each for each in held.value if each.value in keys]
    fresh = [_quoted(each) for each in keys if each not in [one.value for one in held.value]]
    if held.flow_style or not held.value:
        yield from _in_brackets(text, held, kept, fresh)
    elif not kept:
        yield _Edit(name.end_mark.index, held.value[-1].end_mark.index, f": [{', '.join(fresh)}]")
    else:
        yield from _in_lines(text, held, kept, fresh)


def _in_brackets(text: str, held: Any, kept: list[Any], fresh: list[str]) -> Iterator[_Edit]:
    if len(kept) == len(held.value) > 0:
        end = kept[-1].end_mark.index
        yield _Edit(end, end, "".join(f", {each}" for each in fresh))
    else:
        shown = [*(_source(text, each) for each in kept), *fresh]
        yield _Edit(held.start_mark.index, held.end_mark.index, f"[{', '.join(shown)}]")


def _in_lines(text: str, held: Any, kept: list[Any], fresh: list[str]) -> Iterator[_Edit]:
    """Each key has a line of its own, which a dash begins."""
    for each in held.value:
        if each not in kept:
            yield _Edit(_line_start(text, each.start_mark.index), _line_end(text, each.end_mark.index), "")
    end, indent = _line_end(text, held.value[-1].end_mark.index), " " * held.start_mark.column
    before = "" if text[:end].endswith("\n") else _newline(text)
    lines = "".join(f"{indent}- {each}{_newline(text)}" for each in fresh)
    yield _Edit(end, end, before + lines)


def _order(text: str, entry: Any, order: KeyOrder) -> Iterator[_Edit]:
    shown = f"{{no: {_quoted(order.no)}, date: {order.date}}}"
    held = _value(entry, "key_order")
    if held is None:
        yield _new(text, entry, "key_order", shown)
    else:
        end = held.end_mark if held.flow_style else held.value[-1][1].end_mark
        yield _Edit(held.start_mark.index, end.index, shown)


def _new(text: str, entry: Any, name: str, shown: str) -> _Edit:
    """A property that the person did not have: below the id, or before all others between braces."""
    if entry.flow_style:
        start = entry.value[0][0].start_mark.index
        return _Edit(start, start, f"{name}: {shown}, ")
    pair = _pair(entry, "id")
    assert pair, "by which the person was found"
    end, indent = _line_end(text, pair[1].end_mark.index), " " * pair[0].start_mark.column
    before = "" if text[:end].endswith("\n") else _newline(text)
    return _Edit(end, end, f"{before}{indent}{name}: {shown}{_newline(text)}")


def _quoted(value: str) -> str:
    """In double quotes, as JSON and YAML both read it."""
    return orjson.dumps(value).decode()


def _source(text: str, node: Any) -> str:
    return text[node.start_mark.index : node.end_mark.index]


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    """Behind the line's end."""
    return text.find("\n", place) + 1 or len(text)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _prove(raw: bytes, changed: bytes, person: str, keys: Sequence[str], order: KeyOrder | None) -> None:
    before, after = (_read(each) for each in (raw, changed))
    must = copy.deepcopy(before.source_lines.data)
    entry = next(each for each in must["people"] if each["id"] == person)
    entry["keys"] = list(keys)
    if order:
        entry["key_order"] = {"no": order.no, "date": order.date}
    if after.source_lines.data != must:
        raise CannotWork("office.keys-unwritten", person=person)


def _read(raw: bytes) -> Office:
    found = parse_office(raw)
    if isinstance(found, Office):
        return found
    raise CannotWork("office.keys-refused", found=Listed.of(found, "\n"))
