"""repository x what this process read of it before -> its audit-log and audit, read from there on"""

from dataclasses import dataclass, field

from prakat.audit.checkpoint import Checkpoint
from prakat.audit.epoch import Trust
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified


@dataclass(slots=True)
class RunMemory:
    """Of one repository. As an auditor's memory it holds nothing of a history that is not clean, or was rewritten."""

    log: AuditLog | None = None
    kept: Checkpoint | None = None
    signatures: Verified = field(default_factory=Verified)

    def verified(self) -> Verified:
        return self.signatures

    def keep_verified(self, verified: Verified) -> None:
        self.signatures = verified

    def checkpoint(self, repository: Repository, trust: Trust) -> Checkpoint | None:
        """Where the audit may go on. It is handed out once: an audit that ends half way leaves nothing behind."""
        checkpoint, self.kept = self.kept, None
        return checkpoint if trust == Trust() else None

    def keep(self, repository: Repository, trust: Trust, checkpoint: Checkpoint) -> None:
        self.kept = checkpoint if trust == Trust() else None

    def read_log(self, repository: Repository) -> AuditLog:
        """The whole audit-log, of which only what came since is read again."""
        old = self.log
        new = audit_log.read(repository, old.mark if old and not old.problems else None)
        is_more = new.after.tip is not None  # else it was read from its beginning
        self.log = AuditLog(new.mark, (*old.entries, *new.entries), new.problems) if old and is_more else new
        return self.log
