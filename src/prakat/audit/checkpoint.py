"""how far an audit has come -> where the next one goes on if nothing was wrong; kept by the auditor alone"""

from dataclasses import dataclass, field

from prakat.audit.audit_row import Row
from prakat.audit_log.audit_log import Mark
from prakat.request.main_before import MainBefore


@dataclass(slots=True)
class Checkpoint:
    since: str
    """The epoch that was judged from."""
    first: str
    """The first value of audit.since in history; empty where it was never named."""
    older: list[str]
    """main's own commits up to the epoch, which are taken on trust."""
    tip: str
    """The commit of main that was judged last."""
    before: MainBefore
    rows: list[Row] = field(default_factory=list)
    holding: list[Row] = field(default_factory=list)
    """Violations that changed office.yml: while one is open, that office.yml gives nobody authority."""
    offices: dict[str, str] = field(default_factory=dict)
    """Commit of main -> the blob of the office.yml by which people have authority after it."""
    log: Mark = field(default_factory=Mark)
    log_time: int = 0
    """Of the audit-log's last commit."""
    reached: int = -1
    """The place on main that the audit-log has come to."""
    tags: dict[str, str] = field(default_factory=dict)
    """Ref of every sign-off that a record holds -> its tag."""
    closed: set[int] = field(default_factory=set)
    """Numbers of requests that were merged or refused."""

    @property
    def is_clean(self) -> bool:
        """Nothing is open, and nothing concerns the repository as a whole: only then is anything taken as judged."""
        return all(row.commit and not row.is_open for row in self.rows)
