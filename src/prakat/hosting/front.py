"""a push that is being received -> its requests as the publisher would judge them, were the push in place (R34)"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from prakat.audit_log.audit_log import LogCommits
from prakat.audit_log.record import RecordKind
from prakat.audit_log.signed_refusal import Refusal
from prakat.merging.bare_counter import BareCounter
from prakat.merging.first_look import first_look
from prakat.merging.merging import Merging
from prakat.merging.plan import Plan, plan
from prakat.merging.sent_back import sent_back
from prakat.merging.work import Work
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import Receipt, next_receipts, receipts, withdrawn
from prakat.repository.refs import MAIN, REQUEST, SIGN_OFF, TALK, sign_off_ref
from prakat.repository.repository import Repository
from prakat.request.policy.step import REFUSAL
from prakat.rules.violation import Violation
from prakat.thai.buddhist_era import BANGKOK, bangkok_day


@dataclass(frozen=True)
class Front:
    """Has no slots, so that what several refs of a push ask for is read once."""

    repository: Repository
    pushed: Mapping[str, str]
    """Ref -> object, in the order of the push."""
    clock: datetime.datetime
    pusher: str
    """A mail or a person's id, as the server tells; empty where it does not."""
    known: Work | None = None
    """The first look at main and the audit-log as they are, by whoever has taken it before."""

    @cached_property
    def earlier(self) -> list[Receipt]:
        return receipts(self.repository.git_dir)

    @cached_property
    def moment(self) -> datetime.datetime:
        """When the push is received: never before what came earlier."""
        now = self.clock.astimezone(BANGKOK).replace(microsecond=0)
        return max(now, self.earlier[-1].moment) if self.earlier else now

    @property
    def place(self) -> int:
        """In the order of receipt, of what is being pushed."""
        return self.earlier[-1].ordinal + 1 if self.earlier else 1

    @property
    def day(self) -> datetime.date:
        return bangkok_day(self.moment)

    @cached_property
    def noted(self) -> list[tuple[str, str]]:
        """What the push leaves receipts of."""
        return [(ref, oid) for ref, oid in self.pushed.items() if ref.startswith((REQUEST, SIGN_OFF, TALK))]

    @cached_property
    def work(self) -> Work | None:
        return replace(self.known, moment=self.moment) if self.known else first_look(self.repository, self.moment)

    @cached_property
    def whole_work(self) -> Work | None:
        return first_look(self.repository, self.moment, is_thorough=True)

    def planned(self, number: int, *, is_with_push: bool = True) -> Plan | list[Violation]:
        """The request as the publisher would merge it now, with what is being pushed or still without it."""
        work = self.work
        if work is None:
            return []
        found = self._planned(work, number, is_with_push)
        if isinstance(found, Plan) and self._is_known(found.request.regularises) and self.whole_work:
            return self._planned(self.whole_work, number, is_with_push)
        return found

    def _is_known(self, regularised: Sequence[str]) -> bool:
        """Whether history has what they name: all of it is judged, which takes its time, for nothing else."""
        if not regularised or self.work is None:
            return False
        main = self.repository.line("rev-list", "--first-parent", self.work.main).split()
        return not {*main, *LogCommits(self.repository, self.work.log.tip).ids()}.isdisjoint(regularised)

    def _planned(self, work: Work, number: int, is_with_push: bool) -> Plan | list[Violation]:
        if not is_with_push:
            return plan(Merging(work, BareCounter(self.repository, self.earlier)), number)
        own = next_receipts(self.earlier[-1] if self.earlier else None, self.noted, self.moment, self.pusher)
        there = {ref: oid for ref, oid in self.pushed.items() if oid != NOTHING}
        return plan(Merging(work, BareCounter(self.repository, [*self.earlier, *own], there)), number)

    def sent_back(self, number: int) -> Refusal | None:
        """Who has sent the request back before this push, which the publisher is still to record."""
        if self.repository.ref(sign_off_ref(number, REFUSAL)) is None or self.work is None:
            return None
        merging = Merging(self.work, BareCounter(self.repository, self.earlier))
        found = self._planned(self.work, number, is_with_push=False)
        return sent_back(merging, found.request, found.how).refusal if isinstance(found, Plan) else None

    @cached_property
    def closed(self) -> frozenset[int]:
        """Numbers of the requests that were merged or refused."""
        if self.work is None:
            return frozenset()
        known = self.work.log.of(RecordKind.MERGE, RecordKind.REJECTION)
        found = (each.facts.get("request") for each in known)
        return frozenset(each for each in found if isinstance(each, int))

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """Numbers of the requests that their authors took back."""
        return withdrawn(self.earlier)

    @cached_property
    def free(self) -> int:
        """A number that no request has or had."""
        received = (each.ref for each in self.earlier)
        names = [name.removeprefix(REQUEST) for name in (*self.repository.refs(REQUEST), *self.pushed, *received)]
        taken = [int(name) for name in names if name.isascii() and name.isdecimal()]
        return self.work.free_number(taken) if self.work else max(taken, default=0) + 1

    @property
    def main(self) -> str | None:
        return self.repository.ref(MAIN)
