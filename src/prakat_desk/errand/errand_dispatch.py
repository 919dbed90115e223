"""an errand x its author -> one request, however often it is asked for or stopped; or why it cannot be sent"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from prakat.office.person import Person
from prakat.repository.refs import MAIN
from prakat.request.policy.step import STEP_NAMES
from prakat.rules.message import message
from prakat_desk.desk import Desk
from prakat_desk.errand.matter import Outcome
from prakat_desk.keeping.errands import Errand
from prakat_desk.sending.foreseen import Foreseen, foreseen
from prakat_desk.sending.outlet import Letter, Outlet, Sent, Signer, Unsent
from prakat_desk.sending.sent_once import SentOnce

_MOST_OFFERED = 6
"""Colleagues that are named, each of whom takes a look at what would be sent."""

_CONCERNED = ("gone", "person")
"""Fields that name whom an errand ends or appoints in an emergency; neither of them sends it."""


@dataclass(frozen=True, slots=True)
class ErrandDispatch:
    desk: Desk
    outlet: Outlet
    person: Person

    def letter(self, errand: Errand, outcome: Outcome, moment: datetime.datetime | None = None) -> Letter:
        return Letter(
            mark=errand.id,
            title=outcome.title.text(),
            changes=outcome.changes,
            base=self.desk.repository.ref(MAIN) or "",
            moment=moment or self.desk.moment.replace(microsecond=0),
            regularises=outcome.regularises,
        )

    def foreseen_for(self, errand: Errand, outcome: Outcome, author: Person) -> Foreseen:
        """What it would do, and who could sign it, if that person sent it."""
        return foreseen(self.desk.repository, self.letter(errand, outcome), author)

    def other_authors(self, errand: Errand, outcome: Outcome) -> list[Person]:
        """Colleagues who could send it so that all are left who have to sign; first those with a key, and no step."""
        day, people = self.desk.day, self.desk.authority.office.people.values()
        ranks = {each.id: (not each.keys, any(each.has_role(role, day) for role in STEP_NAMES)) for each in people}
        ranked = sorted(people, key=lambda each: ranks[each.id])
        return list(islice((each for each in ranked if self.may_send(errand, outcome, each)), _MOST_OFFERED))

    def may_send(self, errand: Errand, outcome: Outcome, other: Person) -> bool:
        """Whether that colleague is there, and could send it."""
        is_there = bool(other.appointments and other.emails) and not other.has_left(self.desk.day)
        concerned = {self.person.id, *(name for field in _CONCERNED for name in errand.typed.get(field, ()))}
        is_other = other.id not in concerned and not outcome.errors
        return is_there and is_other and self.foreseen_for(errand, outcome, other).may_be_sent

    def send(self, errand: Errand, letter: Letter, number: int = 0, signer: Signer | None = None) -> Sent | Unsent:
        """One request, whoever taps twice."""
        with self.desk.errands.alone(self.person.id):
            kept = self.desk.errands.get(self.person.id, errand.id)
            if kept is None:
                return Unsent([message("desk_sending.no-draft")])
            kept = self._once.known(kept)
            if kept.is_sent:
                return Sent(kept.request, kept.head)
            return self._once.sent(kept, letter, signer, number)[1]

    def settled(self, errand: Errand) -> Errand:
        """Known as sent where it was sent and the desk was stopped before it could note that."""
        if errand.is_sent or not errand.head:
            return errand
        with self.desk.errands.alone(self.person.id):
            return self._once.known(self.desk.errands.get(self.person.id, errand.id) or errand)

    @property
    def _once(self) -> SentOnce[Errand]:
        return SentOnce(self.outlet, self.person, self.desk.errands.save)

    def open_errands(self) -> Sequence[Errand]:
        """The person's own that are not done: not sent, or sent and come back. What is published is forgotten."""
        closed, left = self.outlet.closed(), []
        for each in map(self.settled, self.desk.errands.of(self.person.id)):
            fate = closed[each.request].fate if each.request in closed else ""
            if fate == "merged":
                self.desk.errands.forget(each)
            elif not each.is_sent or fate:
                left.append(each)
        return left
