"""bare repository x publisher's key x moment -> the publisher's view of main, the audit-log and who has authority"""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from prakat.audit.audit_row import Audit, Heads
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.audit.run_memory import RunMemory
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog, Fact
from prakat.audit_log.merge_record import MergeRecord, merge_record
from prakat.audit_log.record import Record, RecordKind
from prakat.cannot_work import CannotWork, Halted
from prakat.merging.standing import Standing, held_against
from prakat.office import office
from prakat.office.authority import Authority
from prakat.office.person import Person
from prakat.repository import objects, refs
from prakat.repository.commit import Commit
from prakat.repository.file_tree import FileTree, entries_of
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import AUDIT_LOG, MAIN, SIGN_OFF, move
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.signature import Verified, public_key
from prakat.request import bulk
from prakat.request.fact_reader import FactReader
from prakat.request.main_before import MainBefore
from prakat.rules.violation import Violation
from prakat.thai.buddhist_era import BANGKOK, moment_of

_LOG = logging.getLogger(__name__)
_PACKED = 500
"""After so many records more the audit-log is packed: git keeps each of its trees whole till then, 41 bytes for each
record of the newest folder."""
LARGEST_NUMBER = 999_999_999
"""A request of a bare repository has no larger one."""
_CLOSING = (RecordKind.MERGE, RecordKind.REJECTION)


@dataclass(slots=True)
class Work:
    """Valid while the publisher's lock is held, since nobody else then moves main or the audit-log."""

    repository: Repository
    key: Path
    moment: datetime.datetime
    """Now, to the second, in Bangkok: the time of everything that this run does."""
    verified: Verified
    main: str
    log: AuditLog
    before: MainBefore
    """main as it is before the next merge."""
    reader: FactReader
    standing: Standing
    """What the audit said of the repository when this began."""
    memory: RunMemory
    authority: Authority | None
    """Whose sign-offs count: main's office.yml, or the one before an open violation that changed it."""

    @property
    def known(self) -> Authority:
        """Raises CannotWork where no office.yml gives anybody authority."""
        if self.authority is None:
            raise Halted("merging.no-office")
        return self.authority

    def person(self, name: str) -> Person:
        """Raises CannotWork for an id that is nobody's in office.yml."""
        person = self.known.office.people.get(name)
        if person is None:
            raise CannotWork("merging.nobody", found=name)
        return person

    def merged(self, number: int) -> MergeRecord | None:
        """The record of the request's merge."""
        for record in self.log.of(RecordKind.MERGE):
            if record.facts.get("request") == number:
                return merge_record(record.facts)
        return None

    def closing(self, number: int) -> Record | None:
        """The record of the request's merge or refusal; neither can be undone."""
        return next((each for each in self.log.of(*_CLOSING) if each.facts.get("request") == number), None)

    def is_closed(self, number: int) -> bool:
        return self.closing(number) is not None

    def brought(self, head: str, *revisions: str) -> list[Commit]:
        """The commits that a request with this head brings, or those of them that `revisions` name; none of one that is
        too much to be read, or that git cannot read."""
        if bulk.excess(self.repository, head, self.main):
            return []
        try:
            return [*self.repository.log(*(revisions or (head, f"^{self.main}")))]
        except GitFailed:
            return []

    def free_number(self, requests: Iterable[int]) -> int:
        """The lowest number after every closed one that no request has and nobody signed for; the lowest of all where
        a number out of all proportion was closed."""
        closed = {each.facts.get("request") for each in self.log.of(*_CLOSING)}
        signed = (ref.removeprefix(SIGN_OFF).partition("/")[0] for ref in self.repository.refs(SIGN_OFF))
        taken = {*requests, *closed, *(int(each) for each in signed if each.isdecimal())}
        last = max((each for each in closed if isinstance(each, int)), default=0)
        numbers = chain(range(last + 1, LARGEST_NUMBER + 1), range(1, LARGEST_NUMBER + 1))
        return next(each for each in numbers if each not in taken)

    def record(self, facts: list[Fact], merge: str = "") -> tuple[Violation, ...]:
        """Adds records to the audit-log, signed; all of them or none. Before any is there, the audit judges what they
        would make of the repository: a `merge` that it would condemn is not recorded, and its violations returned.

        Raises Halted where they would leave, or add, what stops the publisher."""
        log = audit_log.append(self.repository, self.log, facts, self.moment, self.main, self.key)
        after = _audit(self.repository, self.verified, self.memory, Heads(merge or self.main, log.tip))
        if against := held_against(after, merge):
            return against
        self.standing.check_next(Standing.of(after), (each.commit for each in log.entries[-len(facts) :]))
        assert log.tip, "something was appended"
        move(self.repository, AUDIT_LOG, log.tip, self.log.tip or NOTHING)
        if log.mark.count // _PACKED > self.log.mark.count // _PACKED:
            objects.pack(self.repository, log.tip, 2 * _PACKED)
        self.log = log
        return ()

    def advance(self, commit: str) -> None:
        """Moves main to a merge whose record is written."""
        move(self.repository, MAIN, commit, self.main)
        self.main = commit


def open_work(
    repository: Repository,
    key: Path,
    moment: datetime.datetime,
    verified: Verified | None = None,
    memory: RunMemory | None = None,
) -> Work:
    """Finishes what a killed run left, then reads everything. Raises CannotWork for a wrong key or slow clock."""
    if not repository.is_bare:
        raise CannotWork("merging.not-bare", place=repository.folder)
    main = repository.ref(MAIN)
    if main is None:
        raise CannotWork("merging.no-main", place=repository.folder)
    memory = memory or RunMemory()
    log = memory.read_log(repository)
    own, verified = public_key(key), verified or Verified()
    main = Unfinished(repository, log, memory, verified, own).finish(main)
    moment = moment.astimezone(BANGKOK).replace(microsecond=0)
    youngest = max([repository.time_of(main), *(each.time for each in log.entries[-1:])])
    if moment.timestamp() < youngest:
        raise Halted("merging.clock-behind", found=moment, must=moment_of(youngest))
    work = look(repository, key, moment, verified, main, log, memory)
    if work.authority is None or own not in work.authority.publisher_keys:
        raise Halted("merging.other-key", key=key)
    _LOG.info("main is at %s, the audit-log has %d records", main[:12], log.mark.count)
    return work


def look(
    repository: Repository,
    key: Path,
    moment: datetime.datetime,
    verified: Verified,
    main: str,
    log: AuditLog,
    memory: RunMemory | None = None,
) -> Work:
    """The work as anybody may see it: only merging takes the key; what blocks a request is no secret."""
    memory = memory or RunMemory()
    found = _audit(repository, verified, memory, None)
    standing = Standing.of(found)
    files = FileTree(entries_of(repository, main))
    blob = files.blobs([office.FILE]).get(office.FILE, NOTHING)
    before = found.before or MainBefore(files, blob, time=0, epoch=found.epoch)
    before = replace(before.copy(), files=files, logged=frozenset(standing.logged))
    reader = FactReader(repository)
    known = reader.office(before.office) if before.office != NOTHING else None
    return Work(repository, key, moment, verified, main, log, before, reader, standing, memory, known)


def _audit(repository: Repository, verified: Verified, memory: RunMemory, tips: Heads | None) -> Audit:
    return audit(repository, Trust(), verified=verified, memory=memory, tips=tips)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What a run left that was killed after it had recorded something."""

    repository: Repository
    log: AuditLog
    memory: RunMemory
    verified: Verified
    own: str
    """The publisher's public key."""

    def finish(self, main: str) -> str:
        """Completes the last recorded merge or refusal; returns main's tip. What somebody else wrote into the
        audit-log, or the audit would condemn, is left to the audit, which then says so."""
        for entry in [each for each in self.log.entries if each.record and each.record.kind in _CLOSING][-1:]:
            signed, facts = entry.signed, entry.record.facts if entry.record else {}
            if signed is None or signed.key != self.own or not self.verified.is_right(signed):
                break
            commit, head, number = (str(facts.get(name, "")) for name in ("commit", "head", "request"))
            if commit and facts.get("first_parent") == main:
                if not self._is_right(commit):
                    break
                _LOG.info("request #%s: a run ended before main was moved to its merge %s", number, commit[:12])
                move(self.repository, MAIN, commit, main)
                main = commit
            if head and self.repository.ref(refs.request_ref(number)) == head:
                _LOG.info("request #%s: a run ended before it was closed; closed now", number)
                move(self.repository, refs.request_ref(number), NOTHING, head)
        return main

    def _is_right(self, commit: str) -> bool:
        found = _audit(self.repository, self.verified, self.memory, Heads(commit, self.log.tip))
        return not held_against(found, commit) and not Standing.of(found).broken
