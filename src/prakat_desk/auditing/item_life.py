"""an audit x an item's path -> its life: every row that touched it, wherever it lay, and what each version changed"""

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from prakat.audit.audit_row import AuditRow
from prakat.content.action import Action
from prakat.content.register import Register
from prakat.item.item_path import index_of
from prakat.repository.object_id import EMPTY_TREE
from prakat.repository.repository import Repository
from prakat.request import decision_sheet
from prakat.request.decision_sheet import SheetPart
from prakat.thai.buddhist_era import bangkok_day
from prakat_desk.auditing.kept_audit import KeptAudit


@dataclass(frozen=True, slots=True)
class ItemLife:
    folders: tuple[str, ...]
    """Where it lies, and where it lay before it moved."""
    rows: tuple[AuditRow, ...]
    """Newest first."""
    is_older: bool
    """Whether it was there before the first audited change: nobody's sign-off is on record for that."""


def item_life(repository: Repository, kept: KeptAudit, folder: str) -> ItemLife:
    folders, rows = [folder], []
    for row in kept.rows:
        if folders[-1] not in row.things:
            continue
        rows.append(row)
        if row.action is Action.MOVED and row.commit:
            folders += [part.origin for part in changed_parts(repository, row, folders[-1:]) if part.origin]
    oldest, epoch = folders[-1], kept.audited.epoch
    is_older = bool(epoch) and repository.ids([f"{epoch}:{index_of(oldest)}"])[0] is not None
    return ItemLife(tuple(folders), tuple(rows), is_older)


def changed_parts(repository: Repository, row: AuditRow, folders: Sequence[str]) -> list[SheetPart]:
    """What a commit of main changed of the item that lies, or lay, in these folders."""
    if row.commit is None or row.moment is None:
        return []
    found = _sheet(repository, row.commit, bangkok_day(row.moment))
    return [part for part in found if part.path in folders and not part.regularises]


@functools.lru_cache(maxsize=128)
def _sheet(repository: Repository, commit: str, day: datetime.date) -> tuple[SheetPart, ...]:
    """A commit never changes, and so is told once."""
    before = repository.ref(f"{commit}^1") or EMPTY_TREE
    known = Register(repository.folder, day, None, {}, (), ())
    return decision_sheet.sheet(repository, before, commit, known).parts
