"""a person's appointments x a last day -> the edits of office.yml by which they end (R39, R40)"""

from collections.abc import Mapping, Sequence
from typing import Any

from prakat.office.office_acts import appointments_ended
from prakat.rules.edited_yaml import Edit
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import Pointer
from prakat.rules.wording import Day
from prakat_desk.errand.office_matter import OfficeMatter, said_of
from prakat_desk.form.form_field import FormField, own_fields


class Leaving(OfficeMatter):
    """Somebody leaves, or lays a role down."""

    @property
    def heading(self) -> Message:
        return message("desk_office.leaving-heading", name=self.person.introduced)

    @property
    def fields(self) -> Sequence[FormField]:
        return [*own_fields("leaving").values()]

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        held = self.person.appointments
        told = {number: said_of(self.office, held[int(number)]).text(language) for number in self._open}
        return {**super().names(language), "appointment": told}

    @property
    def _open(self) -> list[str]:
        """Numbers of those that have not ended."""
        day = self.desk.day
        return [str(at) for at, each in enumerate(self.person.appointments) if not each.until or each.until >= day]

    @property
    def places(self) -> Sequence[Pointer]:
        return tuple((*self.place, "appointments", int(number)) for number in self._open)

    def first(self) -> Mapping[str, Any]:
        return {"numbers": self._open}

    def title(self, values: Mapping[str, Any]) -> Message:
        until = Day.of(values["until"]) if "until" in values else "—"
        return message("desk_office.leaving-title", name=self.person.name, until=until)

    def edits(self, values: Mapping[str, Any]) -> Sequence[Edit]:
        numbers = [int(each) for each in values.get("numbers", ()) if each in self._open]
        return appointments_ended(self.office, self.person.id, numbers, values["until"]) if "until" in values else []
