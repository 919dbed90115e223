"""repository x what this process has already read of it -> its audit-log and audit, of which only the rest is read"""

from dataclasses import dataclass, field

from prakat.audit.checkpoint import Checkpoint
from prakat.audit.epoch import Trust
from prakat.audit.seen import Seen
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog
from prakat.repository.evidence import Evidence
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified


@dataclass(slots=True)
class RunMemory:
    """For one repository. Like an auditor's memory, it is of no use where history is not clean or was rewritten."""

    log: AuditLog | None = None
    kept: Checkpoint | None = None
    signatures: Verified = field(default_factory=Verified)

    def verified(self) -> Verified:
        return self.signatures

    def keep_verified(self, verified: Verified) -> None:
        self.signatures = verified

    def seen(self, repository: Repository) -> Seen:
        """Nothing: whoever runs it holds the repository itself, and an auditor of their own remembers."""
        return Seen()

    def keep_seen(self, repository: Repository, seen: Seen) -> None:
        """Keeps nothing."""

    def evidence(self, repository: Repository) -> None:
        """Nothing is asked of old objects: whoever merges needs only those that they read."""

    def keep_evidence(self, repository: Repository, evidence: Evidence) -> None:
        """Keeps nothing."""

    def checkpoint(self, repository: Repository, trust: Trust) -> Checkpoint | None:
        """Where the audit may resume. It is handed out only once: an interrupted audit leaves nothing behind."""
        checkpoint, self.kept = self.kept, None
        return checkpoint if trust == Trust() else None

    def keep(self, repository: Repository, trust: Trust, checkpoint: Checkpoint) -> None:
        self.kept = checkpoint if trust == Trust() else None

    def read_log(self, repository: Repository) -> AuditLog:
        """The whole audit-log; only the records that came since the last call are read."""
        old = self.log
        new = audit_log.read(repository, old.mark if old and not old.problems else None)
        is_more = new.after.tip is not None  # else the whole branch was read again
        self.log = AuditLog(new.mark, (*old.entries, *new.entries), new.problems) if old and is_more else new
        return self.log
