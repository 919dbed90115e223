"""bare repository -> its counter: a request is a branch, a sign-off a tag, and the receipts say what was received"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prakat.audit.run_memory import RunMemory
from prakat.audit_log import audit_log
from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.audit_log.record import RecordKind
from prakat.merging.merging import Merging
from prakat.merging.work import Work, open_work
from prakat.repository import objects, refs
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import Receipt, receipts, withdrawn, write_receipts
from prakat.repository.refs import REQUEST, SIGN_OFF, move
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.signature import Verified
from prakat.request.policy.request import UNTOLD, Mode, Request
from prakat.request.policy.step import REFUSAL
from prakat.rules.message import Message, message
from prakat.rules.violation import Violation

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class BareCounter:
    repository: Repository
    noted: Sequence[Receipt]
    pushed: Mapping[str, str] = field(default_factory=dict)
    """Ref -> object of a push that is being received: as if its refs were in place."""

    @property
    def moves_main(self) -> bool:
        return False

    def requests(self) -> dict[int, str]:
        named = ((name.removeprefix(REQUEST), head) for name, head in self._refs(REQUEST).items())
        return {int(number): head for number, head in named if _NUMBER.fullmatch(number)}

    def received(self, work: Work, request: Request, how: Mode) -> tuple[ReceivedSignOff, ...]:
        """The request's tags that are in the list of receipts; a tag that was never received does not count."""
        return self._received(request.number, self._refs(refs.sign_off_ref(request.number, "")), self.noted)

    def refusals(self, work: Work, number: int) -> tuple[ReceivedSignOff, ...]:
        """Also one that came since this run began: it comes in time, as long as nothing is merged."""
        ref = refs.sign_off_ref(number, REFUSAL)
        there = {name: oid for name, oid in self._refs(ref).items() if name == ref}
        found = self._received(number, there, self.noted)
        return found or (self._received(number, there, receipts(self.repository.git_dir)) if there else ())

    def _received(self, number: int, there: Mapping[str, str], noted: Sequence[Receipt]) -> tuple[ReceivedSignOff, ...]:
        signed, found = refs.sign_off_ref(number, ""), []
        for ref, oid in there.items():
            kind, raw = self.repository.object(oid)
            receipt = next((each for each in reversed(noted) if (each.ref, each.object) == (ref, oid)), None)
            if receipt and kind == "tag":
                step, text = ref.removeprefix(signed), raw.decode("utf-8", "replace")
                found.append(ReceivedSignOff.of(step, receipt.moment, receipt.ordinal, text))
        return tuple(found)

    def _refs(self, below: str) -> dict[str, str]:
        pushed = {ref: oid for ref, oid in self.pushed.items() if ref.startswith(below)}
        return self.repository.refs(below) | pushed

    def signed(self) -> frozenset[int]:
        named = (ref.removeprefix(SIGN_OFF).partition("/")[0] for ref in self.repository.refs(SIGN_OFF))
        return frozenset(int(number) for number in named if _NUMBER.fullmatch(number))

    def targeted(self, number: int) -> datetime.datetime | None:
        """Never: every request here is one for main."""
        return None

    def pushers(self, work: Work, number: int) -> tuple[str, ...]:
        """Whom the server named. Where it named some, and not the one who pushed last, that is somebody untold."""
        ref = refs.request_ref(number)
        there = self._heads_of(ref)
        pushers = [each.pusher for each in self.noted if each.ref == ref and (not there or each.object in there)]
        is_untold = any(pushers) and not pushers[-1]
        return tuple(sorted({each for each in pushers if each}) + [UNTOLD] * is_untold)

    def _heads_of(self, ref: str) -> frozenset[str]:
        """Every commit at which git says that the branch stood, and where it is being pushed to: a receipt can be of a
        push that came too late by a moment. Empty where git has kept no such list, as in a copied repository."""
        try:
            stood = self.repository.line("rev-list", "--walk-reflogs", ref, "--").split()
        except GitFailed:
            stood = []
        return frozenset([*stood, *filter(None, [self.pushed.get(ref)])]) if stood else frozenset()

    def merge(self, work: Work, request: Request, tree: str, message: str) -> str | list[Violation]:
        parents = (work.main, request.head)
        return objects.commit(
            self.repository, tree, parents, message, audit_log.PUBLISHER_IDENTITY, work.moment, key=work.key
        )

    def tell(self, work: Work) -> None:
        """Nothing to do: the audit-log was written in this very repository."""

    def forget(self, number: int, head: str) -> None:
        """Deletes the request's branch; its commits stay reachable from main, or the record names its head. What was
        pushed to it meanwhile is left to `settle`."""
        ref = refs.request_ref(number)
        try:
            move(self.repository, ref, NOTHING, head)
        except GitFailed:
            if self.repository.ref(ref) == head:
                raise

    def settle(self, work: Work) -> list[Message]:
        """Deletes the branch of a closed request, or gives it the next free number if it holds anything that was
        neither merged nor refused: pushed while the request was being merged, it would stand there for ever."""
        told = []
        for number, head in self.requests().items():
            record = work.closing(number)
            if record is None or work.standing.logged:  # whoever broke the audit-log does not say what is closed
                continue
            is_refused = record.kind is RecordKind.REJECTION and head == record.facts.get("head")
            if is_refused or self._is_on_main(work, head):
                self.forget(number, head)
            elif self.repository.ids([head]) != [None]:  # what is lost has no other place; its row says so
                told.append(self._rehoused(work, number, head))
        return told

    def _rehoused(self, work: Work, number: int, head: str) -> Message:
        free = work.free_number({*self.requests(), *withdrawn(self.noted)})
        for pusher in self.pushers(work, number) or ("",):
            write_receipts(self.repository.git_dir, [(refs.request_ref(free), head)], work.moment, pusher)
        refs.rename(self.repository, refs.request_ref(number), refs.request_ref(free), head)
        return message("merging.rehoused", number=number, free=free)

    def _is_on_main(self, work: Work, head: str) -> bool:
        """What git cannot read is not: everything on main was read when it was merged."""
        try:
            return not self.repository.line("rev-list", "--max-count=1", head, f"^{work.main}")
        except GitFailed:
            return False

    def close(self, number: int, head: str) -> None:
        self.forget(number, head)


def open_merging(
    repository: Repository,
    key: Path,
    moment: datetime.datetime,
    verified: Verified | None = None,
    memory: RunMemory | None = None,
) -> Merging:
    """Finishes what a killed run left, then reads everything. Raises CannotWork for a wrong key or slow clock."""
    work = open_work(repository, key, moment, verified, memory)
    return Merging(work, BareCounter(repository, receipts(repository.git_dir)))
