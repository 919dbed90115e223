"""what a commit seems to violate x texts that nobody can read any more -> what does not depend on those (R34)"""

from collections.abc import Set

from prakat.request.landing_rules import LandedSubmission
from prakat.rules.violation import Violation

_OF_TEXT = frozenset(
    {
        *("approval.unit", "request.lfs", "request.partly-verbal", "request.move-postponed"),
        *("office.broken", "audit.epoch-moved"),
        *("urgent.approver", "urgent.future", "urgent.unratified", "urgent.ratifier"),
    }
)
"""What only the text of an item, register or office.yml shows."""
_OF_MODE = frozenset({"approval.missing", "record.mismatch", "merge.message"})
"""What it also shows if the text said that an approver permitted it by word of mouth, as its record claims."""


def without_lost_texts(
    found: tuple[Violation, ...], landed: LandedSubmission, lost: Set[str], *, mode_held: bool
) -> tuple[Violation, ...]:
    """All of them if the commit names nothing that is lost. That a text is lost is said once, of the repository.

    `mode_held` is whether its record says of the mode what the texts that are left say."""
    if not lost:
        return found
    commits = (landed.landing.commit, *landed.submission.commits)
    named = {oid for each in commits for change in each.changes for oid in (change.old, change.new)}
    named |= {*landed.submission.before.values(), *landed.submission.after.values()}
    if named.isdisjoint(lost):
        return found
    dropped = _OF_TEXT if mode_held else _OF_TEXT | _OF_MODE
    return tuple(each for each in found if each.id not in dropped)
