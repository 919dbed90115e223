"""an office's repository x a small folder -> its audit, its newest rows first, kept while nothing has moved (R34)"""

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prakat.audit.account import Account, Accounts
from prakat.audit.audit_row import Audit, AuditRow
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.audit.made_keys import told_of_made_keys
from prakat.repository.refs import AUDIT_LOG, MAIN, SIGN_OFF
from prakat.repository.repository import Repository
from prakat.rules.message import Message
from prakat_desk.auditing.chore import Chore


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """Read by many at once, and changed by nobody."""

    state: str
    """Alike only where main, the audit-log and every sign-off are."""
    at: datetime.datetime
    """When it was begun."""
    audited: Audit
    accounts: Accounts
    rows: tuple[AuditRow, ...]
    """With the recorded acts; newest first, and before them what concerns the repository as a whole."""
    by_commit: Mapping[str, AuditRow]
    """By the commit of main or, of a recorded act, of the audit-log."""
    notes: tuple[Message, ...]
    """What accuses nobody, and is to be known."""

    def account(self, row: AuditRow) -> Account:
        return self.accounts.of(row)

    @property
    def open_count(self) -> int:
        return len(self.audited.open_rows)

    @property
    def change_count(self) -> int:
        return sum(each.commit is not None for each in self.rows)


@dataclass(frozen=True, slots=True)
class AuditKeeper:
    """Judges by a memory of its own, as an auditor's clone would: what it has found right is not judged again, and a
    head that it saw and that is gone is told. Whoever loses that folder has everything judged anew."""

    repository: Repository
    folder: Path
    clock: Callable[[], datetime.datetime]
    _chore: Chore[KeptAudit] = field(default_factory=Chore)

    def now(self) -> KeptAudit | None:
        """The newest there is; None while the first is under way. Raises CannotWork."""
        state = self._state()
        return self._chore.result(state, lambda: self._judged(state))

    def is_newest(self, kept: KeptAudit) -> bool:
        return kept.state == self._state()

    def again(self) -> None:
        """What a disk lost since moves no ref."""
        self._chore.forget()

    def _state(self) -> str:
        told = self.repository.refs(MAIN, AUDIT_LOG, SIGN_OFF)
        return hashlib.sha256("\n".join(f"{oid} {ref}" for ref, oid in told.items()).encode()).hexdigest()

    def _judged(self, state: str) -> KeptAudit:
        at = self.clock()
        found = audit(self.repository, Trust(), memory=AuditorMemory(self.folder))
        accounts = Accounts(self.repository, found)
        rows = tuple(reversed([*found.story]))
        for each in rows:
            accounts.of(each)  # from now on they are asked by several at once, and read nothing
        known = (each for each in rows if each.time is not None)
        by_commit = {each.commit or each.logged: each for each in known}
        notes = (*found.notes, *told_of_made_keys(self.repository, found))
        return KeptAudit(state, at, found, accounts, rows, by_commit, notes)
