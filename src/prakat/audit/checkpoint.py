"""how far an audit has come -> where the next one resumes if nothing was wrong; only the auditor keeps it"""

from dataclasses import dataclass, field
from typing import NamedTuple

from prakat.audit.audit_row import AuditRow
from prakat.audit_log.audit_log import Mark
from prakat.request.main_before import MainBefore


class RecordedTag(NamedTuple):
    id: str
    time: int
    """When it was recorded, in seconds since 1970."""
    key: str
    """With which it was signed."""


@dataclass(slots=True)
class Checkpoint:
    since: str
    """The epoch from which the audit judged."""
    first: str
    """The first value of audit.since in history; empty where none was ever set."""
    older: list[str]
    """main's own commits up to the epoch, which are taken on trust."""
    tip: str
    """The commit of main that was judged last."""
    before: MainBefore
    rows: list[AuditRow] = field(default_factory=list)
    acts: list[AuditRow] = field(default_factory=list)
    holding: list[AuditRow] = field(default_factory=list)
    """Rows with violations that changed office.yml; while one is open, the changed file gives nobody authority."""
    offices: dict[str, str] = field(default_factory=dict)
    """Commit of main -> blob of the office.yml that gives authority after it."""
    log: Mark = field(default_factory=Mark)
    log_time: int = 0
    """Time of the audit-log's last commit."""
    reached: int = -1
    """The newest place on main that a record so far names."""
    tags: dict[str, RecordedTag] = field(default_factory=dict)
    """By ref: every sign-off in a record."""
    closed: set[int] = field(default_factory=set)
    """Numbers of requests that were merged or refused."""
    regularised: set[str] = field(default_factory=set)
    """Commits of the audit-log whose violations a merge has closed."""

    @property
    def is_clean(self) -> bool:
        """No violation is open, nor any of the repository as a whole; only then may the next audit resume here."""
        return all(row.to_regularise and not row.is_open for row in self.rows)
