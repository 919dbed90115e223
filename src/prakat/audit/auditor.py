"""repository -> a row for every change on main, judged against its approvals; offline, on a plain clone (R01, R34)"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from prakat.audit.act import acts
from prakat.audit.audit_row import Audit, AuditRow, Heads, of_repository
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.coming_merge import check_ahead
from prakat.audit.damage import Damage, damage_of
from prakat.audit.epoch import Epoch, Trust, epoch_of
from prakat.audit.reading import Memory, Reading, merges_by_commit
from prakat.audit.seen import Seen
from prakat.audit.standpoint import Standpoint
from prakat.audit.surroundings import check_log, check_surroundings, incompleteness, moved_tags, reused
from prakat.audit.verdict import Judge
from prakat.audit_log.audit_log import AuditLog, LogCommits, LogEntry
from prakat.audit_log.merge_record import MergeRecord
from prakat.audit_log.signed_refusal import proof_in
from prakat.item.item_path import is_index
from prakat.office import office
from prakat.repository.commit import Commit
from prakat.repository.file_tree import FileTree, entries_of
from prakat.repository.mainline import Landing, Mainline, landings
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.signature import Signature, Verified
from prakat.request.fact_reader import FactReader
from prakat.request.landing_rules import pointers
from prakat.request.main_before import MainBefore
from prakat.rules.message import Message
from prakat.rules.violation import Violation, violation

_LOG = logging.getLogger(__name__)
_Progress = Callable[[Iterable[Landing]], Iterable[Landing]]


def audit(
    repository: Repository,
    trust: Trust,
    seen: Seen | None = None,
    verified: Verified | None = None,
    progress: _Progress = iter,
    memory: Memory | None = None,
    tips: Heads | None = None,
) -> Audit:
    """Judges every commit of main after the epoch; uses no clock, no network and nothing of the tree that it judges.

    With `tips`, main and the audit-log as if they pointed there, as the publisher asks before it moves them.

    What `memory`, the auditor's own or this process's, holds of this history is not judged again, and the heads that it
    remembers count as `seen`. Without `verified`, it also says which signatures are known to be right."""
    if broken := list(incompleteness(repository)):
        return Audit(None, "", [of_repository(each) for each in broken])
    signatures = verified or (memory.verified() if memory else Verified())
    known = len(signatures.verdicts)
    stand = Standpoint.of(repository, tips)
    damage = damage_of(repository, stand, memory)
    found = _judged(_Case(stand, damage, trust, signatures, progress, memory if damage.is_none else None))
    found.heads = Heads(stand.main.tip, stand.log.tip)
    for each in stand.disagreements():
        found.notes += [each] if isinstance(each, Message) else []
        found.fresh += [of_repository(each)] if isinstance(each, Violation) else []
    if memory and len(signatures.verdicts) > known:
        memory.keep_verified(signatures)
    found.fresh += map(of_repository, _lost_heads(stand, found, seen or Seen(), memory))
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    """What is judged, by whom."""

    stand: Standpoint
    damage: Damage
    trust: Trust
    verified: Verified
    progress: _Progress
    memory: Memory | None


def _lost_heads(stand: Standpoint, found: Audit, seen: Seen, memory: Memory | None) -> Iterator[Violation]:
    """Heads that were seen before and are gone; remembers the present ones."""
    main, log = stand.main.tip, "" if stand.lacks_log else stand.log.tip
    told = stand.repository, main, log, found.resumed
    yield from seen.lost(*told)
    if memory:
        remembered = memory.seen(stand.repository)
        yield from remembered.lost(*told)
        memory.keep_seen(stand.repository, remembered.after(*told))


def _judged(case: _Case) -> Audit:
    told = [of_repository(each) for each in case.damage.violations()]
    try:
        found = _audit(case)
    except GitFailed as problem:
        return Audit(None, "", told or [of_repository(violation("repository.broken", problem=problem))])
    found.fresh = [*found.fresh, *told]  # what is lost, and what follows, is of this run and remembered by nobody
    return found


def _audit(case: _Case) -> Audit:
    stand, trust, memory = case.stand, case.trust, case.memory
    repository, tip = stand.repository, stand.main.tip
    if tip is None:
        return Audit(None, "", [of_repository(violation("audit.no-epoch"))])
    if stand.lacks_log:
        return Audit(tip, "", [of_repository(stand.log_absent())])
    read = Reading.of(stand, tip, case.damage, memory, trust)
    main, checkpoint = read.main, read.checkpoint
    epoch = epoch_of(repository, main.own, checkpoint.first if checkpoint else "", may_miss=bool(trust.epoch))
    since = trust.epoch or epoch.commit
    if not since:
        return Audit(tip, "", [of_repository(violation("audit.no-epoch"))])
    older = [] if checkpoint else main.up_to(since)
    if older is None and main.after:
        raise GitFailed("repository.missing-object", object=main.after)
    if older is None:
        return Audit(tip, since, [of_repository(violation("audit.epoch-lost", commit=since))])
    auditor = Auditor(repository, trust, epoch, case.verified, case.damage)
    checkpoint = checkpoint or auditor.begin(main, main.commits[since], older)
    return _carried_on(case, auditor, checkpoint, read)


def _carried_on(case: _Case, auditor: "Auditor", checkpoint: Checkpoint, read: Reading) -> Audit:
    """The audit from the checkpoint to the tip of main."""
    stand, repository, memory = case.stand, case.stand.repository, case.memory
    assert stand.main.tip, "or there would be nothing to judge"
    checkpoint.before.logged = LogCommits(repository, stand.log.tip)
    reach = stand.reach(read.main, read.log, stand.main.tip, [*checkpoint.older, *checkpoint.before.positions])
    found = auditor.audit(
        checkpoint, reach.main, reach.log, reach.tip, case.progress, reach.ahead, is_fetched=stand.main.is_fetched
    )
    on_main = {*checkpoint.older, *checkpoint.before.positions}
    found.fresh += check_surroundings(repository, reach.log, on_main)
    moved, stale = moved_tags(repository, stand.sign_offs, checkpoint, case.verified, is_fetched=stand.main.is_fetched)
    found.fresh += map(of_repository, (*moved, *reach.found))
    found.notes += [*reach.notes, *stale]
    for row in found.fresh:
        row.is_regularised |= row.logged in checkpoint.regularised
    if memory and checkpoint.is_clean:
        memory.keep(repository, case.trust, checkpoint)
    return found


@dataclass(slots=True)
class Auditor:
    repository: Repository
    trust: Trust
    epoch: Epoch
    verified: Verified
    damage: Damage = field(default_factory=Damage)

    def begin(self, main: Mainline, since: Commit, older: list[str]) -> Checkpoint:
        files = self.damage.files_at(main, since.id) or FileTree(entries_of(self.repository, since.id))
        blob = files.entries.get(office.FILE, ("", NOTHING))[1]
        named = self.epoch.commit if self.epoch.named_by in older else ""
        before = MainBefore(files, blob, since.time, positions={since.id: 0}, epoch=named)
        return Checkpoint(since.id, self.epoch.commit, older, since.id, before, offices={since.id: blob})

    def audit(
        self,
        checkpoint: Checkpoint,
        main: Mainline,
        log: AuditLog,
        tip: str,
        progress: _Progress,
        ahead: LogEntry | None = None,
        *,
        is_fetched: bool = False,
    ) -> Audit:
        """Moves `checkpoint` on to the tip of main. `ahead` records a merge that main is still to get."""
        begun, after, steps = time.monotonic(), checkpoint.tip[:12], list(landings(main, checkpoint.tip))
        judge = self._judge_of(log, checkpoint, steps)
        for step in progress(steps):
            self._judge(step, judge, checkpoint)
        checkpoint.tip = tip
        checkpoint.acts += acts(log.entries, checkpoint.offices, judge.is_of_office)
        checkpoint.rows += check_log(log, judge, checkpoint, {step.commit.id for step in steps})
        checkpoint.rows += check_ahead(ahead, judge, checkpoint, is_fetched=is_fetched) if ahead else ()
        checkpoint.accepted |= {blob for blob, known in judge.reader.offices.items() if known}
        found = checkpoint.audit(log)
        found.offices = judge.reader.offices
        told = len(steps), after, len(found.open_rows), time.monotonic() - begun
        _LOG.info("judged %d commits of main after %s: %d open violations (%.1f s)", *told)
        return found

    def _judge_of(self, log: AuditLog, checkpoint: Checkpoint, steps: Sequence[Landing]) -> Judge:
        reader = FactReader(self.repository, accepted=checkpoint.accepted)
        changes = [change for step in steps for change in step.commit.changes]
        indexes = (change for change in changes if is_index(change.path))
        reader.announce_items(oid for change in indexes for oid in (change.old, change.new) if oid != NOTHING)
        self.verified.check(_signatures(log))
        return Judge(
            repository=self.repository,
            reader=reader,
            verified=self.verified,
            records=merges_by_commit(log),
            pointers=pointers(reader, changes),
            reused=reused(log, checkpoint),
            lost=frozenset(self.damage.lost),
            has_lost_record=any(each.is_lost for each in log.entries),
            trusted=self.trust.keys,
        )

    def _judge(self, step: Landing, judge: Judge, checkpoint: Checkpoint) -> None:
        commit, before = step.commit, checkpoint.before
        if commit.id == self.epoch.named_by:
            before.epoch = self.epoch.commit
        verdict = self.damage.verdict(step, before) or judge.verdict(step, before)
        self.damage.mend(step.commit, before)
        if verdict.regularises and not verdict.violations:
            _close(checkpoint, verdict.regularises)
            checkpoint.regularised.update(verdict.regularises)
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


def _signatures(log: AuditLog) -> Iterator[Signature]:
    """Every signature in the audit-log, for ssh-keygen to check in one go."""
    for entry in log.entries:
        if entry.signed:
            yield entry.signed
        if isinstance(entry.merge, MergeRecord):
            signs = (*entry.merge.sign_offs, *filter(None, [entry.merge.signed_request]))
            yield from (each.tag.signed for each in signs if each.tag)
        if entry.record and (refused := proof_in(entry.record)) and refused.tag:
            yield refused.tag.signed
