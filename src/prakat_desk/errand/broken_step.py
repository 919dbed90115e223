"""a step of the office's own requests that nobody can sign x an order -> the one appointment that fills it (R39)"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prakat.office.authority import ALL_UNITS, authority
from prakat.office.office import Office
from prakat.office.office_acts import appointments_ended, further_appointment
from prakat.office.office_rules import OFFICE_STEPS
from prakat.office.person import Appointment, Person
from prakat.request.office_difference import opening_of
from prakat.request.policy.broken_glass import can_sign, check_opening, filled, vacant
from prakat.request.policy.opening import Opening
from prakat.rules.edited_yaml import Edit
from prakat.rules.finding import Finding
from prakat.rules.message import Message, message
from prakat.rules.wording import Label, Said
from prakat_desk.desk import Desk
from prakat_desk.errand.office_matter import ALL, OfficeMatter, appointment_fields
from prakat_desk.form.form_field import FormField, own_fields


def vacant_steps(desk: Desk) -> list[str]:
    """Steps of the office's own requests that nobody can sign today, as office.yml stands."""
    return [each for each in OFFICE_STEPS if each in vacant(Opening(), desk.authority, desk.day)]


def sole_holders(desk: Desk, person: Person) -> list[str]:
    """Steps that nobody could sign any more without that person."""
    known = desk.authority
    return [
        each
        for each in OFFICE_STEPS
        if [one.id for one in known.holders(each, ALL_UNITS, desk.day) if can_sign(one, known)] == [person.id]
    ]


class BrokenStep(OfficeMatter):
    """Whoever held the step is dead or gone: two webmasters sign the order that puts somebody in the place."""

    @property
    def _role(self) -> str:
        return self.errand.about

    @property
    def heading(self) -> Message:
        return message("desk_office.step-heading", step=Label("step", self._role))

    @property
    def fields(self) -> Sequence[FormField]:
        own = own_fields("step")
        first = [own["gone"], own["gone_until"], *appointment_fields("end_order")] if self._holders else []
        return [*first, own["person"], *appointment_fields("order", "from", "until")]

    @property
    def _holders(self) -> dict[str, str]:
        """Who can sign it, as far as office.yml knows."""
        known = self.desk.authority
        return {each.id: each.introduced for each in known.holders(self._role, ALL_UNITS, self.desk.day)}

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        known, day = self.desk.authority, self.desk.day
        there = [each for each in known.office.people.values() if can_sign(each, known) and not each.has_left(day)]
        able = {each.id: each.introduced for each in there if each.id not in self._holders}
        return {**super().names(language), "gone": self._holders, "able": able}

    def first(self) -> Mapping[str, Any]:
        only = {"gone": next(iter(self._holders))} if len(self._holders) == 1 else {}
        return {**only, "from": self.desk.day.isoformat()}

    def title(self, values: Mapping[str, Any]) -> Message:
        person = self.office.people.get(values.get("person", ""))
        return message("desk_office.step-title", name=person.name if person else "—", step=Label("step", self._role))

    def edits(self, values: Mapping[str, Any]) -> Sequence[Edit]:
        gone = self.office.people.get(values.get("gone", ""))
        found: list[Edit] = []
        if gone and "gone_until" in values:
            numbers = [
                at for at, each in enumerate(gone.appointments) if each.role == self._role and self._is_now(each)
            ]
            found += appointments_ended(self.office, gone.id, numbers, values["gone_until"], values.get("end_order"))
        if taker := self.office.people.get(values.get("person", "")):
            entry = {"role": self._role, "units": ALL}
            entry |= {name: values[name] for name in ("order", "from", "until") if name in values}
            acting = {"acting_for": gone.id} if gone else {}
            found += further_appointment(self.office, taker.id, {**entry, **acting})
        return found

    def _is_now(self, held: Appointment) -> bool:
        return held.units is None and held.holds_on(self.desk.day)

    def _coming(self, after: Office) -> list[Finding]:
        """What the office lacks until the request is regularised is what it is asked for."""
        return [each for each in super()._coming(after) if each.rule not in ("office.webmasters", "office.step")]

    def obstacles(self, after: Office, values: Mapping[str, Any]) -> Iterator[Said]:
        """That it is no break-glass, or one that does more than its one thing."""
        known, coming, day = authority(self.office), authority(after), self.desk.day
        opening = opening_of(known, coming)
        if not filled(opening, known, day):
            yield message("desk_office.no-break-glass", step=Label("step", self._role))
        else:
            yield from check_opening(opening, known, coming, day)
