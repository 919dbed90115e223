"""work x counter -> requests merged onto main with their records, and other records"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from prakat.audit_log.audit_log import Fact
from prakat.cannot_work import Halted
from prakat.merging.counter import Counter
from prakat.merging.work import Work
from prakat.request.policy.request import Request
from prakat.rules.violation import Violation
from prakat.rules.wording import Listed

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Merging:
    """What the publisher does, the same on a bare repository and on a forge."""

    work: Work
    counter: Counter

    def land(
        self, request: Request, tree: str, message: str, facts: Callable[[str], list[Fact]]
    ) -> str | list[Violation]:
        """Merges the request onto main, records that and closes it; returns the merge, or why it is impossible.

        Raises Halted where main itself has moved by then and the audit condemns the merge."""
        commit = self.counter.merge(self.work, request, tree, message)
        if not isinstance(commit, str):
            return commit
        if against := self.record(facts(commit), commit):
            if self.counter.moves_main:
                raise Halted("merging.landed-wrong", commit=commit, violations=Listed.of(against, "\n"))
            return [*against]
        self.work.advance(commit)
        self.counter.forget(request.number, request.head)
        return commit

    def record(self, facts: list[Fact], merge: str = "") -> tuple[Violation, ...]:
        """Adds signed records to the audit-log, all of them or none, and publishes them; returns what the audit would
        hold against that merge, which is then not recorded. Raises Halted."""
        if against := self.work.record(facts, merge):
            return against
        self.counter.tell(self.work)
        _LOG.info("recorded in the audit-log: %s", ", ".join(kind.value for kind, _ in facts))
        return ()
