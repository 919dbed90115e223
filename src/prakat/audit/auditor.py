"""repository -> a row for every change on main, judged against its approvals; offline, on a plain clone (R01, R34)"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from prakat.audit.act import acts
from prakat.audit.audit_row import Audit, AuditRow, of_repository
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.epoch import Epoch, Trust, epoch_of
from prakat.audit.run_memory import RunMemory
from prakat.audit.surroundings import check_log, check_surroundings, incompleteness, reused
from prakat.audit.verdict import Judge
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog, LogEntry
from prakat.audit_log.merge_record import MergeRecord
from prakat.audit_log.record import RecordKind
from prakat.item.item_path import is_index
from prakat.office import office
from prakat.repository.commit import Commit
from prakat.repository.file_tree import FileTree, entries_of
from prakat.repository.mainline import Landing, Mainline, landings, main_of, read_mainline
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.signature import Signature, Verified
from prakat.request.fact_reader import FactReader
from prakat.request.landing_rules import pointers
from prakat.request.main_before import MainBefore
from prakat.rules.violation import violation

_LOG = logging.getLogger(__name__)
_Progress = Callable[[Iterable[Landing]], Iterable[Landing]]
Memory = AuditorMemory | RunMemory


def audit(
    repository: Repository,
    trust: Trust,
    seen: str = "",
    verified: Verified | None = None,
    progress: _Progress = iter,
    memory: Memory | None = None,
) -> Audit:
    """Judges every commit of main after the epoch; uses no clock, no network and nothing of the tree that it judges.

    What `memory`, the auditor's own or this process's, holds of this history is not judged again. Without `verified`,
    it also says which signatures are known to be right."""
    if broken := list(incompleteness(repository)):
        return Audit(None, "", [of_repository(each) for each in broken])
    signatures = verified or (memory.verified() if memory else Verified())
    known = len(signatures.verdicts)
    try:
        return _audit(repository, trust, seen, signatures, progress, memory)
    except GitFailed as problem:
        return Audit(None, "", [of_repository(violation("repository.broken", problem=problem))])
    finally:
        if memory and len(signatures.verdicts) > known:
            memory.keep_verified(signatures)


def _audit(
    repository: Repository,
    trust: Trust,
    seen: str,
    verified: Verified,
    progress: _Progress,
    memory: Memory | None,
) -> Audit:
    tip = main_of(repository)
    if tip is None:
        return Audit(None, "", [of_repository(violation("audit.no-epoch"))])
    checkpoint = memory.checkpoint(repository, trust) if memory else None
    grown = _grown(repository, tip, checkpoint) if checkpoint else None
    if grown is None:
        checkpoint, grown = None, (read_mainline(repository, tip), audit_log.read(repository))
    main, log = grown
    epoch = epoch_of(repository, main.own, checkpoint.first if checkpoint else "")
    since = trust.epoch or epoch.commit
    if not since:
        return Audit(tip, "", [of_repository(violation("audit.no-epoch"))])
    older = [] if checkpoint else main.up_to(since)
    if older is None:
        return Audit(tip, since, [of_repository(violation("audit.epoch-lost", commit=since))])
    auditor = Auditor(repository, trust, epoch, verified)
    checkpoint = checkpoint or auditor.begin(main.commits[since], older)
    found = auditor.audit(checkpoint, main, log, tip, progress)
    on_main = {*checkpoint.older, *checkpoint.before.positions}
    found.rows += check_surroundings(repository, log, checkpoint.tags, on_main, seen)
    if memory and checkpoint.is_clean:
        memory.keep(repository, trust, checkpoint)
    return found


def _grown(repository: Repository, tip: str, checkpoint: Checkpoint) -> tuple[Mainline, AuditLog] | None:
    """What main and the audit-log gained since the checkpoint; None where either has not simply grown."""
    try:
        main, log = read_mainline(repository, tip, checkpoint.tip), audit_log.read(repository, checkpoint.log)
    except GitFailed:
        return None
    return (main, log) if main.after == checkpoint.tip and log.after == checkpoint.log else None


@dataclass(slots=True)
class Auditor:
    repository: Repository
    trust: Trust
    epoch: Epoch
    verified: Verified

    def begin(self, since: Commit, older: list[str]) -> Checkpoint:
        entries = entries_of(self.repository, since.id)
        blob = entries.get(office.FILE, ("", NOTHING))[1]
        named = self.epoch.commit if self.epoch.named_by in older else ""
        before = MainBefore(FileTree(entries), blob, since.time, positions={since.id: 0}, epoch=named)
        return Checkpoint(since.id, self.epoch.commit, older, since.id, before, offices={since.id: blob})

    def audit(self, checkpoint: Checkpoint, main: Mainline, log: AuditLog, tip: str, progress: _Progress) -> Audit:
        """Moves `checkpoint` on to the tip of main."""
        begun, after, steps = time.monotonic(), checkpoint.tip[:12], list(landings(main, checkpoint.tip))
        reader = FactReader(self.repository)
        changes = [change for step in steps for change in step.commit.changes]
        indexes = (change for change in changes if is_index(change.path))
        reader.announce_items(oid for change in indexes for oid in (change.old, change.new) if oid != NOTHING)
        self.verified.check(_signatures(log))
        judge = Judge(
            repository=self.repository,
            reader=reader,
            verified=self.verified,
            records=_by_commit(log),
            pointers=pointers(reader, changes),
            reused=reused(log, checkpoint),
            trusted=self.trust.keys,
        )
        for step in progress(steps):
            self._judge(step, judge, checkpoint)
        checkpoint.tip = tip
        checkpoint.acts += acts(log.entries, checkpoint.offices, judge.is_of_office)
        checkpoint.rows += check_log(log, judge, checkpoint, {step.commit.id for step in steps})
        found = Audit(tip, checkpoint.since, checkpoint.rows, log, checkpoint.before, checkpoint.acts)
        told = len(steps), after, len(found.open_rows), time.monotonic() - begun
        _LOG.info("judged %d commits of main after %s: %d open violations (%.1f s)", *told)
        return found

    def _judge(self, step: Landing, judge: Judge, checkpoint: Checkpoint) -> None:
        commit, before = step.commit, checkpoint.before
        if commit.id == self.epoch.named_by:
            before.epoch = self.epoch.commit
        verdict = judge.verdict(step, before)
        if verdict.regularises and not verdict.violations:
            _close(checkpoint, verdict.regularises)
        told = verdict.request, verdict.action, verdict.things, verdict.people, verdict.violations
        row = AuditRow(commit.id, commit.time, *told, deed=verdict.deed)
        checkpoint.rows.append(row)
        if row.is_open:
            before.open[commit.id] = row.things
        if office.FILE in row.things and any(each.blocks_merge for each in row.violations):
            checkpoint.holding.append(row)
        if not any(each.is_open for each in checkpoint.holding):
            before.office = before.files.entries.get(office.FILE, ("", NOTHING))[1]
        checkpoint.offices[commit.id] = before.office


def _close(checkpoint: Checkpoint, regularised: Collection[str]) -> None:
    """Closes the open rows of these commits."""
    for row in checkpoint.rows:
        if row.commit and row.commit in regularised:
            row.is_regularised = True
            checkpoint.before.open.pop(row.commit, None)


def _by_commit(log: AuditLog) -> dict[str, list[LogEntry]]:
    found: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in log.entries:
        if entry.record and entry.record.kind is RecordKind.MERGE:
            found[str(entry.record.facts.get("commit"))].append(entry)
    return found


def _signatures(log: AuditLog) -> Iterator[Signature]:
    """Every signature in the audit-log, for ssh-keygen to check in one go."""
    for entry in log.entries:
        if entry.signed:
            yield entry.signed
        if isinstance(entry.merge, MergeRecord):
            yield from (each.tag.signed for each in entry.merge.sign_offs if each.tag)
