"""audit-log x comments -> which owners have looked at their live pages, and who still has to (R07)"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from prakat import proceeding, tree
from prakat.audit_log import AuditLog
from prakat.buddhist_era import bangkok_day
from prakat.finding import CannotWork
from prakat.forge_desk import ForgeDesk
from prakat.lifecycle import next_working_day
from prakat.record import RecordKind

CONFIRM = "ยืนยัน"
"""What an owner answers in the merged request, alone in a comment."""
WORKING_DAYS = 3
"""How long an owner may take."""
READ = 30
"""Notices whose requests are looked at for an owner's word, the newest first."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A published item that its owner has not confirmed."""

    request: int
    item: str
    """Its folder."""
    day: datetime.date
    """In Bangkok, on which the owner was told."""


def pending(log: AuditLog, site_url: str) -> list[Pending]:
    """Oldest first. A later notice of the same item stands for the earlier ones."""
    found: dict[str, Pending] = {}
    for entry in log.entries:
        record = entry.record
        if record is None:
            continue
        if record.kind is RecordKind.NOTICE:
            for url in record.facts["urls"]:
                item = f"{tree.ROOT}/{str(url).removeprefix(site_url).strip('/')}"
                found[item] = Pending(int(record.facts["request"]), item, bangkok_day(record.at))
        elif record.kind is RecordKind.CONFIRMATION:
            found.pop(str(record.facts["item"]), None)
    return list(found.values())


def overdue(waiting: list[Pending], day: datetime.date, extra_holidays: frozenset[datetime.date]) -> list[Pending]:
    """Those that were not confirmed within WORKING_DAYS of being told."""
    return [each for each in waiting if _last_day(each.day, extra_holidays) < day]


def _last_day(day: datetime.date, extra_holidays: frozenset[datetime.date]) -> datetime.date:
    for _ in range(WORKING_DAYS):
        day = next_working_day(day, extra_holidays)
    return day


def collect(desk: ForgeDesk) -> Iterator[str]:
    """Records each owner's word that stands in a merged request; what was recorded, in Thai."""
    known = desk.authority
    assert known, "a desk has an office"
    for each in reversed(pending(desk.log, known.office.site_url)[-READ:]):
        for _, login, body in desk.forge.comments(each.request):
            people = known.by_account.get((desk.forge.kind, login.casefold()), frozenset())
            if body.strip() == CONFIRM and len(people) == 1:
                try:
                    yield proceeding.confirm(desk, each.item, next(iter(people)))
                except CannotWork:
                    continue
                break
