"""form fields x entries x office -> what a template draws: names, words, choices, what was typed, what is wrong"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prakat.rules import data
from prakat.rules.data import label
from prakat.thai.month import MONTHS
from prakat.thai.written_date import in_english
from prakat_desk.form.entries import Entries, group_indexes
from prakat_desk.form.form_field import FormField, Widget

_RADIOS = 5
"""So many choices are shown at once; more are a list to open."""
_FREE = frozenset({Widget.TEXT, Widget.LONG_TEXT, Widget.URL, Widget.TIME, Widget.LINES, Widget.NUMBER})


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """One entry of a list of groups; `name` has the index that it has in the form."""

    name: str
    parts: tuple["ShownField", ...]


@dataclass(frozen=True, slots=True)
class ShownField:
    """What the template draws of one field; `name` is that of its entry, and its id on the page."""

    name: str
    widget: str
    title: str
    help: str
    example: str
    is_required: bool
    most: int
    entries: Entries
    errors: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_list: bool = False
    """Of a choice: whether several may be chosen."""
    parts: tuple["ShownField", ...] = ()
    """Of a group."""
    groups: tuple[ShownGroup, ...] = ()
    """Of a list of groups."""

    @property
    def value(self) -> str:
        return (self.entries.get(self.name) or ("",))[-1]

    def more(self, part: str) -> str:
        """What was typed into a part of its own: day, month, year, time, never."""
        return (self.entries.get(f"{self.name}-{part}") or ("",))[-1]

    @property
    def is_filled(self) -> bool:
        own = (f"{self.name}.", f"{self.name}-")
        return any(any(given) for name, given in self.entries.items() if name == self.name or name.startswith(own))

    @property
    def has_errors(self) -> bool:
        inner = (*self.parts, *(each for group in self.groups for each in group.parts))
        return bool(self.errors) or any(each.has_errors for each in inner)

    @property
    def is_short_list(self) -> bool:
        return len(self.choices) <= _RADIOS


@dataclass(frozen=True, slots=True)
class Shower:
    """Shows fields in one language, with the units and people that may be chosen."""

    language: str
    entries: Entries
    names: Mapping[str, Mapping[str, str]]
    """As of `office_names`: id -> the name that people read, in the order in which they are offered."""
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Name of an entry -> what is wrong there."""

    def shown(self, fields: Iterable[FormField]) -> list[ShownField]:
        return [self._shown(each, each.own) for each in fields]

    def _shown(self, each: FormField, name: str) -> ShownField:
        inner = self._parts(each, name) if each.widget is Widget.GROUP else ()
        indexes = group_indexes(self.entries, name) if each.widget is Widget.GROUPS else ()
        groups = tuple(ShownGroup(f"{name}.{at}", self._parts(each, f"{name}.{at}")) for at in indexes)
        return ShownField(
            name,
            each.widget.value,
            each.title(self.language),
            each.help(self.language),
            self._example(each),
            each.is_required,
            each.most,
            self.entries,
            tuple(self.errors.get(name, ())),
            tuple(self._choices(each, name)),
            each.widget in (Widget.CHOICES, Widget.ONE_OR_MORE),
            inner,
            groups,
        )

    def _parts(self, each: FormField, name: str) -> tuple[ShownField, ...]:
        return tuple(self._shown(part, f"{name}.{part.own}") for part in each.parts)

    def _example(self, each: FormField) -> str:
        """Of what is typed freely; a date shows its own three places."""
        given = next((str(one) for one in each.examples if isinstance(one, str | int)), "")
        is_free = each.widget in _FREE
        return given if is_free or (each.widget is Widget.ONE_OR_MORE and not each.names) else ""

    def _choices(self, each: FormField, name: str) -> Iterator[Choice]:
        """Those that are chosen first, in the order in which they were, so that a list comes back as it was."""
        given = [line for one in self.entries.get(name, ()) for line in one.split("\n") if line]
        offered = self._named(each) if each.names else self._labelled(each)
        if offered:
            words: dict[str, Any] = {**{one: offered.get(one, one) for one in given}, **offered}
            order = words if each.widget in (Widget.CHOICES, Widget.ONE_OR_MORE) else {**offered, **words}
            yield from (Choice(value, str(words[value]), value in given) for value in order)

    def _named(self, each: FormField) -> dict[str, str]:
        """All people where nobody holds the role that is asked for."""
        return dict(self.names.get(each.names) or self.names.get(each.names.partition(".")[0], {}))

    def _labelled(self, each: FormField) -> dict[str, str]:
        if each.listed:
            return {str(one["id"]): str(one["th"]) for one in data.load(f"{each.listed}.yml")}
        return {value: label(each.labels, value, self.language) for value in each.options}


def month_choices(language: str = "th") -> tuple[tuple[str, str], ...]:
    """Number and name; who reads English may not know the Thai one, and it is what stands in the document."""
    days = (datetime.date(2000, number, 1) for number in range(1, 13))
    english = [f" ({in_english(day).split()[1]})" if language == "en" else "" for day in days]
    return tuple((str(number), name + english[number - 1]) for number, name in enumerate(MONTHS, start=1))
