"""a bare repository -> requests sent through its door, one branch each, as whoever sends them would push them"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prakat.agenda.counter_view import seen_from_outside
from prakat.hosting.desk_push import OfficeDoor
from prakat.hosting.reception import RefUpdate
from prakat.hosting.signable import Signable
from prakat.merging.first_look import office_of_main
from prakat.merging.merging import Merging
from prakat.merging.talk_book import Remark, remarks, talk_of_request
from prakat.office.authority import mail_of
from prakat.office.person import Person
from prakat.repository import objects
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.refs import request_ref, sign_off_ref, talk_ref
from prakat.repository.repository import Repository
from prakat.request.policy.step import REFUSAL, REQUESTER
from prakat.request.talk import Talk
from prakat.rules.message import message
from prakat.rules.typed_lines import typed_lines
from prakat.rules.wording import Said
from prakat_desk.desk import Desk
from prakat_desk.sending.bare_front import signable_of
from prakat_desk.sending.outlet import (
    Closed,
    Decision,
    HandedRefusal,
    Letter,
    Outlet,
    Pending,
    Sent,
    Signed,
    Signer,
    Turn,
    Unsent,
    Utterance,
)
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.sending.spoken import spoken_tag
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
            updates = [RefUpdate(letter.base if letter.mends else NOTHING, head, request_ref(number))]
            if signer and (tag := signer.signed(number, head)) is not None:
                own = sign_off_ref(number, REQUESTER)
                updates.append(RefUpdate(self.repository.ref(own) or NOTHING, objects.write(shop, "tag", tag), own))
            pushed = self._door.push_as(shop, author.id, updates)
            if pushed.is_accepted:
                return Sent(number, head, is_signed=len(updates) > 1)
            if letter.mends or not pushed.is_overtaken:
                return Unsent(pushed.lines)
            number = self.free_number()
        return Unsent([message("desk_sending.busy")])

    @property
    def _door(self) -> OfficeDoor:
        known = self.door or OfficeDoor(str(self.repository.git_dir.resolve()))
        return replace(known, language=self.language)

    def found(self, mark: str, head: str) -> int:
        return self.book.number_of(head)

    def pending(self) -> Mapping[int, Pending]:
        return self.book.pending()

    def turn(self, number: int) -> Turn:
        return self.book.turn(number)

    def signed(self, number: int) -> Sequence[Signed]:
        return self.book.signed(number)

    @property
    def takes_accounts_word(self) -> bool:
        return False

    @property
    def merging(self) -> Merging:
        return seen_from_outside(self.repository, moment_of_receipt(self.repository.git_dir), None, None, {})

    def signable(self, number: int) -> Signable | Sequence[Said]:
        return signable_of(self.repository, number)

    def sign(self, decision: Decision, person: Person) -> Sequence[Said | str]:
        """The tag takes the place of what was signed before of an earlier head; the door says whether it may."""
        own = sign_off_ref(decision.number, decision.step)
        with workshop(self.repository) as shop:
            made = objects.write(shop, "tag", decision.tag)
            pushed = self._door.push_as(shop, person.id, [RefUpdate(self.repository.ref(own) or NOTHING, made, own)])
        if pushed.is_accepted:
            return []
        return pushed.lines or [message("desk_sending.busy")]

    def remarks(self, number: int) -> Sequence[Remark]:
        return remarks(self.repository, number, office_of_main(self.repository))

    def say(self, said: Utterance, person: Person) -> Sequence[Said | str]:
        """Behind whatever else was said meanwhile."""
        for _ in range(_TRIES):
            before = talk_of_request(self.repository, said.number)
            if before and _is_that(before[-1], said, person):
                return []
            ref = talk_ref(said.number, len(before) + 1)
            with workshop(self.repository) as shop:
                made = objects.write(shop, "tag", spoken_tag(said, len(before) + 1, person))
                pushed = self._door.push_as(shop, person.id, [RefUpdate(NOTHING, made, ref)])
            if pushed.is_accepted:
                return []
            if not pushed.is_overtaken:
                return pushed.lines
        return [message("desk_sending.busy")]

    def send_back(self, refused: HandedRefusal, person: Person) -> Sequence[Said | str]:
        return self.sign(Decision(refused.number, REFUSAL, refused.head, refused.text, refused.tag), person)

    def closed(self) -> Mapping[int, Closed]:
        return self.book.closed()

    def told(self, closed: Closed) -> Closed:
        return self.book.told(closed)

    def withdraw(self, number: int, person: Person) -> Sequence[Said | str]:
        """Its sign-offs go with it: they are of nothing that anybody still asks for."""
        there = self.repository.refs(request_ref(number), sign_off_ref(number, ""))
        if request_ref(number) not in there:
            return []
        with workshop(self.repository) as shop:
            gone = [RefUpdate(oid, NOTHING, ref) for ref, oid in there.items()]
            pushed = self._door.push_as(shop, person.id, gone)
        return [] if pushed.is_accepted else pushed.lines


def _is_that(last: Talk, said: Utterance, person: Person) -> bool:
    """Whether it was said already, by the first of two taps."""
    written = (said.kind, said.head, mail_of(person), typed_lines(said.text))
    return (last.kind, last.head, last.mail, last.text) == written


def outlet_of(desk: Desk, language: str) -> Outlet:
    """Where this office's requests live; what its door says is said in that language."""
    return BareOutlet(desk.repository, language, desk.door)
