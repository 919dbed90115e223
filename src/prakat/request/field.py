"""a document x its schema -> each of its fields in the words of people; two documents -> every field that changed"""

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from prakat.request.word_change import told_apart
from prakat.rules import data, schema
from prakat.rules.message import message
from prakat.rules.wording import Day, Moment
from prakat.thai.buddhist_era import DateProblem, parse_with_time
from prakat.thai.visible_text import with_signs

Key = tuple[str, ...]
Names = Callable[[str, str], str]
"""(`unit` or `person`, id) -> the name that people read."""


class Field(NamedTuple):
    key: Key
    title: str
    """Its Thai title in the schema, preceded by the titles of the fields that contain it."""
    text: str
    value: str
    """As it stands in the document, in JSON: different values may read alike."""
    is_order: bool = False
    """Whether this is not a real field but the order of a list's entries."""


class FieldChange(NamedTuple):
    title: str
    before: str
    """Empty where the field was not there."""
    after: str


def schema_of(name: str, category: str = "", told: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """The schema of that name, with what a category adds to it: to every document, and to one that says `told`."""
    base: Mapping[str, Any] = schema.named(name).content
    extra = schema.for_category(category) if category else None
    if extra is None:
        return base
    found = _with(base, extra.content)
    condition = extra.content.get("if")
    meets = condition is not None and schema.compiled(condition).quick.is_valid(told or {})
    return _with(found, extra.content.get("then" if meets else "else", {})) if condition is not None else found


def _with(base: Mapping[str, Any], more: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema, and what else it requires: of itself, and of its properties."""
    required = [*dict.fromkeys([*base.get("required", ()), *more.get("required", ())])]
    own = base.get("properties", {})
    properties = {**own, **{key: _with(own.get(key, {}), part) for key, part in more.get("properties", {}).items()}}
    definitions = {**base.get("$defs", {}), **more.get("$defs", {})}
    found = {"required": required, "properties": properties, "$defs": definitions}
    return {**base, **{key: value for key, value in found.items() if value}} if base else more


def fields(root: Mapping[str, Any], document: object, names: Names) -> list[Field]:
    """In the order of the schema; fields that the schema does not know come last, under their own names."""
    return list(_Walk(root, names).below(root, document, (), ""))


def changed(before: Sequence[Field], after: Sequence[Field]) -> Iterator[FieldChange]:
    """Every field that differs, however many. The order of a list that is new is no change of its own."""
    old, new = ({each.key: each for each in found} for found in (before, after))
    for key in dict.fromkeys([*new, *old]):
        one, other = old.get(key, _NOTHING), new.get(key, _NOTHING)
        is_order_alone = (one.is_order or other.is_order) and not (one.key and other.key)
        if one.value != other.value and not is_order_alone:
            yield FieldChange(other.title or one.title, *_told_apart(one, other))


def _told_apart(one: Field, other: Field) -> tuple[str, str]:
    if one.text == other.text:
        return one.value, other.value
    if one.text.split() == other.text.split():
        return with_signs(one.text), with_signs(other.text)
    return told_apart(one.text, other.text)


_NOTHING = Field((), "", "", "")


class _Walk:
    def __init__(self, root: Mapping[str, Any], names: Names) -> None:
        self._root, self._names = root, names

    def below(self, part: Mapping[str, Any], value: object, key: Key, title: str) -> Iterator[Field]:
        part = self._resolved(part)
        if isinstance(value, dict) and value:
            known = part.get("properties", {})
            for name in [*(each for each in known if each in value), *(each for each in value if each not in known)]:
                own = self._resolved(known.get(name, {}))
                yield from self.below(own, value[name], (*key, str(name)), _joined(title, own.get("title", str(name))))
        elif isinstance(value, list):
            yield from self._entries(part, value, key, title)
        else:
            yield Field(key, title, self._words(part, value), _json(value))

    def _entries(self, part: Mapping[str, Any], entries: list[Any], key: Key, title: str) -> Iterator[Field]:
        inner = self._resolved(_items(part))
        if not any(isinstance(each, dict | list) for each in entries):
            own = {**inner, **({"names": part["names"]} if "names" in part else {})}
            yield Field(key, title, ", ".join(self._words(own, each) for each in entries), _json(entries))
            return
        called = self._called(inner, entries)
        order = _joined(title, message("sheet.order").text())
        yield Field((*key, ""), order, ", ".join(called.values()), _json([*called]), is_order=True)
        for (own_key, name), entry in zip(called.items(), entries, strict=True):
            yield from self.below(inner, entry, (*key, own_key), _joined(title, name))

    def _called(self, part: Mapping[str, Any], entries: Sequence[Any]) -> dict[str, str]:
        """Key -> label of each entry; an entry has the same key in both versions, and people read the label."""
        known = part.get("properties", {})
        count: dict[str, int] = {}
        called = {}
        for entry in entries:
            found = {
                each: entry[each] for each in part.get("known_by", ()) if isinstance(entry, dict) and each in entry
            }
            own_key = _json(found or entry)
            words = (self.below(known[each], value, (), "") for each, value in found.items())
            name = ", ".join(one.text for each in words for one in each)
            count[own_key] = turn = count.get(own_key, 0) + 1
            again = f" ({turn})" if turn > 1 else ""
            called[own_key + again] = (name or own_key) + again
        return called

    def _resolved(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in part:
            return part
        target: Any = self._root
        for step in str(part["$ref"]).removeprefix("#/").split("/"):
            target = target[step]
        return {**target, **part}

    def _words(self, part: Mapping[str, Any], value: object) -> str:
        if isinstance(value, bool):
            return message("sheet.yes" if value else "sheet.no").text()
        if not isinstance(value, str):
            return _json(value) if value else ""
        if value in data.load("labels.yml").get(part.get("labels", ""), {}):
            return data.label(part["labels"], value)
        if "names" in part:
            return message("sheet.all-units").text() if value == "all" else self._names(part["names"], value)
        return _date(value) if str(part.get("format", "")).startswith("iso-") else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _joined(title: str, name: str) -> str:
    return f"{title} › {name}" if title else name


def _items(part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "items" in part:
        return dict(part["items"])
    return next((dict(each["items"]) for each in part.get("anyOf", ()) if "items" in each), {})


def _date(text: str) -> str:
    """The date as people write it; the text itself if it is no date."""
    if text == "never":
        return message("sheet.never").text()
    found = parse_with_time(text)
    if isinstance(found, DateProblem):
        return text
    return (Moment(found) if isinstance(found, datetime.datetime) else Day(found)).text()
