"""words that a newcomer typed -> the answers from which an office is founded: its units, people, keys and accounts"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.office.person import introduced
from prakat.rules.wording import Listed

PERSON = "ROLE:ID:NAME:POSITION:MAIL"
ROLES = ("provider", "reviewer", "approver", "webmaster")
PUBLISHER = "publisher"
"""Stands for the publisher in the place of a person's id."""


@dataclass(frozen=True, slots=True)
class Appointee:
    role: str
    id: str
    name: str
    position: str
    mail: str
    key: str = ""
    """The public key; if empty, one is made, except on a forge, where sign-offs are reviews."""

    @property
    def introduced(self) -> str:
        return introduced(self.name, self.position)


@dataclass(frozen=True, slots=True)
class Answers:
    name: str
    address: str
    phone: str
    email: str
    site_url: str
    units: Mapping[str, str]
    """Id -> name."""
    people: Sequence[Appointee]
    order_no: str
    order_date: datetime.date
    forge: str = ""
    """`forgejo` or `github`; empty: a bare repository."""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """Id of a person, or PUBLISHER -> login on the forge."""

    def check(self) -> None:
        """Raises CannotWork if somebody has no account on the forge."""
        missing = [each for each in (*(person.id for person in self.people), PUBLISHER) if each not in self.accounts]
        if self.forge and missing:
            flags = Listed.of((f"--account {each}:LOGIN" for each in missing), " ")
            raise CannotWork("founding.no-account", forge=self.forge, flags=flags)
        if self.accounts and not self.forge:
            raise CannotWork("founding.no-forge")


def appointee(text: str) -> Appointee:
    """Reads the argument PERSON. Raises CannotWork."""
    role, person, name, position, mail = parts(text, 5)
    if role not in ROLES:
        raise CannotWork("founding.no-role", must=Listed.of(ROLES), found=text)
    return Appointee(role, person, name, position, mail)


def with_keys(people: Sequence[Appointee], files: Mapping[str, str]) -> list[Appointee]:
    """The people, each with the public key from the file that is named for the id. Raises CannotWork."""
    if strangers := files.keys() - {each.id for each in people}:
        raise CannotWork("founding.key-of-nobody", found=Listed.of(sorted(strangers)))
    return [replace(each, key=_public_key(each.id, files[each.id])) if each.id in files else each for each in people]


def _public_key(person: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotWork("founding.unreadable-key", person=person, path=path, problem=problem) from None


def pair(text: str) -> tuple[str, str]:
    """Reads the argument ID:VALUE. Raises CannotWork."""
    first, second = parts(text, 2)
    return first, second


def parts(text: str, count: int) -> list[str]:
    """The parts between colons. Raises CannotWork unless there are `count`, none empty; the last may hold colons."""
    found = [part.strip() for part in text.split(":", count - 1)]
    if len(found) != count or not all(found):
        raise CannotWork("founding.no-parts", must=count, found=text)
    return found
