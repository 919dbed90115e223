"""a register of main -> its entries in the words of people, the newest first"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prakat.content.logbook import REGISTERS
from prakat.rules.wording import Day
from prakat.thai.buddhist_era import DateProblem, parse_with_time
from prakat_desk.desk import Desk
from prakat_desk.errand.register_entry import content_of, entries_in, mark_of
from prakat_desk.form.form_field import DATES, FormField, Widget, entry_fields
from prakat_desk.form.office_names import office_names

_Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    mark: str
    """By which it is found again."""
    told: Sequence[tuple[str, str]]
    """The title of each field that it has, and what stands there."""


def register_rows(desk: Desk, name: str, language: str) -> list[RegisterRow]:
    known = desk.authority.office
    people = {each.id: each.introduced for each in known.people.values()}
    names = {**office_names(known, desk.day, language), "person": people}
    fields = entry_fields(f"{REGISTERS}/{name}")
    entries = entries_in(content_of(desk, name))
    newest = sorted(enumerate(entries), key=lambda each: (str(each[1].get("date", "")), each[0]), reverse=True)
    return [RegisterRow(mark_of(entry), tuple(_told(entry, fields, names, language))) for _, entry in newest]


def _told(
    entry: Mapping[str, Any], fields: Sequence[FormField], names: _Names, language: str
) -> Sequence[tuple[str, str]]:
    return [
        (each.title(language), _words(each, entry[each.own], names, language)) for each in fields if each.own in entry
    ]


def _words(field: FormField, value: Any, names: _Names, language: str) -> str:
    if isinstance(value, list):
        return ", ".join(_words(field, each, names, language) for each in value)
    if isinstance(value, dict):
        return " · ".join(_words(part, value[part.own], names, language) for part in field.parts if part.own in value)
    if field.widget in DATES and not isinstance(parse_with_time(str(value)), DateProblem):
        return Day.of(str(value)).text(language)
    return names.get(field.names, {}).get(str(value), str(value)) if field.widget is not Widget.GROUP else str(value)
