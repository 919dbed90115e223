"""what somebody keeps to send x where it is sent -> one request, noted before it is sent, known again after a stop"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from prakat.cannot_work import CannotWork
from prakat.office.person import Person
from prakat.rules.message import message
from prakat_desk.keeping.draft import Draft
from prakat_desk.keeping.errands import Errand
from prakat_desk.sending.outlet import Letter, Outlet, Sent, Signer, Unsent

_T = TypeVar("_T", Draft, Errand)


@dataclass(frozen=True, slots=True)
class SentOnce(Generic[_T]):
    """Whoever calls it sees to it that nobody else sends the same meanwhile."""

    outlet: Outlet
    person: Person
    save: Callable[[_T], _T]
    """Keeps it as it is by now."""

    def known(self, kept: _T) -> _T:
        """As sent where it was sent and the desk was stopped before it could note that."""
        if kept.is_sent or not kept.head:
            return kept
        number = self.outlet.found(kept.id, kept.head)
        return self.save(replace(kept, request=number)) if number else kept

    def sent(self, kept: _T, letter: Letter, signer: Signer | None, number: int) -> tuple[_T, Sent | Unsent]:
        """The commit is noted before: from then on a desk that is stopped finds it, or knows that it never arrived."""
        kept = self.save(replace(kept, head=self.outlet.head_of(letter, self.person)))
        try:
            found = self.outlet.send(letter, self.person, number, signer)
        except CannotWork as problem:
            return kept, Unsent([message("desk_sending.not-received", problem=problem)])
        return (self.save(replace(kept, request=found.number)) if isinstance(found, Sent) else kept), found
