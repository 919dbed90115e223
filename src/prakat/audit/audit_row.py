"""what the audit found -> one row for each commit of main, and rows that concern the repository as a whole"""

import datetime
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from prakat.audit.deed import Deed
from prakat.audit.earlier_rows import EarlierRows, interleaved
from prakat.audit_log.audit_log import AuditLog, Mark
from prakat.content.action import Action
from prakat.office.authority import Authority
from prakat.office.office import FILE
from prakat.repository.repository import Repository
from prakat.request.fact_reader import FactReader
from prakat.request.main_before import MainBefore
from prakat.rules.message import Message
from prakat.rules.violation import Violation
from prakat.thai.buddhist_era import moment_of, moment_text


class Outcome(enum.StrEnum):
    CLEAN = "clean"
    OPEN = "open"
    REGULARISED = "regularised"


@dataclass(slots=True)
class AuditRow:
    """What was found of one commit of main; where `commit` is None, of the whole repository or, if it has a time, an
    act that the audit-log records."""

    commit: str | None
    time: int | None
    """When the commit was made, in seconds since 1970 UTC."""
    request: int | None
    action: Action
    things: tuple[str, ...]
    """Item folders, and paths outside of any."""
    people: tuple[str, ...]
    """Ids of those who made, signed or did it."""
    violations: tuple[Violation, ...]
    is_regularised: bool = False
    logged: str = ""
    """The commit of the audit-log that it concerns, where it concerns one; a request may regularise that."""
    deed: Deed = field(default=Deed(), repr=False)

    @property
    def moment(self) -> datetime.datetime | None:
        """In Bangkok."""
        return None if self.time is None else moment_of(self.time)

    @property
    def outcome(self) -> Outcome:
        if self.is_open:
            return Outcome.OPEN
        return Outcome.REGULARISED if self.violations else Outcome.CLEAN

    @property
    def is_open(self) -> bool:
        return bool(self.violations) and not self.is_regularised

    @property
    def to_regularise(self) -> str:
        """The commit that a request must name to close the row; empty where only a command mends it."""
        return "" if self.is_torn else self.commit or self.logged

    @property
    def is_torn(self) -> bool:
        """Whether all that is wrong with it is that nobody can read it any more, which no request mends."""
        return bool(self.violations) and all(each.id == "repository.broken" for each in self.violations)

    def as_json(self) -> dict[str, object]:
        """The row of --format json (DESIGN: Commands)."""
        return {
            "commit": self.commit,
            "date": moment_text(moment) if (moment := self.moment) else None,
            "request": self.request,
            "action": self.action,
            "items": list(self.things),
            "verdict": self.outcome,
            "violations": [each.id for each in self.violations],
        }


def of_repository(*violations: Violation, logged: str = "") -> AuditRow:
    return AuditRow(None, None, None, Action.REPOSITORY, (), (), violations, logged=logged)


class Heads(NamedTuple):
    """The newest commits of main and of the audit-log that this copy has, judged or not."""

    main: str | None = None
    log: str | None = None

    def __str__(self) -> str:
        """As --seen takes them."""
        return f"{self.main}:{self.log}" if self.log else self.main or ""


@dataclass(slots=True)
class Audit:
    tip: str | None
    epoch: str
    fresh: list[AuditRow]
    """The rows that this run has judged; all of them where it went on from no earlier one."""
    log: AuditLog = field(default_factory=lambda: AuditLog(Mark(), (), ()))
    before: MainBefore | None = None
    """What the next commit of main would be judged by; None where nothing can be judged."""
    heads: Heads = field(default_factory=Heads)
    notes: list[Message] = field(default_factory=list)
    """What is stale, absent or under way, and accuses nobody."""
    fresh_acts: list[AuditRow] = field(default_factory=list)
    kept: EarlierRows[AuditRow] = field(default_factory=EarlierRows)
    """The rows before them."""
    kept_acts: EarlierRows[AuditRow] = field(default_factory=EarlierRows)

    offices: dict[str, Authority | None] = field(default_factory=dict, repr=False, compare=False)
    """By blob: every office.yml that was read for it."""
    accepted: frozenset[str] = frozenset()
    """Blobs of office.yml that the rules by which it judged accept."""

    def facts(self, repository: Repository) -> FactReader:
        """A reader that knows the offices that the audit has read."""
        return FactReader(repository, offices=self.offices, accepted=self.accepted)

    @property
    def resumed(self) -> tuple[frozenset[str], frozenset[str]]:
        """The commits of main and of the audit-log from which this run went on, after git had said that each branch
        only continues them; none where it went on from no earlier one."""
        log = self.log.after.tip
        return frozenset(self.kept.on_main[-1:]), frozenset([log] if log else [])

    @property
    def rows(self) -> list[AuditRow]:
        """Reads those that were kept."""
        return [*self.kept, *self.fresh]

    @property
    def acts(self) -> list[AuditRow]:
        """What people and publisher did besides merging, as the audit-log records it: refusals, confirmations,
        hand-overs, take-downs."""
        return [*self.kept_acts, *self.fresh_acts]

    @property
    def changes(self) -> int:
        """How many commits of main were judged."""
        return len(self.kept.on_main) + sum(row.commit is not None for row in self.fresh)

    @property
    def open_rows(self) -> list[AuditRow]:
        return [row for row in self.fresh if row.is_open]

    @property
    def newest_approved(self) -> str | None:
        """The newest commit of main such that no violation is open at or before it (DESIGN: publish --approved)."""
        if self.before is None:
            return None
        approved = next(filter(None, reversed(self.kept.commits)), self.epoch)
        for row in self.fresh:
            if row.commit and row.is_open:
                return approved
            approved = row.commit or approved
        return approved

    @property
    def clean(self) -> frozenset[str]:
        """The commits of main that never had a violation."""
        return self.kept.clean.union(commit for commit, _ in self._clean_ones)

    @property
    def vouched(self) -> Mapping[str, tuple[str, ...]]:
        """Each of them -> the commits that it regularised, if any."""
        kept = {commit: tuple(told) for commit, told in self.kept.vouched.items()}
        return kept | {commit: told for commit, told in self._clean_ones if told}

    @property
    def of_office(self) -> list[str]:
        """The commits of main that changed office.yml."""
        return [*self.kept.of_office, *(row.commit for row in self.fresh if row.commit and FILE in row.things)]

    @property
    def order(self) -> list[tuple[bool, int]]:
        """In which `story` tells: whether it is an act, and its place among the acts or the rows."""
        rows, acts = ((*kept.times, *(each.time for each in fresh)) for kept, fresh in self._both)
        return [*interleaved(rows, acts)]

    @property
    def story(self) -> Iterator[AuditRow]:
        """The rows, with each act before the first commit of main that is later; what concerns the repository last."""
        rows, acts = self.rows, self.acts
        return ((acts if is_act else rows)[place] for is_act, place in self.order)

    @property
    def _both(self) -> tuple[tuple[EarlierRows[AuditRow], list[AuditRow]], ...]:
        return (self.kept, self.fresh), (self.kept_acts, self.fresh_acts)

    @property
    def _clean_ones(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        return ((each.commit, each.deed.regularises) for each in self.fresh if each.commit and not each.violations)
