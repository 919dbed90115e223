"""office.yml of main x what is typed of an act -> the office.yml to be, and what its rules say against it (R39)"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.office.authority import ALL_UNITS, Authority, authority
from prakat.office.coming_findings import coming_findings
from prakat.office.office import Office, parse_office
from prakat.office.office_acts import with_acts
from prakat.office.office_rules import OFFICE_STEPS
from prakat.office.person import Appointment, Person
from prakat.repository.refs import MAIN
from prakat.request.policy.broken_glass import can_sign
from prakat.rules.edited_yaml import Edit
from prakat.rules.finding import Finding
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import Pointer, YamlDocument, read_yaml_bytes
from prakat.rules.wording import Label, Listed, Said
from prakat_desk.desk import Desk
from prakat_desk.errand.matter import Outcome
from prakat_desk.form.entries import Read
from prakat_desk.form.form_field import FormField, Widget, entry_fields
from prakat_desk.form.office_names import office_names
from prakat_desk.form.problem import Problem, Problems
from prakat_desk.keeping.errands import Errand

ALL = "all"
_PERSON, _APPOINTMENT = ("people",), ("people", "appointments")
APPOINTED = ("role", "units", "order", "from", "until", "acting_for")


def person_fields(*names: str) -> list[FormField]:
    """Those of `people` in office.yml, in the order in which they are named."""
    return _named(entry_fields(office.OFFICE_SCHEMA, *_PERSON), names)


def appointment_fields(*names: str) -> list[FormField]:
    found = _named(entry_fields(office.OFFICE_SCHEMA, *_APPOINTMENT), names)
    return [_of_people(each) if each.own == "acting_for" else each for each in found]


def unit_fields(*names: str) -> list[FormField]:
    return _named(entry_fields(office.OFFICE_SCHEMA, "units"), names)


def _of_people(field: FormField) -> FormField:
    """Chosen from the people that there are; a position that office.yml has stays as it is."""
    return replace(field, widget=Widget.CHOICE, part={**field.part, "names": "person"})


def _named(fields: Sequence[FormField], names: Sequence[str]) -> list[FormField]:
    known = {each.own: _short(each) for each in fields}
    return [known[name] for name in names]


def _short(field: FormField) -> FormField:
    """Names and positions are typed in one line; that there is an order, rules ask for, and no schema."""
    widget = Widget.TEXT if field.widget is Widget.LONG_TEXT else field.widget
    return replace(field, widget=widget, is_required=field.is_required or field.own == "order")


def appointment_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """As office.yml writes it, of what was typed."""
    found = {name: values[name] for name in APPOINTED if name in values}
    if "units" in found:
        given = found["units"] if isinstance(found["units"], list) else [found["units"]]
        found["units"] = ALL if ALL in given else given
    return found


def said_of(known: Office, held: Appointment) -> Message:
    """What an appointment is, in words."""
    units = known.unit_names(held.units) if held.units is not None else message("desk_office.all-units")
    ends = message("desk_office.until", day=held.until) if held.until else message("desk_office.without-end")
    return message(
        "desk_office.appointment-told", role=Label("role", held.role), units=units, start=held.start, ends=ends
    )


@dataclass(frozen=True)
class OfficeMatter(ABC):
    """What every act on office.yml has in common. Has no slots, so that main is read once."""

    desk: Desk
    errand: Errand

    @property
    @abstractmethod
    def heading(self) -> Message: ...

    @property
    @abstractmethod
    def fields(self) -> Sequence[FormField]: ...

    @abstractmethod
    def title(self, values: Mapping[str, Any]) -> Message: ...

    @abstractmethod
    def edits(self, values: Mapping[str, Any]) -> Sequence[Edit]: ...

    @property
    def places(self) -> Sequence[Pointer]:
        """Where in the office.yml to be the form's fields stand, the innermost first."""
        return ()

    def first(self) -> Mapping[str, Any]:
        return {}

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        found = office_names(self.office, self.desk.day, language)
        all_units = message("desk_office.all-units").text(language)
        return {**found, "unit": {ALL: all_units, **found["unit"]}}

    @cached_property
    def content(self) -> bytes:
        return self.desk.repository.object(f"{MAIN}:{office.FILE}")[1]

    @cached_property
    def office(self) -> Office:
        found = parse_office(self.content)
        if not isinstance(found, Office):
            raise CannotWork("desk_office.office-unsound", reasons=Listed.of(found, "\n"))
        return found

    @property
    def person(self) -> Person:
        """Of whom the errand is."""
        found = self.office.people.get(self.errand.about)
        if found is None:
            raise CannotWork("office.no-such-person", person=self.errand.about)
        return found

    @property
    def place(self) -> Pointer:
        return "people", list(self.office.people).index(self.person.id)

    def outcome(self, read: Read, language: str) -> Outcome:
        title = self.title(read.values)
        try:
            changed = with_acts(self.content, self.edits(read.values))
        except CannotWork as problem:
            told = message(problem.message, **problem.values).text(language)
            return Outcome(title, {}, (*self._unread(read, language), Problem("", told, True)))
        found = parse_office(changed)
        findings = [*(found if not isinstance(found, Office) else self._coming(found))]
        document = found.source_lines if isinstance(found, Office) else read_yaml_bytes(changed, office.MAX_BYTES)
        problems = Problems(self.fields, language).of_entry(findings, document, self.places, read)
        problems += self._missing(read, {each.name for each in problems}, language)
        if isinstance(found, Office):
            problems += [Problem("", each.text(language), True) for each in self.obstacles(found, read.values)]
        return Outcome(title, {office.FILE: changed} if changed != self.content else {}, tuple(problems))

    def _missing(self, read: Read, known: set[str], language: str) -> list[Problem]:
        """What the form needs, and no rule of office.yml misses since nothing would change."""
        lacking = [each for each in self.fields if each.is_required and each.own not in read.values]
        fresh = [each for each in lacking if not any(name.partition(".")[0] == each.own for name in known)]
        told = {each.own: message("desk_form.required", title=each.title(language)) for each in fresh}
        return [Problem(name, each.text(language), True) for name, each in told.items()]

    def _unread(self, read: Read, language: str) -> list[Problem]:
        return Problems(self.fields, language).of_entry([], YamlDocument(None), (), read)

    def _coming(self, after: Office) -> list[Finding]:
        return coming_findings(self.office, after, self.desk.day)

    def obstacles(self, after: Office, values: Mapping[str, Any]) -> Iterator[Said]:
        """What no rule of office.yml says: that a step of the office's requests has holders, but none with a key."""
        before, coming = authority(self.office), authority(after)
        for role in OFFICE_STEPS:
            if self._is_signable(before, role) and not self._is_signable(coming, role):
                yield message("desk_office.nobody-with-key", step=Label("step", role))

    def _is_signable(self, known: Authority, role: str) -> bool:
        return any(can_sign(each, known) for each in known.holders(role, ALL_UNITS, self.desk.day))
