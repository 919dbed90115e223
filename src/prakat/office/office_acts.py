"""office.yml as bytes x an act of the office -> the same bytes with that act in them, nothing else touched (R39)"""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.office.office import Office
from prakat.rules.edited_yaml import Edit, edited_yaml, edits_between
from prakat.rules.file_name import proposed

_PEOPLE, _UNITS, _APPOINTMENTS = "people", "units", "appointments"
_ID = 40
"""The most letters of an id that is made of a name."""
_Entry = Mapping[str, Any]


def with_acts(raw: bytes, edits: Sequence[Edit]) -> bytes:
    """Raises CannotWork for an office.yml that cannot be edited so."""
    return edited_yaml(raw.decode("utf-8"), edits).encode()


def newcomer(known: Office, entry: _Entry) -> list[Edit]:
    """A person who is not there yet."""
    return [((_PEOPLE, len(known.people)), dict(entry))]


def new_unit(known: Office, entry: _Entry) -> list[Edit]:
    return [((_UNITS, len(known.units)), dict(entry))]


def other_details(known: Office, person: str, values: _Entry) -> list[Edit]:
    """Name, position, telephone or mails are others; a value that is None goes."""
    place = _place(known, person)
    before = _entry(known, person)
    same = {name: value for name, value in before.items() if name not in values}
    after = {**same, **{name: value for name, value in values.items() if value is not None}}
    return [*edits_between(before, after, place)]


def further_appointment(known: Office, person: str, appointment: _Entry) -> list[Edit]:
    """One appointment more."""
    place, held = _place(known, person), _entry(known, person).get(_APPOINTMENTS)
    if held is None:
        return [((*place, _APPOINTMENTS), [dict(appointment)])]
    return [((*place, _APPOINTMENTS, len(held)), dict(appointment))]


def appointments_ended(
    known: Office, person: str, numbers: Sequence[int], until: str, order: _Entry | None = None
) -> list[Edit]:
    """Those of the person's appointments have a last day; `order` is named where the holder can sign no more."""
    place = (*_place(known, person), _APPOINTMENTS)
    found: list[Edit] = []
    for number in numbers:
        found.append(((*place, number, "until"), until))
        if order is not None:
            found.append(((*place, number, "end_order"), dict(order)))
    return found


def _place(known: Office, person: str) -> tuple[str, int]:
    if person not in known.people:
        raise CannotWork("office.no-such-person", person=person)
    return _PEOPLE, list(known.people).index(person)


def _entry(known: Office, person: str) -> _Entry:
    name, place = _place(known, person)
    found: _Entry = known.source_lines.data[name][place]
    return found


def free_id(words: str, taken: Container[str]) -> str:
    """An id in Latin letters that sounds like the words, and that nobody has."""
    spoken = "".join(each if each.isascii() and each.isalnum() else "-" for each in proposed(words).lower())
    first = "-".join(filter(None, spoken[:_ID].split("-"))) or "id"
    number, found = 1, first
    while found in taken:
        number += 1
        found = f"{first}-{number}"
    return found
