"""sign-off as it is pushed -> why it is refused; once it is accepted, whose turn is next (R01, R02, R39)"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from prakat.audit_log.merge_record import ReceivedSignOff, signed_tag
from prakat.hosting.front import Front
from prakat.hosting.pushed_request import PushedRequest
from prakat.hosting.signable import SIGNING, Signable, step_of
from prakat.merging.plan import Plan
from prakat.office.authority import names_of
from prakat.office.person import Person
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import TAGS, request_ref, sign_off_ref
from prakat.repository.signature import Tag, parse_tag
from prakat.request.policy.signed_request import requester_flaw
from prakat.request.policy.step import REQUESTER, STEP_NAMES, Step
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Explained, Label, Listed, Said


@dataclass(frozen=True)
class PushedSignOff:
    """Has no slots, so that it is judged once."""

    front: Front
    number: int
    step: str
    old: str
    new: str

    def refusals(self) -> Iterator[Said]:
        """Why it would not count, or takes the place of one that does."""
        if self.new == NOTHING:
            if self.front.pushed.get(request_ref(self.number)) != NOTHING:
                yield message("hosting.deleted-sign-off")
            return
        tag, name = self._tag(self.new), sign_off_ref(self.number, self.step)
        if self.step not in (*STEP_NAMES, REQUESTER) or tag is None or tag.name != name.removeprefix(TAGS):
            yield message("hosting.no-signed-tag")
        elif self.number in self.front.closed:
            yield message("hosting.closed-for-signing", number=self.number)
        elif before := self.front.sent_back(self.number):
            yield message("hosting.sent-back", number=self.number, name=before.person.introduced)
        elif isinstance(self._planned, list):
            yield from self._planned or (violation("request.absent", number=self.number),)
        elif self.step == REQUESTER:
            yield from self._requester_faults(self._planned)
        elif self._signable and self.step not in {each.name for each in self._signable.chain}:
            known = Listed.of(Explained(each.name, Label("step", each.name)) for each in self._signable.chain)
            yield message("hosting.no-such-step", number=self.number, step=self.step, steps=known)
        else:
            yield from self._request_faults()
            yield from self._own_faults(self._planned)
            yield from self._replaced(tag)

    def told(self) -> Iterator[Said]:
        if self._signable and self.new != NOTHING and self.step != REQUESTER:
            yield from self._signable.next_turn()

    def _request_faults(self) -> Iterator[Said]:
        """What the request will be refused for, whoever signs."""
        head = self.front.repository.ref(request_ref(self.number)) or ""
        head = self.front.pushed.get(request_ref(self.number), head)
        for each in PushedRequest(self.front, self.number, NOTHING, head).faults():
            yield message("hosting.signs-in-vain", number=self.number, reason=each)

    def _requester_faults(self, found: Plan) -> Iterator[Said]:
        """Whether an author signed the request as it now is."""
        known, (_, raw) = self.front.work, self.front.repository.object(self.new)
        if known is None or known.authority is None:
            return
        received = ReceivedSignOff.of(REQUESTER, self.front.moment, self.front.place, raw.decode("utf-8", "replace"))
        signed = signed_tag(received, self.number, known.authority, known.verified, known.before)
        flaw = signed if isinstance(signed, Violation) else requester_flaw(signed, found.request, known.authority)
        if flaw:
            yield message("hosting.requester", number=self.number, reason=flaw)

    def _own_faults(self, found: Plan) -> Iterator[Said]:
        """Who signed, in which words, on what, and whether it was their turn."""
        signable = self._signable
        assert signable, "there is a request to sign"
        names = [each.name for each in signable.chain]
        before = names[: names.index(self.step)]
        for each in found.violations:
            step = step_of(each)
            if not each.id.startswith(SIGNING):
                continue
            if step == self.step:
                yield each
            elif step in before:
                yield self._not_yet(signable, signable.chain[names.index(step)], each)

    def _not_yet(self, signable: Signable, before: Step, why: Violation) -> Said:
        if why.id != "approval.missing":
            return message("hosting.not-yet-right", step=self.step, reason=why)
        able = signable.able(before)
        shown = names_of(able) if able else message("request.nobody")
        return message("hosting.not-yet", step=self.step, before=before.name, able=shown)

    def _replaced(self, tag: Tag) -> Iterator[Said]:
        """A sign-off that counts is replaced only by whoever made it."""
        old = self._tag(self.old) if self.old != NOTHING else None
        if old is None or old.signed.key == tag.signed.key:
            return
        found = self.front.planned(self.number, is_with_push=False)
        if not isinstance(found, Plan) or self._person(old) is self._person(tag):
            return
        is_void = any(step_of(each) == self.step for each in found.violations if each.id.startswith(SIGNING))
        if (person := self._person(old)) and not is_void:
            yield message("hosting.other-signed", step=self.step, name=person.introduced)

    def _tag(self, oid: str) -> Tag | None:
        return parse_tag(self.front.repository.object(oid)[1])

    def _person(self, tag: Tag) -> Person | None:
        known = self.front.work.authority if self.front.work else None
        return known.person_of_key(tag.signed.key) if known else None

    @cached_property
    def _planned(self) -> Plan | list[Violation]:
        return self.front.planned(self.number)

    @property
    def _signable(self) -> Signable | None:
        known = self.front.work.authority if self.front.work else None
        found = self._planned
        return Signable(found, known, self.front.day) if isinstance(found, Plan) and known else None
