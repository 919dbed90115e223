"""heads of main and audit-log that an auditor saw -> which of them history has lost, and what to keep for next time"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.repository.branch_copies import grown
from prakat.repository.object_id import OBJECT_ID
from prakat.repository.refs import AUDIT_LOG_BRANCH, MAIN_BRANCH
from prakat.repository.repository import Repository
from prakat.rules.message import Message, message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label


@dataclass(frozen=True, slots=True)
class Seen:
    """Every head must still be found along first parents. More than one of a branch only where some were lost."""

    mains: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    memory: Path | None = None
    """The file that remembers them; None where the auditor names them (--seen)."""

    @classmethod
    def of(cls, text: str) -> "Seen":
        """The argument of --seen, MAIN[:LOG]. Raises CannotWork unless both are whole ids, since an empty one would
        check nothing."""
        main, colon, log = text.partition(":")
        for each in (main, log) if colon else (main,):
            if not OBJECT_ID.fullmatch(each):
                raise CannotWork("audit.no-commit", option="--seen", found=each)
        return cls((main,), (log,) if log else ())

    @classmethod
    def read(cls, kept: Mapping[str, Any], memory: Path) -> "Seen":
        """What `kept` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        mains, logs = (tuple(each for each in kept[name] if OBJECT_ID.fullmatch(each)) for name in ("main", "log"))
        return cls(mains, logs, memory)

    def kept(self) -> dict[str, tuple[str, ...]]:
        return {"main": self.mains, "log": self.logs}

    def lost(self, repository: Repository, main: str | None, log: str | None) -> Iterator[Violation]:
        """`log` is empty where this copy has no audit-log of its own, of which nothing can be said."""
        pairs = ((MAIN_BRANCH, self.mains, main), (AUDIT_LOG_BRANCH, self.logs, log))
        for branch, heads, tip in pairs:
            for each in heads if tip != "" else ():
                if not _holds(repository, each, tip):
                    yield violation("repository.seen", commit=each, branch=Label("branch", branch), mend=self._mend())

    def _mend(self) -> Message:
        return message("audit.seen-in-memory", path=self.memory) if self.memory else message("audit.seen-by-option")

    def after(self, repository: Repository, main: str | None, log: str | None) -> "Seen":
        """What is to be remembered once these were seen: them, and what they have lost."""
        return Seen(_next(repository, self.mains, main), _next(repository, self.logs, log), self.memory)


def _holds(repository: Repository, head: str, tip: str | None) -> bool:
    return tip is not None and grown(repository, head, tip) is not None


def _next(repository: Repository, heads: Sequence[str], tip: str | None) -> tuple[str, ...]:
    lost = (each for each in heads if not _holds(repository, each, tip))
    return tuple(dict.fromkeys([*lost, *([tip] if tip else [])]))
