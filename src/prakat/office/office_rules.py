"""office.yml x day -> findings about appointments, identities, and steps that nobody can sign (R34, R38, R39, R40)"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from prakat.office.authority import ALL_UNITS, authority
from prakat.office.completeness_terms import known_obligations
from prakat.office.office import FILE, Office
from prakat.office.person import Appointment, Person
from prakat.repository.passkey import application_of
from prakat.repository.public_key import is_whole, plain_key, rsa_bits
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.nearest import nearest
from prakat.rules.wording import Label, Listed, TypedDay

WEBMASTERS = 2
LEAST_RSA = 2048
"""Bits (NIST SP 800-57, part 1)."""
_SHOWN = 8
"""Characters of a key's end, by which its owner can tell it from others."""
OFFICE_STEPS = ("approver", "webmaster")
"""Who signs a request on office.yml or tooling, each appointed for all units."""
_KeyOwner = tuple[object, Sequence[str], tuple[str | int, ...]]
OfficeRule = Callable[[Office, datetime.date], Iterator[Finding]]


def check_office(office: Office, day: datetime.date) -> Iterator[Finding]:
    """Findings that office.yml's schema cannot express, on a day in Bangkok."""
    for rule in OFFICE_RULES:
        yield from rule(office, day)


def _each(office: Office) -> Iterator[tuple[int, Person, int, Appointment]]:
    for place, person in enumerate(office.people.values()):
        for index, appointment in enumerate(person.appointments):
            yield place, person, index, appointment


def _validate_orders(office: Office, day: datetime.date) -> Iterator[Finding]:
    """Every appointment names its order's number and date (R39)."""
    for place, person, index, appointment in _each(office):
        if not appointment.order_no or appointment.order_date is None:
            line = office.line("people", place, "appointments", index)
            yield Finding(FILE, line, "appointment.order", {"name": person.introduced, "role": appointment.role})


def _validate_periods(office: Office, day: datetime.date) -> Iterator[Finding]:
    """An appointment ends on or after the day on which it begins (R39)."""
    for place, person, index, appointment in _each(office):
        if appointment.until and appointment.until < appointment.start:
            line = office.line("people", place, "appointments", index, "until")
            values = {
                "name": person.introduced,
                "start": TypedDay(appointment.start),
                "found": TypedDay(appointment.until),
            }
            yield Finding(FILE, line, "appointment.reversed", values)


def _validate_units(office: Office, day: datetime.date) -> Iterator[Finding]:
    """An appointment is for units of this office (R39)."""
    for place, _, index, appointment in _each(office):
        for unit in appointment.units or ():
            if unit not in office.units:
                line = office.line("people", place, "appointments", index, "units")
                yield Finding(FILE, line, "appointment.unit", {"found": unit, "known": ", ".join(office.units)})


def _validate_overlaps(office: Office, day: datetime.date) -> Iterator[Finding]:
    """A person holds a role for a unit by only one order at a time (R39)."""
    for place, person in enumerate(office.people.values()):
        for (_, first), (index, second) in combinations(enumerate(person.appointments), 2):
            if first.role == second.role and _share_units(first, second) and _share_days(first, second):
                line = office.line("people", place, "appointments", index)
                values = {
                    "name": person.introduced,
                    "role": first.role,
                    "other": first.order_no or TypedDay(first.start),
                }
                yield Finding(FILE, line, "appointment.overlap", values)


def _share_units(first: Appointment, second: Appointment) -> bool:
    return first.units is None or second.units is None or not set(first.units).isdisjoint(second.units)


def _share_days(first: Appointment, second: Appointment) -> bool:
    latest = datetime.date.max
    return first.start <= (second.until or latest) and second.start <= (first.until or latest)


def _validate_identities(office: Office, day: datetime.date) -> Iterator[Finding]:
    """A mail, an account and a key belong to one person each, a forge's noreply addresses included (R34)."""
    owners: dict[tuple[str, str], str] = {}
    for key in office.publisher.get("keys", ()):
        owners["keys", plain_key(key)] = "publisher"
    for forge, login in office.publisher.get("accounts", {}).items():
        owners[forge, login.casefold()] = "publisher"
    index = authority(office)
    for place, person in enumerate(office.people.values()):
        known = [("emails", mail.casefold()) for mail in person.emails]
        known += [(forge, login.casefold()) for forge, login in person.accounts.items()]
        known += [(forge, f"#{number}") for forge, number in person.account_ids.items()]
        known += [("keys", plain_key(key)) for key in person.keys]
        others = {identity: owners.setdefault(identity, person.id) for identity in known}
        for mail in person.emails:
            borrowed = index.people_of_mail(mail) - {person.id}
            if borrowed and others["emails", mail.casefold()] == person.id:
                others["emails", mail.casefold()] = min(borrowed)
        for (kind, found), other in others.items():
            if other != person.id:
                line = office.line("people", place, "accounts" if kind not in ("emails", "keys") else kind)
                values = {"found": found, "name": person.introduced, "other": _owner(office, other)}
                yield Finding(FILE, line, "person.identity", values)


def _owner(office: Office, identity: str) -> object:
    return office.people[identity].introduced if identity in office.people else Label("who", identity)


def _validate_keys(office: Office, day: datetime.date) -> Iterator[Finding]:
    """A key is whole, and nobody can compute its private half (R34)."""
    publisher: _KeyOwner = (Label("who", "publisher"), office.publisher.get("keys", ()), ("publisher",))
    people = enumerate(office.people.values())
    owners: list[_KeyOwner] = [(person.introduced, person.keys, ("people", place)) for place, person in people]
    for name, keys, pointer in (*owners, publisher):
        for index, key in enumerate(keys):
            line = office.line(*pointer, "keys", index)
            if not is_whole(key):
                yield Finding(FILE, line, "office.malformed-key", {"name": name, "found": _shortened(key)})
            elif (bits := rsa_bits(key)) and bits < LEAST_RSA:
                values = {"name": name, "found": str(bits), "least": str(LEAST_RSA)}
                yield Finding(FILE, line, "office.weak-key", values)


def _shortened(key: str) -> str:
    kind, _, data = plain_key(key).partition(" ")
    return f"{kind} …{data[-_SHOWN:]}"


def _validate_made_keys(office: Office, day: datetime.date) -> Iterator[Finding]:
    """Whoever signs has made the key themselves; a key that was handed to its owner proves less (R34)."""
    for place, person in enumerate(office.people.values()):
        for found in person.keys_of_others:
            line = office.line("people", place, "made_keys")
            yield Finding(FILE, line, "office.made-key", {"name": person.introduced, "found": found})


def _validate_passkeys(office: Office, day: datetime.date) -> Iterator[Finding]:
    """A passkey was made at the office's own desk, or its signatures count for nothing (R34)."""
    for place, person in enumerate(office.people.values()):
        for index, key in enumerate(person.keys):
            found = application_of(key)
            if found and found != office.desk_host:
                line = office.line("people", place, "keys", index)
                must = office.desk_host or message("office.no-desk")
                yield Finding(
                    FILE, line, "office.foreign-passkey", {"name": person.introduced, "found": found, "must": must}
                )


def _validate_webmasters(office: Office, day: datetime.date) -> Iterator[Finding]:
    """At least two webmasters are active, so that one stands in for the other (R38)."""
    active = [person for person in office.people.values() if person.has_role("webmaster", day)]
    if len(active) < WEBMASTERS:
        yield Finding(FILE, office.line("people"), "office.webmasters", {"found": str(len(active))})


def _validate_steps(office: Office, day: datetime.date) -> Iterator[Finding]:
    """Somebody can sign every step of the chain, for every unit and for the office itself (R02, R39)."""
    index = authority(office)
    line = office.line("sign_off")
    for step in office.sign_off:
        vacant = [unit for unit in office.units if not index.holders(step, frozenset({unit}), day)]
        if vacant:
            yield Finding(FILE, line, "office.step", {"step": step, "found": Listed.of(map(office.unit_name, vacant))})
    for step in OFFICE_STEPS:
        if not index.holders(step, ALL_UNITS, day):
            yield Finding(FILE, line, "office.step-all", {"step": step})


def _validate_obligations(office: Office, day: datetime.date) -> Iterator[Finding]:
    """What does not apply to the office is something that a list asks for (R21)."""
    known = frozenset(known_obligations() if office.completeness.not_applicable else ())
    for index, id_ in enumerate(office.completeness.not_applicable):
        if id_ not in known:
            near = Listed.of(nearest(id_, known) or ["—"])
            line = office.line("not_applicable", index, "id")
            yield Finding(FILE, line, "obligation.unknown", {"found": id_, "near": near})
    for index, each in enumerate(office.completeness.assessments):
        if each.until < each.start:
            values = {"start": TypedDay(each.start), "found": TypedDay(each.until)}
            yield Finding(FILE, office.line("assessments", index, "until"), "date.order", values)


OFFICE_RULES: tuple[OfficeRule, ...] = (
    _validate_orders,
    _validate_periods,
    _validate_units,
    _validate_overlaps,
    _validate_identities,
    _validate_keys,
    _validate_made_keys,
    _validate_passkeys,
    _validate_webmasters,
    _validate_steps,
    _validate_obligations,
)
