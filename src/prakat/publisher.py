"""bare repository x publisher's key x moment -> the desk at which requests are merged: open, received, recorded"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from prakat import audit_log, objects, office, refs
from prakat.approval import Mode, Request
from prakat.audit import audit
from prakat.audit_log import AuditLog, Fact
from prakat.authority import Authority
from prakat.blob import Blobs
from prakat.buddhist_era import BANGKOK
from prakat.cannot_work import CannotWork
from prakat.epoch import Trust
from prakat.file_tree import FileTree, entries_of
from prakat.history import Repository
from prakat.main_before import MainBefore
from prakat.merge_record import MergeRecord, Received, merge_record
from prakat.object_id import NOTHING
from prakat.receipt import Receipt, receipts
from prakat.recollection import Recollection
from prakat.record import RecordKind
from prakat.refs import AUDIT_LOG, MAIN, REQUEST, move
from prakat.signature import Signed, Verified, public_key
from prakat.violation import Violation

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_CLOSING = (RecordKind.MERGE, RecordKind.REJECTION)


@dataclass(slots=True)
class Desk:
    """Valid while the publisher's lock is held: nobody else moves main or the audit-log."""

    repository: Repository
    key: Path
    moment: datetime.datetime
    """Now, to the second, in Bangkok: everything done at this desk bears it."""
    verified: Verified
    main: str
    log: AuditLog
    before: MainBefore
    """What the next merge is examined against."""
    blobs: Blobs
    authority: Authority | None
    """By whom sign-offs count: office.yml of main, or the one before an open violation that changed it."""
    noted: list[Receipt] = field(default_factory=list)

    def requests(self) -> dict[int, str]:
        """Number -> head of every open request."""
        found = self.repository.refs(REQUEST)
        named = ((name.removeprefix(REQUEST), head) for name, head in found.items())
        return {int(number): head for number, head in named if _NUMBER.fullmatch(number)}

    def merged(self, number: int) -> MergeRecord | None:
        """The record of the request's merge."""
        for record in self.log.of(RecordKind.MERGE):
            if record.facts.get("request") == number:
                return merge_record(record.facts)
        return None

    def is_closed(self, number: int) -> bool:
        """Merged or refused; both are for ever."""
        return any(record.facts.get("request") == number for record in self.log.of(*_CLOSING))

    def received(self, request: Request, how: Mode) -> tuple[Received, ...]:
        """The request's sign-offs that stand in the list of receipts; what was never received does not count."""
        number, found = request.number, []
        for ref, oid in self.repository.refs(refs.sign_off(number, "")).items():
            kind, raw = self.repository.object(oid)
            receipt = next((each for each in reversed(self.noted) if (each.ref, each.object) == (ref, oid)), None)
            if receipt and kind == "tag":
                at = datetime.datetime.fromisoformat(receipt.at)
                step = ref.removeprefix(refs.sign_off(number, ""))
                found.append(Received.of(step, at, receipt.place, raw.decode("utf-8", "replace")))
        return tuple(found)

    def pushers(self, number: int) -> tuple[str, ...]:
        """Who pushed to the request, where the server tells."""
        ref = refs.request(number)
        return tuple(sorted({each.pusher for each in self.noted if each.ref == ref and each.pusher}))

    def land(
        self, request: Request, tree: str, message: str, facts: Callable[[str], list[Fact]]
    ) -> str | list[Violation]:
        """Brings the request onto main with its record, and closes it; the merge, or why it cannot be."""
        parents = (self.main, request.head)
        commit = objects.commit(self.repository, tree, parents, message, audit_log.PUBLISHER, self.moment, key=self.key)
        self.record(facts(commit))
        self.advance(commit)
        self.close(request.number, request.head)
        return commit

    def record(self, facts: list[Fact]) -> None:
        """Adds records to the audit-log, signed; all of them or none."""
        before = self.log.tip or NOTHING
        self.log = audit_log.append(self.repository, self.log, facts, self.moment, self.main, self.key)
        assert self.log.tip, "something was appended"
        move(self.repository, AUDIT_LOG, self.log.tip, before)

    def advance(self, commit: str) -> None:
        """Moves main to a merge whose record is written."""
        move(self.repository, MAIN, commit, self.main)
        self.main = commit

    def close(self, number: int, head: str) -> None:
        """Takes the request's branch away; its commits stay reachable from main or are named by the record."""
        move(self.repository, refs.request(number), NOTHING, head)


def open_desk(
    repository: Repository,
    key: Path,
    moment: datetime.datetime,
    verified: Verified | None = None,
    memory: Recollection | None = None,
) -> Desk:
    """Finishes what a killed run left, then reads everything. Raises CannotWork for another's key or a clock behind."""
    if not repository.is_bare:
        raise CannotWork(f"{repository.place}: ต้องเป็นคลังกลางแบบ bare (must be a bare repository)")
    main = repository.ref(MAIN)
    if main is None:
        raise CannotWork(f"{repository.place}: ไม่มีสายหลัก main (there is no branch main)")
    memory = memory or Recollection()
    log = memory.read_log(repository)
    own, verified = public_key(key), verified or Verified()
    main = finish(repository, log, main, lambda signed: signed.key == own and verified.is_right(signed))
    moment = moment.astimezone(BANGKOK).replace(microsecond=0)
    youngest = max([_time(repository, main), *(each.time for each in log.entries[-1:])])
    if moment.timestamp() < youngest:
        raise CannotWork("นาฬิกาช้ากว่าสายหลัก ให้ตั้งเวลาให้ตรง (this clock is behind main: set it)")
    desk = look(repository, key, moment, verified, main, log, memory)
    if desk.authority is None or own not in desk.authority.publisher_keys:
        raise CannotWork(f"{key}: ไม่ใช่กุญแจของผู้รวมคำขอใน office.yml (not the publisher's key)")
    return desk


def look(
    repository: Repository,
    key: Path,
    moment: datetime.datetime,
    verified: Verified,
    main: str,
    log: AuditLog,
    memory: Recollection | None = None,
) -> Desk:
    """The desk as anybody may see it: what stands in a request's way is no secret, only landing it takes the key."""
    found = audit(repository, Trust(), verified=verified, memory=memory)
    files = FileTree(entries_of(repository, main))
    blob = files.blobs([office.FILE]).get(office.FILE, NOTHING)
    before = found.before or MainBefore(files, blob, time=0, epoch=found.epoch)
    blobs = Blobs(repository)
    known = blobs.office(before.office) if before.office != NOTHING else None
    noted = receipts(repository.git_dir)
    return Desk(repository, key, moment, verified, main, log, replace(before, files=files), blobs, known, noted)


def finish(repository: Repository, log: AuditLog, main: str, is_own: Callable[[Signed], bool]) -> str:
    """Completes what a run that was killed had written down before; returns main's tip."""
    written = [each for each in log.entries if each.record and each.record.kind in _CLOSING]
    for entry in written[-1:]:
        facts = entry.record.facts if entry.record and entry.signed and is_own(entry.signed) else {}
        commit, head, number = (str(facts.get(name, "")) for name in ("commit", "head", "request"))
        if commit and facts.get("first_parent") == main:
            move(repository, MAIN, commit, main)
            main = commit
        if head and repository.ref(refs.request(number)) == head:
            move(repository, refs.request(number), NOTHING, head)
    return main


def _time(repository: Repository, commit: str) -> int:
    return int(repository.line("show", "-s", "--format=%ct", commit))
