"""a bare repository -> requests sent through its door, one branch each, as whoever sends them would push them"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prakat.cannot_work import CannotWork
from prakat.hosting.desk_push import OfficeDoor
from prakat.hosting.reception import RefUpdate
from prakat.office.person import Person
from prakat.repository import objects
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import request_ref, sign_off_ref
from prakat.repository.repository import Repository
from prakat.rules.message import message
from prakat.rules.wording import Said
from prakat_desk.desk import Desk
from prakat_desk.sending.outlet import Closed, Letter, Outlet, Pending, Sent, Signed, Signer, Turn, Unsent
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.sending.sample_signer import REQUESTER
from prakat_desk.sending.workshop import workshop, written_commit

_TRIES = 20
_NUMBERING = threading.Lock()
"""Requests are pushed one after another: of many at once each would take the same number, and all but one try again."""


@dataclass(frozen=True, slots=True)
class BareOutlet:
    repository: Repository
    language: str = "th"
    door: OfficeDoor | None = None
    """None for the repository's own folder."""

    @property
    def book(self) -> RequestBook:
        return RequestBook(self.repository)

    def free_number(self) -> int:
        return self.book.free_number()

    def head_of(self, letter: Letter, author: Person) -> str:
        with workshop(self.repository) as shop:
            return written_commit(shop, letter, author)

    def send(self, letter: Letter, author: Person, number: int = 0, signer: Signer | None = None) -> Sent | Unsent:
        with workshop(self.repository) as shop:
            head = written_commit(shop, letter, author)
            with _NUMBERING:
                return self._numbered(shop, letter, author, head, letter.mends or number or self.free_number(), signer)

    def _numbered(
        self, shop: Repository, letter: Letter, author: Person, head: str, number: int, signer: Signer | None
    ) -> Sent | Unsent:
        for _ in range(_TRIES):
            refs = {request_ref(number): head}
            if signer and (tag := signer.signed(number, head)) is not None:
                refs[sign_off_ref(number, REQUESTER)] = objects.write(shop, "tag", tag)
            old = letter.base if letter.mends else NOTHING
            refused = self._pushed(shop, refs, {request_ref(number): old}, author)
            if refused is None:
                return Sent(number, head, is_signed=len(refs) > 1)
            if letter.mends or not self._is_taken(number):
                return Unsent(refused)
            number = self.free_number()
        return Unsent([message("desk_sending.busy")])

    def found(self, mark: str, head: str) -> int:
        return self.book.number_of(head)

    def pending(self) -> Mapping[int, Pending]:
        return self.book.pending()

    def turn(self, number: int) -> Turn:
        return self.book.turn(number)

    def signed(self, number: int) -> Sequence[Signed]:
        return self.book.signed(number)

    def closed(self) -> Mapping[int, Closed]:
        return self.book.closed()

    def told(self, closed: Closed) -> Closed:
        return self.book.told(closed)

    def withdraw(self, number: int, person: Person) -> Sequence[Said | str]:
        ref = request_ref(number)
        head = self.repository.ref(ref)
        if head is None:
            return []
        with workshop(self.repository) as shop:
            return self._pushed(shop, {ref: NOTHING}, {ref: head}, person) or []

    def _is_taken(self, number: int) -> bool:
        return self.repository.ref(request_ref(number)) is not None or number in self.book.closed()

    def _pushed(
        self, shop: Repository, refs: Mapping[str, str], before: Mapping[str, str], person: Person
    ) -> Sequence[Said | str] | None:
        """Through the door, all of it or nothing; why it was refused."""
        there = {ref: self.repository.ref(ref) or NOTHING for ref in refs}
        updates = [RefUpdate(old=({**there, **before})[ref], new=new, ref=ref) for ref, new in refs.items()]
        try:
            found = replace(self.way_in, language=self.language).push_as(shop, person.id, updates)
        except CannotWork as problem:
            return [message("desk_sending.not-received", problem=problem)]
        return None if found.is_accepted else found.lines or [message("desk_sending.busy")]

    @property
    def way_in(self) -> OfficeDoor:
        return self.door or OfficeDoor(str(self.repository.git_dir.resolve()))


def outlet_of(desk: Desk, language: str) -> Outlet:
    """Where this office's requests live; what its door says is said in that language."""
    return BareOutlet(desk.repository, language, desk.door)
