"""merges of main in a fiscal year -> what had to be up at once, and how many hours it took from its receipt (R20)"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prakat.agenda.urgent_clock import IMMEDIATE
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import MergeRecord
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import ItemPath, is_index, item_folder, parse_path, url_of
from prakat.repository.evidence import surviving
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import bangkok_day, fiscal_days
from prakat.thai.working_time import OPENS


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A version of an item that had to be up at once, as it was merged."""

    item: Item
    request: int
    merged: datetime.datetime
    begun: datetime.datetime | None
    """When the request first came, or was first signed; None where nobody knows."""

    @property
    def hours(self) -> int | None:
        """From its beginning to its merge; one that has begun is one."""
        if self.begun is None:
            return None
        return max(0, -int((self.begun - self.merged).total_seconds() // 3600))

    def is_late(self, within: int) -> bool:
        """Of what nobody knows, it is not said."""
        return self.begun is not None and self.merged - self.begun > datetime.timedelta(hours=within)


@dataclass(frozen=True, slots=True)
class _Landed:
    path: ItemPath
    blob: str
    is_new: bool
    merge: MergeRecord
    at: datetime.datetime


def merged_at_once(
    repository: Repository, commit: str, log: AuditLog, received: Mapping[int, datetime.datetime], year: int
) -> list[AtOnce]:
    """The newest first. `received`: number of a request -> when it first came."""
    found = [*_landed(repository, commit, log, year)]
    raws = surviving(repository, [each.blob for each in found])
    return [
        AtOnce(item, each.merge.request, each.at, _begun(each, item, received))
        for each, (_, _, raw) in zip(found, raws, strict=True)
        if IMMEDIATE.encode() in raw and (item := parse_approved(each.path, raw)[0]) and item.timing == IMMEDIATE
    ]


def _landed(repository: Repository, commit: str, log: AuditLog, year: int) -> Iterator[_Landed]:
    first, last = fiscal_days(year)
    merges: dict[str, tuple[MergeRecord, datetime.datetime]] = {}
    for entry in log.entries:
        is_of_year = entry.record is not None and first <= bangkok_day(entry.record.at) <= last
        if is_of_year and entry.record and isinstance(entry.merge, MergeRecord):
            merges[entry.merge.commit] = (entry.merge, entry.record.at)
    left = {*merges}
    for each in repository.log(commit, first_parent=True) if left else ():
        if each.id in left:
            left.remove(each.id)
            for change in each.changes:
                path = parse_path(url_of(item_folder(change.path) or "")) if is_index(change.path) else None
                if path and change.new != NOTHING:
                    yield _Landed(path, change.new, change.old == NOTHING, *merges[each.id])
        if not left:
            return


def _begun(each: _Landed, item: Item, received: Mapping[int, datetime.datetime]) -> datetime.datetime | None:
    """What is sent anew has come as it was sent; how its first version came says nothing of it."""
    record = each.merge
    known = [one.at for one in (*record.sign_offs, record.signed_request) if one]
    known += [received[record.request]] if record.request in received else []
    if item.received and each.is_new:
        known.append(datetime.datetime.combine(item.received.date, OPENS))
    return min(known, default=None)
