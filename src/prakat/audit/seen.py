"""heads of main and audit-log that an auditor saw -> which of them history has lost, and what to keep for next time"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.repository.branch_copies import grown
from prakat.repository.object_id import OBJECT_ID
from prakat.repository.refs import AUDIT_LOG_BRANCH, MAIN_BRANCH
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.message import Message, message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label

SHORT = 20
"""So many digits of an id are enough: 80 bits. To twelve, 48 bits, a machine finds a second commit within days, by
trying times and remarks. To twenty nobody does who rewrites what a paper names; whoever prepared two commits before it
was printed could, and is caught by the whole ids that stand in its QR code."""
_GROUP = 4
_DIGITS = re.compile(rf"[0-9a-f]{{{SHORT},40}}")
Continued = tuple[Container[str], Container[str]]
"""Commits that main and the audit-log are known to continue along first parents."""
_BETWEEN = re.compile(r"[\s\u00ad\u200b\u2060\u2010-\u2015-]+")
"""What people put between groups of digits, and what comes along where a text is copied."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Every head must still be found along first parents. More than one of a branch only where some were lost."""

    mains: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    memory: Path | None = None
    """The file that remembers them; None where the auditor names them (--seen)."""

    @classmethod
    def of(cls, text: str) -> "Seen":
        """The argument of --seen, MAIN[:LOG]: whole ids, or at least the first 20 digits of each, as papers carry them,
        in small letters or capitals and however grouped. Raises CannotWork for fewer, which would prove little."""
        heads = [_BETWEEN.sub("", each).lower() for each in text.split(":", 1)]
        for each in heads:
            if not _DIGITS.fullmatch(each):
                raise CannotWork("audit.no-seen", found=each, count=len(each), least=SHORT)
        return cls((heads[0],), tuple(heads[1:]))

    @classmethod
    def read(cls, kept: Mapping[str, Any], memory: Path) -> "Seen":
        """What `kept` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        mains, logs = (tuple(each for each in kept[name] if OBJECT_ID.fullmatch(each)) for name in ("main", "log"))
        return cls(mains, logs, memory)

    def kept(self) -> dict[str, tuple[str, ...]]:
        return {"main": self.mains, "log": self.logs}

    def lost(
        self, repository: Repository, main: str | None, log: str | None, known: Continued = ((), ())
    ) -> Iterator[Violation]:
        """`log` is empty where this copy has no audit-log of its own, of which nothing can be said; `known`
        need not be sought again."""
        pairs = ((MAIN_BRANCH, self.mains, main, known[0]), (AUDIT_LOG_BRANCH, self.logs, log, known[1]))
        for branch, heads, tip, line in pairs:
            for each in heads if tip != "" else ():
                if each not in line and not _holds(repository, each, tip):
                    yield violation("repository.seen", commit=each, branch=Label("branch", branch), mend=self._mend())

    def _mend(self) -> Message:
        return message("audit.seen-in-memory", path=self.memory) if self.memory else message("audit.seen-by-option")

    def after(self, repository: Repository, main: str | None, log: str | None, known: Continued = ((), ())) -> "Seen":
        """What is to be remembered once these were seen: them, and what they have lost."""
        mains, logs = _next(repository, self.mains, main, known[0]), _next(repository, self.logs, log, known[1])
        return Seen(mains, logs, self.memory)


def short_form(head: str) -> str:
    """An id as people read it from paper and type it."""
    return " ".join(head[place : place + _GROUP] for place in range(0, SHORT, _GROUP))


def _holds(repository: Repository, head: str, tip: str | None) -> bool:
    if tip is None:
        return False
    return grown(repository, head, tip) is not None if OBJECT_ID.fullmatch(head) else _begins(repository, head, tip)


def _begins(repository: Repository, digits: str, tip: str) -> bool:
    """Whether a commit along first parents begins with the digits; the branch is read once, and no further than it."""
    wanted = digits.encode()
    try:
        with repository.output("rev-list", "--first-parent", tip, "--") as line:
            return any(each.startswith(wanted) for each in line)
    except GitFailed:
        return False


def _next(repository: Repository, heads: Sequence[str], tip: str | None, line: Container[str]) -> tuple[str, ...]:
    lost = (each for each in heads if each not in line and not _holds(repository, each, tip))
    return tuple(dict.fromkeys([*lost, *([tip] if tip else [])]))
