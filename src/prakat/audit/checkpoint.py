"""how far an audit has come -> where the next one resumes if nothing was wrong; only the auditor keeps it"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from prakat.audit.audit_row import Audit, AuditRow
from prakat.audit.earlier_rows import EarlierRows
from prakat.audit_log.audit_log import AuditLog, Mark
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
    """Judged since."""
    acts: list[AuditRow] = field(default_factory=list)
    kept: EarlierRows[AuditRow] = field(default_factory=EarlierRows)
    """The rows before them, none of which is open."""
    kept_acts: EarlierRows[AuditRow] = field(default_factory=EarlierRows)
    kept_at: tuple[str | None, ...] = ()
    """The heads of main and the audit-log at which it was kept."""
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
    """By ref: every sign-off in a record that was read since."""
    kept_tags: tuple[bytes, ...] = ()
    """Those of earlier records, each piece the JSON of such a mapping; few runs ask for them."""
    closed: set[int] = field(default_factory=set)
    """Numbers of requests that were merged or refused."""
    accepted: frozenset[str] = frozenset()
    """Blobs of office.yml that the rules of whoever judged have accepted."""
    regularised: set[str] = field(default_factory=set)
    """Commits of the audit-log whose violations a merge has closed."""

    @property
    def is_kept(self) -> bool:
        """Whether nothing has come since it was kept."""
        return self.kept_at == (self.tip, self.log.tip) and not (self.rows or self.acts or self.tags)

    def audit(self, log: AuditLog) -> Audit:
        """What was judged up to here."""
        before, kept, acts = self.before, self.kept, self.kept_acts
        found = Audit(self.tip, self.since, self.rows, log, before, fresh_acts=self.acts, kept=kept, kept_acts=acts)
        found.accepted = self.accepted
        return found

    def all_tags(self) -> Mapping[str, RecordedTag]:
        kept = (orjson.loads(piece) for piece in self.kept_tags)
        return {ref: RecordedTag(*tag) for piece in kept for ref, tag in piece.items()} | self.tags

    def rows_of(self, commits: Collection[str]) -> Iterator[AuditRow]:
        """The rows of these commits of main."""
        yield from self.kept.of(commits)
        yield from (row for row in self.rows if row.commit in commits)

    @property
    def is_clean(self) -> bool:
        """No violation is open, nor any of the repository as a whole; only then may the next audit resume here."""
        return all(row.to_regularise and not row.is_open for row in self.rows)
