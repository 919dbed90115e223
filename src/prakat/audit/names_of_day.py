"""an office.yml -> its people and units by name, and their appointments in words, as they were while it was in force"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from prakat.audit.fact_spelling import spelt_text
from prakat.office.office import Office
from prakat.office.person import Appointment, Person
from prakat.rules.message import Message, message
from prakat.rules.wording import BriefDay, Listed


@dataclass(frozen=True, slots=True)
class NamesOfDay:
    office: Office | None
    """None where no office.yml could be read; then people are named as they are written."""
    told: dict[str, str] = field(default_factory=dict)

    def person(self, id_: str) -> str:
        """Name and position, or what stands in place of an id; empty for nobody."""
        if id_ not in self.told:
            known = self.office.people.get(id_) if self.office else None
            self.told[id_] = spelt_text(known.introduced if known else id_)
        return self.told[id_]

    def appointment(self, held: Appointment) -> Message:
        """For which units, by which order, and for whom it stands in."""
        order = message("audit.no-order")
        if held.order_no:
            order = message("audit.order", no=held.order_no, day=BriefDay(held.order_date) if held.order_date else "—")
        stand_in = message("audit.acting", whom=self.person(held.acting_for)) if held.acting_for else ""
        return message("audit.held", role=held.role, units=self._units(held), order=order, stand_in=stand_in)

    def authority(self, held: Sequence[Appointment]) -> Message:
        """All that gave it."""
        if not held:
            return message("audit.no-authority")
        if len(held) == 1:
            return self.appointment(held[0])
        return message("audit.several-held", held=Listed.of(map(self.appointment, held), "; "))

    def _units(self, held: Appointment) -> object:
        if held.units is None:
            return message("audit.all-units")
        return Listed.of(self.office.unit_name(each) if self.office else each for each in held.units)


def appointments_for(
    person: Person, role: str, units: Sequence[str] | None, day: datetime.date
) -> tuple[Appointment, ...]:
    """Those that gave the person the role for the units on that day: one for all units or, without it, as many as it
    takes."""
    held = tuple(each for each in person.appointments if each.role == role and each.holds_on(day))
    if len(held) < 2:
        return held
    whole = tuple(each for each in held if each.units is None)
    return whole[:1] or tuple(each for each in held if units is None or {*(each.units or ())} & {*units}) or held
