"""repository x its audit -> what takes its time to find out: open violations, drift, and what the site really shows"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prakat.agenda.site_state import SiteState
from prakat.audit.audit_row import Audit
from prakat.audit_log import audit_log
from prakat.hosting.bare_protection import bare_drifts
from prakat.hosting.drift import Drift
from prakat.product import receive_hook
from prakat.repository.repository import Repository
from prakat.rules.violation import Violation


@dataclass(frozen=True, slots=True)
class OpenViolation:
    violation: Violation
    at: datetime.datetime | None
    """When the change was made that it is about; None where it is about the repository as a whole."""
    request: int
    """0 for none."""
    things: tuple[str, ...]
    """Item folders and other paths that the change touched."""


@dataclass(frozen=True, slots=True)
class Examination:
    at: datetime.datetime
    """When it was made."""
    violations: tuple[OpenViolation, ...]
    """The newest first."""
    drifts: tuple[Drift, ...]
    site: SiteState

    @classmethod
    def of(
        cls,
        repository: Repository,
        found: Audit,
        moment: datetime.datetime,
        site: Path | None = None,
        home: Path | None = None,
    ) -> "Examination":
        """`site`: the folder of the site, where this machine has it. `home`: of the account that owns a bare
        repository, whose door is then looked at, too."""
        drifts = tuple(bare_drifts(repository.git_dir, receive_hook(), home)) if home else ()
        state = SiteState.of(repository, audit_log.read(repository), found.newest_approved or "", site)
        return cls(moment, tuple(_open(found)), drifts, state)


def _open(found: Audit) -> Iterator[OpenViolation]:
    for row in reversed(found.open_rows):
        for each in row.violations:
            yield OpenViolation(each, row.moment, row.request or 0, row.things)
