"""bare repository x publisher's key x moment -> the publisher's view of main, the audit-log and who has authority"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.audit.run_memory import RunMemory
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog, Fact
from prakat.audit_log.merge_record import MergeRecord, merge_record
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.office.authority import Authority
from prakat.office.person import Person
from prakat.repository import refs
from prakat.repository.file_tree import FileTree, entries_of
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import AUDIT_LOG, MAIN, move
from prakat.repository.repository import Repository
from prakat.repository.signature import Signature, Verified, public_key
from prakat.request.fact_reader import FactReader
from prakat.request.main_before import MainBefore
from prakat.thai.buddhist_era import BANGKOK, moment_of

_LOG = logging.getLogger(__name__)
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
    authority: Authority | None
    """Whose sign-offs count: main's office.yml, or the one before an open violation that changed it."""

    @property
    def known(self) -> Authority:
        """Raises CannotWork where no office.yml gives anybody authority."""
        if self.authority is None:
            raise CannotWork("merging.no-office")
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

    def is_closed(self, number: int) -> bool:
        """Whether it was merged or refused; neither can be undone."""
        return any(record.facts.get("request") == number for record in self.log.of(*_CLOSING))

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
    main = finish(repository, log, main, lambda signed: signed.key == own and verified.is_right(signed))
    moment = moment.astimezone(BANGKOK).replace(microsecond=0)
    youngest = max([repository.time_of(main), *(each.time for each in log.entries[-1:])])
    if moment.timestamp() < youngest:
        raise CannotWork("merging.clock-behind", found=moment, must=moment_of(youngest))
    work = look(repository, key, moment, verified, main, log, memory)
    if work.authority is None or own not in work.authority.publisher_keys:
        raise CannotWork("merging.other-key", key=key)
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
    found = audit(repository, Trust(), verified=verified, memory=memory)
    files = FileTree(entries_of(repository, main))
    blob = files.blobs([office.FILE]).get(office.FILE, NOTHING)
    before = found.before or MainBefore(files, blob, time=0, epoch=found.epoch)
    reader = FactReader(repository)
    known = reader.office(before.office) if before.office != NOTHING else None
    return Work(repository, key, moment, verified, main, log, replace(before, files=files), reader, known)


def finish(repository: Repository, log: AuditLog, main: str, is_own: Callable[[Signature], bool]) -> str:
    """Completes the last recorded merge or refusal if the run was killed before it ended; returns main's tip."""
    written = [each for each in log.entries if each.record and each.record.kind in _CLOSING]
    for entry in written[-1:]:
        facts = entry.record.facts if entry.record and entry.signed and is_own(entry.signed) else {}
        commit, head, number = (str(facts.get(name, "")) for name in ("commit", "head", "request"))
        if commit and facts.get("first_parent") == main:
            _LOG.info("request #%s: a run ended before main was moved to its merge %s; moved now", number, commit[:12])
            move(repository, MAIN, commit, main)
            main = commit
        if head and repository.ref(refs.request_ref(number)) == head:
            _LOG.info("request #%s: a run ended before it was closed; closed now", number)
            move(repository, refs.request_ref(number), NOTHING, head)
    return main
