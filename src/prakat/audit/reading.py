"""standpoint x what is remembered -> what of main and the audit-log is read, and where judging goes on"""

from collections import defaultdict
from dataclasses import dataclass

from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.damage import Damage
from prakat.audit.epoch import Trust
from prakat.audit.run_memory import RunMemory
from prakat.audit.standpoint import Standpoint
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog, LogEntry
from prakat.audit_log.record import RecordKind
from prakat.repository.mainline import Mainline, read_mainline
from prakat.repository.repository import GitFailed, Repository

Memory = AuditorMemory | RunMemory


@dataclass(frozen=True, slots=True)
class Reading:
    main: Mainline
    log: AuditLog
    checkpoint: Checkpoint | None
    """Where an earlier audit ended, of which these are the continuation; None if they are all of history."""

    @classmethod
    def of(cls, stand: Standpoint, tip: str, damage: Damage, memory: Memory | None, trust: Trust) -> "Reading":
        """Raises GitFailed."""
        repository, log_tip = stand.repository, stand.log.tip
        checkpoint = memory.checkpoint(repository, trust) if memory else None
        grown = _grown(repository, tip, log_tip, checkpoint) if checkpoint else None
        if grown:
            return cls(*grown, checkpoint)
        line = damage.mainline(tip) or read_mainline(repository, tip)
        return cls(line, audit_log.read_up_to(repository, log_tip), None)


def _grown(
    repository: Repository, tip: str, log_tip: str | None, checkpoint: Checkpoint
) -> tuple[Mainline, AuditLog] | None:
    """What main and the audit-log gained since the checkpoint; None where either has not simply grown, or where a merge
    that was judged before has a record more."""
    try:
        main = read_mainline(repository, tip, checkpoint.tip)
        log = audit_log.read_up_to(repository, log_tip, checkpoint.log)
    except GitFailed:
        return None
    if not checkpoint.before.positions.keys().isdisjoint(merges_by_commit(log)):
        return None
    return (main, log) if main.after == checkpoint.tip and log.after == checkpoint.log else None


def merges_by_commit(log: AuditLog) -> dict[str, list[LogEntry]]:
    """Merge -> the entries that record it."""
    found: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in log.entries:
        if entry.record and entry.record.kind is RecordKind.MERGE:
            found[str(entry.record.facts.get("commit"))].append(entry)
    return found
