"""work x counter -> requests brought onto main with their records, and whatever else is recorded"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from prakat.audit_log.audit_log import Fact
from prakat.merging.counter import Counter
from prakat.merging.work import Work
from prakat.request.policy.request import Request
from prakat.rules.violation import Violation

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Merging:
    """What the publisher does, wherever the requests stand."""

    work: Work
    counter: Counter

    def land(
        self, request: Request, tree: str, message: str, facts: Callable[[str], list[Fact]]
    ) -> str | list[Violation]:
        """Brings the request onto main with its record, and closes it; the merge, or why it cannot be."""
        commit = self.counter.merge(self.work, request, tree, message)
        if isinstance(commit, str):
            self.record(facts(commit))
            self.work.advance(commit)
            self.counter.forget(request.number, request.head)
        return commit

    def record(self, facts: list[Fact]) -> None:
        """Adds records to the audit-log, signed; all of them or none."""
        self.work.record(facts)
        self.counter.tell(self.work)
        _LOG.info("recorded in the audit-log: %s", ", ".join(kind.value for kind, _ in facts))
