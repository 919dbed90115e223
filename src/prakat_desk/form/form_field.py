"""schema of an item, a register or office.yml -> the fields of a form, named by their place in the schema"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from prakat.request.field import schema_of
from prakat.rules import data


class Widget(StrEnum):
    """How a value is typed."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    URL = "url"
    CHOICE = "choice"
    CHOICES = "choices"
    """Any of several values: a list."""
    LINES = "lines"
    """A list of texts, one on each line."""
    ONE_OR_MORE = "one-or-more"
    """A text, or a list of them."""
    YES_NO = "yes-no"
    DATE = "date"
    DATE_OR_NEVER = "date-or-never"
    DATE_MAYBE_TIME = "date-maybe-time"
    DATE_TIME = "date-time"
    TIME = "time"
    NUMBER = "number"
    """A whole number."""
    GROUP = "group"
    GROUPS = "groups"
    """A list of groups."""


DATES = frozenset({Widget.DATE, Widget.DATE_OR_NEVER, Widget.DATE_MAYBE_TIME, Widget.DATE_TIME})
_FORMATS: Mapping[str, Widget] = {
    "iso-date": Widget.DATE,
    "iso-date-or-never": Widget.DATE_OR_NEVER,
    "iso-date-or-time": Widget.DATE_MAYBE_TIME,
    "iso-time": Widget.DATE_TIME,
    "clock": Widget.TIME,
    "web-url": Widget.URL,
}
_TYPES: Mapping[str, Widget] = {"boolean": Widget.YES_NO, "integer": Widget.NUMBER}
_LONG = 150
"""A text that may be longer is typed on several lines."""


@dataclass(frozen=True, slots=True)
class FormField:
    key: tuple[str, ...]
    """Its place in the schema; an entry of a list adds nothing: `("attachments", "file")`."""
    widget: Widget
    is_required: bool
    """Where the group that it belongs to is given at all."""
    part: Mapping[str, Any]
    """Its schema."""
    told: Mapping[str, str]
    """What the form says of the field in words of its own: title and help in English, and where it is folded."""
    parts: tuple["FormField", ...] = ()

    @property
    def own(self) -> str:
        return self.key[-1]

    @property
    def names(self) -> str:
        """`unit` or `person` where the value is an id of office.yml; `person.provider` of one in that role."""
        return ".".join(str(self.part[each]) for each in ("names", "role") if each in self.part)

    @property
    def labels(self) -> str:
        """The group of labels.yml that has the words for its values."""
        return str(self.part.get("labels") or _inner(self.part).get("labels") or "")

    @property
    def listed(self) -> str:
        """The list of schemas/ whose ids it takes."""
        return str(self.part.get("listed", ""))

    def is_of(self, category: str) -> bool:
        """Whether an item of that category may have it."""
        return category in self.part.get("categories", (category,))

    @property
    def options(self) -> tuple[str, ...]:
        """The values that the schema itself lists."""
        return tuple(self.part.get("enum") or _inner(self.part).get("enum") or ())

    @property
    def most(self) -> int:
        """The most visible characters of a text; 0 where nothing says so."""
        limit = self.part.get("visibleLength")
        return int(limit[1]) if limit else 0

    def title(self, language: str) -> str:
        return str(self.told["title"] if language == "en" else self.part["title"])

    def help(self, language: str) -> str:
        return str(self.told.get(language) or self.part["description"])

    @property
    def group(self) -> str:
        """Under which heading a whole field is folded; a word of labels.yml, `form_group`."""
        return str(self.told["group"])

    @property
    def examples(self) -> tuple[Any, ...]:
        return tuple(self.part.get("examples", ()))


@cache
def form_fields(category: str, kind: str = "", *, says_nothing: bool = False) -> tuple[FormField, ...]:
    """Every field of an item, in the order of the schema; required is what one of that category and kind requires, or
    one that says that the office has nothing of the kind."""
    told = {**({"kind": kind} if kind else {}), **({"nothing": True} if says_nothing else {})}
    root = schema_of("item", category, told)
    return tuple(_below(root, root, (), data.load("item-form.yml")))


@cache
def entry_fields(schema: str, *place: str) -> tuple[FormField, ...]:
    """Of one entry of a list: of a register, or of `people`, `appointments` and `units` in office.yml."""
    root = part = schema_of(schema)
    for name in place:
        part = _entry(root, part)["properties"][name] if "items" in part else part["properties"][name]
    words = data.load("entry-forms.yml")[place[-1] if place else schema.rpartition("/")[2]]
    return tuple(_below(root, _entry(root, part), (), words))


@cache
def own_fields(form: str) -> Mapping[str, FormField]:
    """Those of a form of the office's own that stand in no other schema, by name."""
    root = data.load("errand-forms.yml")[form]
    words = {name: each["english"] for name, each in root["properties"].items()}
    return {each.own: each for each in _below(root, root, (), words)}


def every_field(fields: Iterable[FormField]) -> Iterator[FormField]:
    """Those given, each followed by its parts."""
    for each in fields:
        yield each
        yield from every_field(each.parts)


def _below(
    root: Mapping[str, Any], part: Mapping[str, Any], key: tuple[str, ...], words: Mapping[str, Any]
) -> Iterator[FormField]:
    required = part.get("required", ())
    for name, found in part["properties"].items():
        own, place = _resolved(root, found), (*key, name)
        inner = _resolved(root, own["items"]) if "items" in own else own
        widget = _widget(own, inner)
        parts = tuple(_below(root, inner, place, words)) if widget in (Widget.GROUP, Widget.GROUPS) else ()
        yield FormField(place, widget, name in required, own, words.get(".".join(place), {}), parts)


def _widget(own: Mapping[str, Any], inner: Mapping[str, Any]) -> Widget:
    if "anyOf" in own:
        return Widget.ONE_OR_MORE
    if own.get("type") == "array":
        if "properties" in inner:
            return Widget.GROUPS
        return Widget.CHOICES if "enum" in inner or {"listed", "names"} & own.keys() else Widget.LINES
    if "properties" in own:
        return Widget.GROUP
    if "enum" in own or "names" in own:
        return Widget.CHOICE
    if own.get("type") in _TYPES:
        return _TYPES[own["type"]]
    is_long = own.get("visibleLength", [0, 0])[1] > _LONG
    return _FORMATS.get(str(own.get("format", "")), Widget.LONG_TEXT if is_long else Widget.TEXT)


def _resolved(root: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = root
    for step in str(part["$ref"]).removeprefix("#/").split("/"):
        found = found[step]
    return {**found, **part}


def _entry(root: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    return _resolved(root, part["items"])


def _inner(part: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = part.get("items", {})
    return found
