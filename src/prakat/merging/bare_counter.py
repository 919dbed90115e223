"""bare repository -> its counter: a request is a branch, a sign-off a tag, and the receipts say what was received"""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from prakat.audit.run_memory import RunMemory
from prakat.audit_log import audit_log
from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.merging.merging import Merging
from prakat.merging.work import Work, open_work
from prakat.repository import objects, refs
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import Receipt, receipts
from prakat.repository.refs import REQUEST, move
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified
from prakat.request.policy.request import Mode, Request
from prakat.rules.violation import Violation

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class BareCounter:
    repository: Repository
    noted: list[Receipt]

    def requests(self) -> dict[int, str]:
        named = ((name.removeprefix(REQUEST), head) for name, head in self.repository.refs(REQUEST).items())
        return {int(number): head for number, head in named if _NUMBER.fullmatch(number)}

    def received(self, work: Work, request: Request, how: Mode) -> tuple[ReceivedSignOff, ...]:
        """The request's tags that are in the list of receipts; a tag that was never received does not count."""
        signed, found = refs.sign_off_ref(request.number, ""), []
        for ref, oid in self.repository.refs(signed).items():
            kind, raw = self.repository.object(oid)
            receipt = next((each for each in reversed(self.noted) if (each.ref, each.object) == (ref, oid)), None)
            if receipt and kind == "tag":
                at = datetime.datetime.fromisoformat(receipt.at)
                found.append(
                    ReceivedSignOff.of(ref.removeprefix(signed), at, receipt.ordinal, raw.decode("utf-8", "replace"))
                )
        return tuple(found)

    def targeted(self, number: int) -> datetime.datetime | None:
        """Never: every request here is one for main."""
        return None

    def pushers(self, work: Work, number: int) -> tuple[str, ...]:
        ref = refs.request_ref(number)
        return tuple(sorted({each.pusher for each in self.noted if each.ref == ref and each.pusher}))

    def merge(self, work: Work, request: Request, tree: str, message: str) -> str | list[Violation]:
        parents = (work.main, request.head)
        return objects.commit(
            self.repository, tree, parents, message, audit_log.PUBLISHER_IDENTITY, work.moment, key=work.key
        )

    def tell(self, work: Work) -> None:
        """Nothing to do: the audit-log was written in this very repository."""

    def forget(self, number: int, head: str) -> None:
        """Deletes the request's branch; its commits stay reachable from main, or the record names its head."""
        move(self.repository, refs.request_ref(number), NOTHING, head)

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
