"""the record of a merge x the request and the office of its day -> the merge as the policy judges it"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from prakat.audit_log.merge_record import MergeRecord
from prakat.office.authority import Authority
from prakat.request.policy.approval import steps
from prakat.request.policy.request import Mode, Request
from prakat.request.policy.sign_off import SignOff
from prakat.request.policy.step import Step
from prakat.rules.violation import Violation


class RecordedMerge(NamedTuple):
    """A merge whose record can be read, as the policy judges it."""

    record: MergeRecord
    known: Authority
    request: Request
    how: Mode
    sign_offs: Mapping[str, SignOff]
    malformed: Sequence[Violation]
    requester: str
    """Id of the person who asked; empty for a stranger."""
    asked: SignOff | None = None
    """The requester's own signature, if it counts."""

    @property
    def chain(self) -> list[SignOff]:
        """The sign-off of each step, in the order of the steps."""
        return [self.sign_offs[step.name] for step in self.steps if step.name in self.sign_offs]

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps(self.request, self.known, self.how)

    @property
    def involved(self) -> frozenset[str]:
        """Ids of those who signed it, whom it appointed or gave a key, and in whose place."""
        told = (*self.request.opening.acts, *self.request.opening.ended)
        return frozenset({each.person for each in told} | {each.person.id for each in self.chain if each.person})
