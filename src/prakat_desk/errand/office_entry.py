"""what is typed of a person, an appointment or a unit -> the edits of office.yml that an order asks for (R39)"""

from collections.abc import Mapping, Sequence
from typing import Any

from prakat.office.office_acts import free_id, further_appointment, new_unit, newcomer, other_details
from prakat.rules.edited_yaml import Edit
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import Pointer
from prakat.rules.wording import Day, Label
from prakat_desk.errand.office_matter import (
    APPOINTED,
    OfficeMatter,
    appointment_fields,
    appointment_of,
    person_fields,
    unit_fields,
)
from prakat_desk.form.form_field import FormField


class NewPerson(OfficeMatter):
    """Somebody who comes, with a first appointment."""

    @property
    def heading(self) -> Message:
        return message("desk_office.person-heading")

    @property
    def fields(self) -> Sequence[FormField]:
        return [*person_fields("name", "position", "phone", "emails"), *appointment_fields(*APPOINTED)]

    @property
    def places(self) -> Sequence[Pointer]:
        place = ("people", len(self.office.people))
        return (*place, "appointments", 0), place

    def first(self) -> Mapping[str, Any]:
        return {"from": self.desk.day.isoformat()}

    def title(self, values: Mapping[str, Any]) -> Message:
        return message("desk_office.person-title", name=values.get("name", "—"), position=values.get("position", "—"))

    def edits(self, values: Mapping[str, Any]) -> Sequence[Edit]:
        given = {name: values[name] for name in ("name", "position", "phone", "emails") if name in values}
        mails = given.get("emails") or [""]
        words = mails[0].partition("@")[0] or str(given.get("name", ""))
        return newcomer(
            self.office,
            {"id": free_id(words, self.office.people), **given, "appointments": [appointment_of(values)]},
        )


class FurtherAppointment(OfficeMatter):
    """One order more for somebody who is there: another role, other units, or acting for somebody."""

    @property
    def heading(self) -> Message:
        return message("desk_office.appointment-heading", name=self.person.introduced)

    @property
    def fields(self) -> Sequence[FormField]:
        return appointment_fields(*APPOINTED)

    @property
    def places(self) -> Sequence[Pointer]:
        return ((*self.place, "appointments", len(self.person.appointments)),)

    def first(self) -> Mapping[str, Any]:
        return {"from": self.desk.day.isoformat()}

    def title(self, values: Mapping[str, Any]) -> Message:
        role = Label("role", values["role"]) if values.get("role") else "—"
        start = Day.of(values["from"]) if "from" in values else "—"
        return message("desk_office.appointment-title", name=self.person.name, role=role, start=start)

    def edits(self, values: Mapping[str, Any]) -> Sequence[Edit]:
        return further_appointment(self.office, self.person.id, appointment_of(values))


class Details(OfficeMatter):
    """Name, position, telephone and mails of somebody who is there."""

    _OWN = ("name", "position", "phone", "emails")

    @property
    def heading(self) -> Message:
        return message("desk_office.details-heading", name=self.person.introduced)

    @property
    def fields(self) -> Sequence[FormField]:
        return person_fields(*self._OWN)

    @property
    def places(self) -> Sequence[Pointer]:
        return (self.place,)

    def first(self) -> Mapping[str, Any]:
        entry = self.office.source_lines.data["people"][self.place[1]]
        return {name: entry[name] for name in self._OWN if name in entry}

    def title(self, values: Mapping[str, Any]) -> Message:
        return message("desk_office.details-title", name=self.person.name)

    def edits(self, values: Mapping[str, Any]) -> Sequence[Edit]:
        return other_details(self.office, self.person.id, {name: values.get(name) for name in self._OWN})


class NewUnit(OfficeMatter):
    """A unit that can own pages."""

    @property
    def heading(self) -> Message:
        return message("desk_office.unit-heading")

    @property
    def fields(self) -> Sequence[FormField]:
        return unit_fields("name", "name_en")

    @property
    def places(self) -> Sequence[Pointer]:
        return (("units", len(self.office.units)),)

    def title(self, values: Mapping[str, Any]) -> Message:
        return message("desk_office.unit-title", name=values.get("name", "—"))

    def edits(self, values: Mapping[str, Any]) -> Sequence[Edit]:
        words = str(values.get("name_en") or values.get("name", ""))
        return new_unit(self.office, {"id": free_id(words, self.office.units), **values})
