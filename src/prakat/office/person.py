"""an entry of office.yml -> a person with dated appointments (R38, R39)"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prakat.repository.public_key import fingerprint


@dataclass(frozen=True, slots=True)
class Appointment:
    role: str
    units: tuple[str, ...] | None
    """None stands for all units."""
    order_no: str
    order_date: datetime.date | None
    start: datetime.date
    until: datetime.date | None
    """The last day in Bangkok on which the appointment holds."""
    acting_for: str

    def holds_on(self, day: datetime.date) -> bool:
        return self.start <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    position: str
    phone: str
    emails: tuple[str, ...]
    accounts: Mapping[str, str]
    """Forge -> login."""
    account_ids: Mapping[str, int]
    """Forge -> the number of the account, where office.yml names it."""
    keys: tuple[str, ...]
    made_keys: tuple[str, ...]
    """Fingerprints of keys that somebody else made for the person; one that is no longer in `keys` says nothing."""
    appointments: tuple[Appointment, ...]

    @property
    def introduced(self) -> str:
        """Never the id."""
        return introduced(self.name, self.position)

    @property
    def keys_of_others(self) -> tuple[str, ...]:
        """The fingerprints of those of the keys that somebody else made."""
        found = map(fingerprint, self.keys) if self.made_keys else ()
        return tuple(each for each in found if each in self.made_keys)

    def has_role(self, role: str, day: datetime.date) -> bool:
        """Whether the person has the role for any unit on that day in Bangkok."""
        return any(each.role == role and each.holds_on(day) for each in self.appointments)

    def has_left(self, day: datetime.date) -> bool:
        """Whether every appointment has ended; a person who never had one has not left."""
        return bool(self.appointments) and all(each.until and each.until < day for each in self.appointments)


def introduced(name: str, position: str) -> str:
    """Name and position, as people name a colleague."""
    return f"{name} ({position})"


def person_of(found: Mapping[str, Any]) -> Person:
    return Person(
        id=found["id"],
        name=found["name"],
        position=found["position"],
        phone=found.get("phone", ""),
        emails=tuple(found.get("emails", ())),
        accounts=found.get("accounts", {}),
        account_ids=found.get("account_ids", {}),
        keys=tuple(found.get("keys", ())),
        made_keys=tuple(found.get("made_keys", ())),
        appointments=tuple(_appointment(each) for each in found.get("appointments", ())),
    )


def _appointment(found: Mapping[str, Any]) -> Appointment:
    order = found.get("order", {})
    return Appointment(
        role=found["role"],
        units=None if found["units"] == "all" else tuple(found["units"]),
        order_no=order.get("no", ""),
        order_date=_date(order.get("date")),
        start=datetime.date.fromisoformat(found["from"]),
        until=_date(found.get("until")),
        acting_for=found.get("acting_for", ""),
    )


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
