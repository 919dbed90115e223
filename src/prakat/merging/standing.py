"""what the audit says of a repository -> what stops the publisher there, and what a step more would add to it"""

from collections.abc import Sequence
from dataclasses import dataclass

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
    violations: tuple[Violation, ...]
    """The open ones of the repository as a whole."""
    logged: tuple[str, ...]
    """Commits of the audit-log with an open violation. Until they are regularised nothing is added to it: what was
    written there by force would otherwise be what our own records lean on."""
    broken: tuple[Violation, ...]
    """Why nothing can be judged, other than that there is no epoch yet."""

    @classmethod
    def of(cls, audit: Audit) -> "Standing":
        rows = [row for row in audit.open_rows if not row.commit]
        violations = tuple(each for row in rows for each in row.violations)
        broken = () if audit.before else tuple(each for each in violations if each.id != _UNSET)
        logged = dict.fromkeys(row.logged for row in rows if row.logged)
        return cls(audit.before is not None, violations, tuple(logged), broken)

    def check(self, regularised: tuple[str, ...] = ()) -> None:
        """Raises Halted, with what to do about it, unless all that stops the publisher is being regularised."""
        if self.broken or not self.logged_in(regularised):
            raise Halted("merging.halted", violations=_listed(self.broken or self.violations), mend=self._mend())

    def logged_in(self, regularised: tuple[str, ...]) -> bool:
        """Whether a request that regularises those closes all that is open of the audit-log."""
        return {*self.logged} <= {*regularised}

    def _mend(self) -> Message:
        if self.broken:
            return message("merging.mend-repository")
        lines = Listed.of((f"Regularises: {each}" for each in self.logged), "\n")
        return message("merging.mend-log", lines=lines)

    def check_next(self, after: "Standing") -> None:
        """Raises Halted if a step, which would lead to `after`, adds a violation or leaves what stops the publisher."""
        new = [each for each in after.violations if each not in self.violations] if self.is_judged else []
        if new:
            raise Halted("merging.would-break", violations=_listed(new))
        after.check()


def held_against(audit: Audit, commit: str) -> tuple[Violation, ...]:
    """What the audit would hold against that merge until somebody regularised it."""
    rows = (row for row in audit.rows if row.commit == commit)
    return tuple(each for row in rows for each in row.violations if each.blocks_merge)


def _listed(violations: Sequence[Violation]) -> Listed:
    return Listed.of(violations[:_SHOWN], "\n")
