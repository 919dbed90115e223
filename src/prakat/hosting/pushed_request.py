"""request as it is pushed -> why it is refused; once it is accepted, what its author has to know (R01, R02, R09)"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from prakat.hosting.front import Front
from prakat.hosting.overwriting import Overwriting
from prakat.hosting.signable import SIGNING, Signable
from prakat.merging.plan import Plan
from prakat.office.authority import Authority, names_of
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import request_ref, sign_off_ref
from prakat.request.policy.step import REQUESTER
from prakat.request.touched_items import TouchedItems, touched_items
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label, Listed, Said

_OF_MAIN = frozenset({"office.unreadable"})
"""What stands against every request because of main alone, which a request may be about to mend."""


@dataclass(frozen=True)
class PushedRequest:
    """Has no slots, so that it is judged once."""

    front: Front
    number: int
    old: str
    new: str

    def refusals(self) -> Iterator[Said]:
        """What cannot be merged as it is, whoever signs; what only main or time has to mend is told instead."""
        if before := self.front.sent_back(self.number):
            yield message("hosting.sent-back", number=self.number, name=before.person.introduced)
        elif self.new == NOTHING:
            yield from self._withdrawal()
        elif self.number in self.front.withdrawn:
            yield message("hosting.withdrawn", number=self.number, free=self.front.free)
        elif self.front.repository.object(self.new)[0] != "commit":
            yield message("hosting.no-commit")
        elif self.number in self.front.closed:
            yield message("hosting.closed", number=self.number, free=self.front.free)
        elif lost := self._losers():
            names = Listed.of(lost)
            yield message("hosting.others-work", number=self.number, names=names, free=self.front.free)
        else:
            yield from self.faults()

    def _withdrawal(self) -> Iterator[Said]:
        """Only its authors take back an open request. What it held is on no page, and its number stays its own."""
        if self.number in self.front.closed:
            yield message("hosting.closed", number=self.number, free=self.front.free)
        elif not self.front.pusher:
            yield message("hosting.withdrawn-by-nobody")
        elif not self._is_pushers():
            yield message("hosting.deleted-request", number=self.number)

    def _is_pushers(self) -> bool:
        """Whether who pushes is an author, or has pushed it where nobody can tell more."""
        pusher, known = self.front.pusher, self._known
        people = known.people_of_mail(pusher) | {pusher} if known else {pusher}
        found = self.front.planned(self.number, is_with_push=False)
        if isinstance(found, Plan):
            return not people.isdisjoint(found.request.authors)
        noted = [each.pusher for each in self.front.earlier if each.ref == request_ref(self.number)]
        return bool(noted) and set(noted) == {pusher}

    def faults(self) -> Iterator[Said]:
        """What is wrong with the request itself, sign-offs apart."""
        found = self._planned
        against = list(found.violations if isinstance(found, Plan) else found)
        yield from (each for each in against if _is_fault(each))
        yield from (violation("request.check", found=each) for each in self._touched.errors)
        signable = self._signable
        if signable and signable.is_barred_by_its_authors():
            yield message("hosting.nobody-left", names=names_of(person for person, _ in signable.barred()))

    def told(self) -> Iterator[Said]:
        if self.new == NOTHING:
            yield message("hosting.received-withdrawal", number=self.number)
            return
        found = self._planned
        against = found.violations if isinstance(found, Plan) else found
        yield from (message("hosting.not-mergeable-yet", reason=each) for each in against if _is_of_others(each))
        yield from (message("hosting.link-to-nothing", found=each) for each in self._touched.doubts)
        if signable := self._signable:
            yield from self._barred(signable)
            if lost := self._signed_before:
                yield message("hosting.sign-anew", steps=Listed.of(Label("step", each) for each in lost))
            if signable.found.signed_request is None and self._has_signature:
                yield message("hosting.requester-anew", number=self.number)
            yield from signable.next_turn()

    def _barred(self, signable: Signable) -> Iterator[Said]:
        """Each author who could else sign: by a line that somebody wrote, or by their own work."""
        for person, steps in signable.barred():
            names = Listed.of(Label("step", each.name) for each in steps)
            name = person.introduced
            if signable.found.request.is_named_by_a_line(person.id):
                yield message("hosting.barred-by-line", name=name, steps=names, number=self.number)
            else:
                yield message("hosting.barred", name=name, steps=names, free=self.front.free)

    @cached_property
    def _planned(self) -> Plan | list[Violation]:
        return self.front.planned(self.number)

    @cached_property
    def _touched(self) -> TouchedItems:
        found, work = self._planned, self.front.work
        if not isinstance(found, Plan) or work is None:
            return TouchedItems([], [])
        entries, net = work.before.files.entries, found.submission.net
        return touched_items(self.front.repository, entries, self.new, net, self.front.day)

    @property
    def _known(self) -> Authority | None:
        return self.front.work.authority if self.front.work else None

    @property
    def _signable(self) -> Signable | None:
        found, known = self._planned, self._known
        return Signable(found, known, self.front.day) if isinstance(found, Plan) and known else None

    def _losers(self) -> list[str]:
        if self.old == NOTHING:
            return []
        moved = Overwriting(self.front.repository, self._known, self.front.main, self.old, self.new)
        return moved.losers(self.front.pusher)

    @property
    def _has_signature(self) -> bool:
        """Of a requester, though it may be of what the request was before."""
        return self.front.repository.ref(sign_off_ref(self.number, REQUESTER)) is not None

    @property
    def _signed_before(self) -> list[str]:
        """The steps that were signed on what the request was before."""
        found = self._planned
        if not isinstance(found, Plan):
            return []
        return [each.step for each in found.sign_offs if each.head != found.request.head]


def _is_fault(each: Violation) -> bool:
    return each.blocks_merge and not each.id.startswith(SIGNING) and each.id not in _OF_MAIN


def _is_of_others(each: Violation) -> bool:
    return not each.blocks_merge or each.id in _OF_MAIN
