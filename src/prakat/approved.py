"""repository -> the commit that may be public: the newest that is proven approved, or the one released on a day (R01)"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from prakat import audit_log
from prakat.audit import audit
from prakat.epoch import Trust
from prakat.finding import CannotWork
from prakat.history import open_repository
from prakat.record import RecordKind
from prakat.signature import Verified


@dataclass(frozen=True, slots=True)
class Approved:
    commit: str | None
    """None where nothing can be proven."""
    reasons: tuple[str, ...]
    """In Thai: why it is not the newest commit of main; empty if it is."""


def newest_approved(repo: Path, trust: Trust | None = None, verified: Verified | None = None) -> Approved:
    """The newest commit of main at which, and before which, no violation is open. Raises CannotWork on no repository.

    What is wrong with the repository as a whole is said, and costs no page: each commit has proven itself."""
    found = audit(open_repository(repo), trust or Trust(), verified=verified)
    reasons = []
    for row in found.open_rows:
        place = row.commit[:12] if row.commit else found.epoch[:12]
        reasons += [f"{place} [{each.id}] {each.message('th')}" for each in row.violations]
    return Approved(found.newest_approved, tuple(reasons))


def released_at_end_of(repo: Path, day: datetime.date) -> str:
    """The commit that the last release up to the end of that day in Bangkok was made of, by the audit-log's receipts.

    Raises CannotWork where no release was recorded by then, or what the receipt names is not in the repository."""
    repository = open_repository(repo)
    released = [
        record.facts.get("commit")
        for record in audit_log.read(repository).of(RecordKind.DEPLOYMENT)
        if record.at.date() <= day
    ]
    commit = released[-1] if released else None
    if not isinstance(commit, str) or repository.ref(f"{commit}^{{commit}}") != commit:
        raise CannotWork(f"ไม่มีบันทึกการเผยแพร่ถึงวันที่ {day} (no release was recorded by that day)")
    return commit
