"""office x person x day -> whether the person may sign; mail, login or key -> its owner (R34, R38, R39)"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from prakat.office.office import Office
from prakat.office.person import Person
from prakat.repository.public_key import plain_key
from prakat.rules.wording import Listed

Units = frozenset[str] | None
"""Ids of units; None stands for all units, including those that do not exist yet."""
ALL_UNITS: Units = None
_NOREPLY = re.compile(r"(?:(?P<number>[0-9]{1,18})\+)?(?P<login>[^@+]+)@(?:users\.)?noreply\.(?P<host>[^@]+)")


class ForgeAccount(NamedTuple):
    """An account as a forge names it. The number stays; the login is a name that its owner may give up."""

    forge: str
    login: str
    number: int
    """0 where the forge or an old record does not tell it."""


def account_of(mail: str) -> ForgeAccount | None:
    """The account whose noreply address it is."""
    match = _NOREPLY.fullmatch(mail.casefold())
    if match is None:
        return None
    forge = "github" if match["host"] == "github.com" else "forgejo"
    return ForgeAccount(forge, match["login"], int(match["number"] or 0))


@dataclass(frozen=True, slots=True)
class Authority:
    """An office.yml, indexed by what identifies its people."""

    office: Office
    by_mail: Mapping[str, frozenset[str]]
    by_account: Mapping[tuple[str, str], frozenset[str]]
    by_number: Mapping[tuple[str, int], frozenset[str]]
    """Forge and number of an account, where office.yml names it -> ids of people."""
    by_key: Mapping[str, frozenset[str]]
    """Public key without its comment -> ids of people."""
    publisher_keys: frozenset[str]

    def people_of_mail(self, mail: str) -> frozenset[str]:
        """Owners of a mail, or of a forge's noreply address; empty for a stranger's.

        If office.yml wrongly gives it to several people, all of them, so that none can pass as another."""
        known = self.by_mail.get(mail.casefold(), frozenset())
        if account := account_of(mail):
            return known | self.by_account.get((account.forge, account.login), frozenset())
        return known

    def person_of_key(self, key: str) -> Person | None:
        """Owner of a key, given without comment; None if it is a stranger's, or office.yml gives it to several."""
        owners = self.by_key.get(key, frozenset())
        return self.office.people[next(iter(owners))] if len(owners) == 1 else None

    def holders(self, role: str, units: Units, day: datetime.date) -> list[Person]:
        """Everybody who may sign as that role for all those units on that day in Bangkok."""
        return [person for person in self.office.people.values() if holds(person, role, units, day)]


def holds(person: Person, role: str, units: Units, day: datetime.date) -> bool:
    """Whether the person holds the role for every one of the units on a day in Bangkok (DESIGN: office.yml)."""
    held = [each for each in person.appointments if each.role == role and each.holds_on(day)]
    if any(each.units is None for each in held):
        return True
    return units is not None and bool(held) and units <= {unit for each in held for unit in each.units or ()}


def authority(office: Office) -> Authority:
    by_mail: defaultdict[str, set[str]] = defaultdict(set)
    by_account: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    by_number: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for person in office.people.values():
        for mail in person.emails:
            by_mail[mail.casefold()].add(person.id)
        for forge, login in person.accounts.items():
            by_account[forge, login.casefold()].add(person.id)
        for forge, number in person.account_ids.items():
            by_number[forge, number].add(person.id)
        for key in person.keys:
            by_key[plain_key(key)].add(person.id)
    return Authority(
        office,
        {mail: frozenset(owners) for mail, owners in by_mail.items()},
        {account: frozenset(owners) for account, owners in by_account.items()},
        {account: frozenset(owners) for account, owners in by_number.items()},
        {key: frozenset(owners) for key, owners in by_key.items()},
        frozenset(plain_key(key) for key in office.publisher.get("keys", ())),
    )


def mail_of(person: Person) -> str:
    """The mail beside the name in a commit's trailers; where office.yml has none, one that leads nowhere."""
    return person.emails[0] if person.emails else f"{person.id}@{person.id}.invalid"


def names_of(people: Iterable[Person]) -> Listed:
    return Listed.of(person.introduced for person in people)
