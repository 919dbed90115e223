"""what the audit says of a repository -> what stops the publisher there, and what a step more would add to it"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from prakat.audit.audit_row import Audit
from prakat.cannot_work import Halted
from prakat.rules.message import Message, message
from prakat.rules.violation import Violation
from prakat.rules.wording import Listed

_UNSET = "audit.no-epoch"
"""Nothing can be judged yet, since the office is only being founded."""
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """Copied from an audit, whose rows the next audit of the same run goes on to change."""

    is_judged: bool
    """Whether anything can be judged: there is an epoch, and history is whole."""
    wrong: Mapping[str, Sequence[Violation]]
    """Commit of the audit-log -> its open violations. Until they are regularised nothing is added to it: what was
    written there by force would otherwise be what our own records lean on."""
    broken: tuple[Violation, ...]
    """Why nothing can be judged, other than that there is no epoch yet."""
    untold: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Request that was merged and wrongly told of -> what it touched."""

    @classmethod
    def of(cls, audit: Audit) -> "Standing":
        wrong: dict[str, list[Violation]] = {}
        for row in audit.open_rows:
            if row.logged:
                wrong.setdefault(row.logged, []).extend(row.violations)
        found = (each for row in audit.open_rows if not row.commit for each in row.violations)
        broken = () if audit.before else tuple(each for each in found if each.id != _UNSET)
        notices = [row for row in audit.open_rows if any(each.id == "record.notice" for each in row.violations)]
        untold = {row.request: row.things for row in notices if row.request}
        return cls(audit.before is not None, wrong, broken, untold)

    @property
    def logged(self) -> tuple[str, ...]:
        return tuple(self.wrong)

    def check(self, regularised: tuple[str, ...] = ()) -> None:
        """Raises Halted, with what to do about it, unless all that stops the publisher is being regularised."""
        if self.broken or not self.is_mended_by(regularised):
            violations = self.broken or [each for found in self.wrong.values() for each in found]
            raise Halted("merging.halted", violations=_listed(violations), mend=self._mend())

    def is_mended_by(self, regularised: tuple[str, ...]) -> bool:
        """Whether a request that regularises those closes all that is open of the audit-log."""
        return {*self.logged} <= {*regularised}

    def _mend(self) -> Message:
        if self.broken:
            return message("merging.mend-repository")
        lines = Listed.of((f"Regularises: {each}" for each in self.logged), "\n")
        return message("merging.mend-log", lines=lines)

    def check_next(self, after: "Standing", added: Iterable[str]) -> None:
        """Raises Halted if a step, which would lead to `after`, adds records that are violations, or leaves what stops
        the publisher. Nothing can be left where nothing could be judged: the step may be what names the epoch."""
        new = [each for commit in added for each in after.wrong.get(commit, ())]
        if new:
            raise Halted("merging.would-break", violations=_listed(new))
        if self.is_judged:
            after.check()


def held_against(audit: Audit, commit: str) -> tuple[Violation, ...]:
    """What the audit would hold against that merge until somebody regularised it."""
    rows = (row for row in audit.rows if row.commit == commit)
    return tuple(each for row in rows for each in row.violations if each.blocks_merge)


def _listed(violations: Sequence[Violation]) -> Listed:
    return Listed.of(violations[:_SHOWN], "\n")
