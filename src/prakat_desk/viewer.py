"""session x office.yml of the day -> who is asking, and what the person may do (DESIGN: The desk)"""

import datetime
from dataclasses import dataclass

from prakat.forge.choice import KINDS
from prakat.office.authority import Authority, holds
from prakat.office.person import Person
from prakat.repository.public_key import plain_key
from prakat_desk.keeping.sessions import Session


@dataclass(frozen=True, slots=True)
class Viewer:
    person: Person
    day: datetime.date
    session: Session

    def has(self, role: str) -> bool:
        return self.person.has_role(role, self.day)

    @property
    def may_ask(self) -> bool:
        """Whoever provides information, or looks after the site: the webmaster mends what others own."""
        return self.has("provider") or self.has("webmaster")

    @property
    def may_audit(self) -> bool:
        """Auditors, who are the only ones to read words that came down; approvers, and webmasters of all units."""
        return self.has("auditor") or self.has("approver") or holds(self.person, "webmaster", None, self.day)

    @property
    def units(self) -> frozenset[str] | None:
        """Those for which the person provides information on the day; None for all."""
        held = [each for each in self.person.appointments if each.role == "provider" and each.holds_on(self.day)]
        if any(each.units is None for each in held):
            return None
        return frozenset(unit for each in held for unit in each.units or ())


def viewer_of(session: Session | None, known: Authority, day: datetime.date) -> Viewer | None:
    """None for a stranger, for whoever has no appointment on the day any more, and for a key or account that office.yml
    no longer gives the person."""
    person = known.office.people.get(session.person) if session else None
    if session is None or person is None or person.has_left(day) or not _still_proves(session, person):
        return None
    return Viewer(person, day, session)


def _still_proves(session: Session, person: Person) -> bool:
    if session.how == "passkey":
        return session.proof in map(plain_key, person.keys)
    if session.how in KINDS:
        number, _, login = session.proof.partition(" ")
        stated = person.account_ids.get(session.how)
        if stated:
            return str(stated) == number
        return bool(login) and person.accounts.get(session.how, "").casefold() == login
    return True
