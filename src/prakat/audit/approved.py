"""repository -> the commit that may be public: the newest proven approved, or the one released on a day (R01)"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from prakat.audit.audit_row import Audit, Outcome
from prakat.audit.auditor import Memory, audit
from prakat.audit.epoch import Trust
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.repository.repository import open_repository
from prakat.repository.signature import Verified
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed


@dataclass(frozen=True, slots=True)
class Approved:
    commit: str | None
    """None where nothing can be proven."""
    reasons: tuple[Message, ...]
    """Why `commit` is not the newest of main; empty if it is."""
    clean: frozenset[str] = frozenset()
    """The merges that never had a violation, so that their records prove what their trailers say."""
    epoch: str = ""
    """The last commit that is taken on trust."""


def newest_approved(repo: Path, memory: Memory | None = None, verified: Verified | None = None) -> Approved:
    """The newest commit of main such that no violation is open at or before it. Raises CannotWork on no repository.

    A violation of the repository as a whole is reported but holds back no page, since each commit is proven alone."""
    found = audit(open_repository(repo), Trust(), verified=verified, memory=memory)
    reasons = []
    for row in found.open_rows:
        place = row.commit[:12] if row.commit else found.epoch[:12]
        reasons += [message("audit.open-at", place=place, violation=each) for each in row.violations]
    return Approved(found.newest_approved, tuple(reasons), _clean(found), found.epoch)


def released_at_end_of(repo: Path, day: datetime.date, verified: Verified | None = None) -> Approved:
    """The commit that was released last up to the end of that day in Bangkok, according to the audit-log.

    Raises CannotWork where no release was recorded by then, or its commit is not proven approved today."""
    found = audit(open_repository(repo), Trust(), verified=verified)
    proven = {found.epoch} if found.before else set()
    for row in found.rows:
        if row.is_open and row.commit:
            break
        proven.add(row.commit or found.epoch)
    if broken := [each for row in found.open_rows if not row.commit for each in row.violations]:
        raise CannotWork("audit.no-proof-then", violations=Listed.of(broken, "\n"))
    released = [each.facts.get("commit") for each in found.log.of(RecordKind.DEPLOYMENT) if each.at.date() <= day]
    if not released:
        raise CannotWork("audit.no-release-then", day=day)
    commit = released[-1]
    if not isinstance(commit, str) or commit not in proven:
        raise CannotWork("audit.unapproved-then", commit=commit)
    return Approved(commit, (), _clean(found), found.epoch)


def _clean(found: Audit) -> frozenset[str]:
    return frozenset(row.commit for row in found.rows if row.commit and row.outcome is Outcome.CLEAN)
