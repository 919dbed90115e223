"""request x office x day -> whether break-glass is in place, what it may not do, and who may close it (R39)"""

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from prakat.office.authority import ALL_UNITS, Authority
from prakat.office.person import Person
from prakat.request.policy.opening import Opening
from prakat.request.policy.step import OFFICE_CHAIN
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label, Listed, Said


class BrokenGlass(NamedTuple):
    """A break-glass that is still open."""

    involved: frozenset[str]
    """Ids of those who signed it, whom it appointed or gave a key, and in whose place."""
    then: Authority
    """The office before the first that is open: what came since may be the work of those who broke it."""
    since: datetime.date
    """The day on which that first one was broken: who was in office then is asked of that day alone."""

    def has_witness(self, person: Person, known: Authority, day: datetime.date) -> bool:
        """Whether the person may close it together with the chain: somebody with an appointment then and now and the
        same keys and accounts, who neither signed it nor was appointed by it.

        Where the office had nobody like that whom the chain does not need, whoever was appointed since."""
        if person.id in self.involved or not _is_appointed(person, day):
            return False
        thirds = {each.id: each for each in self._thirds()}
        if before := thirds.get(person.id):
            return before.keys == person.keys and before.accounts == person.accounts
        return thirds.keys() <= self._needed()

    def _thirds(self) -> Iterator[Person]:
        for each in self.then.office.people.values():
            if each.id not in self.involved and _is_appointed(each, self.since) and can_sign(each, self.then):
                yield each

    def _needed(self) -> set[str]:
        """Those without whom a step of the chain has nobody, so that they cannot sign another."""
        known = self.then
        able = [
            [each.id for each in known.holders(role, ALL_UNITS, self.since) if can_sign(each, known)]
            for role in known.office.sign_off
        ]
        return {people[0] for people in able if len(people) == 1}


def _is_appointed(person: Person, day: datetime.date) -> bool:
    return any(each.holds_on(day) for each in person.appointments)


def can_sign(person: Person, known: Authority) -> bool:
    """Whether the person has a key, or an account on the forge where the publisher has one."""
    return bool(person.keys) or not known.office.publisher.get("accounts", {}).keys().isdisjoint(person.accounts)


def vacant(found: Opening, known: Authority, day: datetime.date) -> frozenset[str]:
    """Roles of the office's chain that nobody can sign on that day, if those whom the request says to be dead, gone or
    without a key are not counted."""
    lost = {(each.person, each.role) for each in found.ended if each.day <= day}
    return frozenset(
        step.role
        for step in OFFICE_CHAIN
        if all((each, step.role) in lost for each in _able(found, known, step.role, day))
    )


def _able(found: Opening, known: Authority, role: str, day: datetime.date) -> list[str]:
    """Ids of those who can sign as that role for all units, if they are still there."""
    keyless = {each.person for each in found.acts if not each.role and each.day <= day}
    holders = known.holders(role, ALL_UNITS, day)
    return [each.id for each in holders if can_sign(each, known) and each.id not in keyless]


def filled(found: Opening, known: Authority, day: datetime.date) -> frozenset[str]:
    """Those of the vacant roles that the request fills by an order, by an appointment or by its holder's key."""
    roles = vacant(found, known, day)
    by_key = {each.person for each in found.acts if not each.role and each.day <= day}
    keyed = {role for role in roles for each in known.holders(role, ALL_UNITS, day) if each.id in by_key}
    return roles & {each.role for each in found.acts if each.day <= day} | keyed


def check_opening(found: Opening, known: Authority, after: Authority | None, day: datetime.date) -> Iterator[Violation]:
    """It does that one thing, by which the step can be signed at once, and ends nothing but what made it vacant
    (DESIGN: Requests). `after` is the office as the request makes it; None if it changes none."""
    roles = filled(found, known, day)
    vacated = {(each, role) for role in roles for each in _able(found, known, role, day)}
    ended = [each for each in found.ended if (each.person, each.role) not in vacated or each.day > day]
    others = [*found.beyond, *(_named(known, each.person, each.role) for each in ended)]
    if len(found.acts) > 1 or not all(_has_signer(after, role, day) for role in roles):
        others += [_named(after or known, each.person, each.role) for each in found.acts]
    if others:
        yield violation("office.glass-exceeded", found=Listed.of(others))


def _has_signer(after: Authority | None, role: str, day: datetime.date) -> bool:
    return after is None or any(can_sign(each, after) for each in after.holders(role, ALL_UNITS, day))


def _named(known: Authority, person: str, role: str) -> Said | str:
    who = known.office.people.get(person)
    name = who.introduced if who else person
    return message("request.appointed", name=name, role=Label("role", role)) if role else name


def witnesses(glasses: Iterable[BrokenGlass], known: Authority, day: datetime.date) -> list[Person]:
    """Everybody who may close all of them together with the chain."""
    closing = tuple(glasses)
    people = known.office.people.values()
    return [each for each in people if can_sign(each, known) and all(g.has_witness(each, known, day) for g in closing)]
