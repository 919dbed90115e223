"""signed refusal as it is pushed -> why it does not count; a request that was sent back is closed from then on (R08)"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.audit_log.signed_refusal import Refusal, refusal_in
from prakat.hosting.front import Front
from prakat.merging.plan import Plan
from prakat.merging.sent_back import refusal_flaw
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import request_ref
from prakat.request.policy.step import REFUSAL
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Said


@dataclass(frozen=True)
class PushedRefusal:
    """Has no slots, so that it is judged once."""

    front: Front
    number: int
    old: str
    new: str

    def refusals(self) -> Iterator[Said]:
        if self.new == NOTHING:
            if self.front.pushed.get(request_ref(self.number)) != NOTHING:
                yield message("hosting.deleted-sign-off")
        elif self.number in self.front.closed:
            yield message("hosting.closed-for-signing", number=self.number)
        elif before := self.front.sent_back(self.number):
            yield message("hosting.sent-back", number=self.number, name=before.person.introduced)
        elif isinstance(self._planned, list):
            yield from self._planned or (violation("request.absent", number=self.number),)
        elif reason := self._flaw(self._planned):
            yield message("hosting.refuses-in-vain", number=self.number, reason=reason)

    def told(self) -> Iterator[Said]:
        if self.new != NOTHING:
            yield message("hosting.received-refusal", number=self.number)

    def _flaw(self, found: Plan) -> Said | None:
        work, (kind, raw) = self.front.work, self.front.repository.object(self.new)
        if work is None or work.authority is None or kind != "tag":
            return message("audit_log.no-refusal")
        received = ReceivedSignOff.of(
            REFUSAL, self.front.moment, self.front.place, raw.decode("utf-8", "surrogateescape")
        )
        refusal = refusal_in(received, self.number, work.authority, work.verified, work.before)
        if not isinstance(refusal, Refusal):
            return refusal
        return refusal_flaw(work, refusal, found.request, found.how)

    @cached_property
    def _planned(self) -> Plan | list[Violation]:
        return self.front.planned(self.number)
