"""audit-log x comments -> which owners have looked at their live pages, and who still has to (R07)"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile
from urllib.parse import urlsplit

from prakat import lifecycle, proceeding
from prakat.audit_log import AuditLog
from prakat.buddhist_era import bangkok_day
from prakat.cannot_work import CannotWork
from prakat.forge import ForgeFailed
from prakat.forge_desk import ForgeDesk
from prakat.item import Item, parse
from prakat.item_path import folder_of, index_of, parse_path, url_of
from prakat.publisher import Desk
from prakat.record import RecordKind

CONFIRM = "ยืนยัน"
"""What an owner answers in the merged request, alone in a comment."""
OUTCOME = "<!-- prakat:outcome -->"
"""Begins our comment that asks for it: what an owner said before is about something else."""
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
                item = folder_of(_path(str(url), site_url))
                found[item] = Pending(int(record.facts["request"]), item, bangkok_day(record.at))
        elif record.kind is RecordKind.CONFIRMATION:
            found.pop(str(record.facts["item"]), None)
    return list(found.values())


def _path(url: str, site_url: str) -> str:
    """Of a page of the site, which may have had another host when its owner was told."""
    return (url.removeprefix(site_url) if url.startswith(site_url) else urlsplit(url).path).strip("/")


def unconfirmed(log: AuditLog, site_url: str) -> dict[str, datetime.date]:
    """Folder -> the day in Bangkok on which its owner was told, of every item that still awaits the owner's word."""
    return {each.item: each.day for each in pending(log, site_url)}


def overdue(desk: Desk) -> list[Pending]:
    """Those whose pages can be read and were not confirmed in time (office.yml: confirm_within_working_days)."""
    assert desk.authority, "a desk has an office"
    office, day = desk.authority.office, bangkok_day(desk.moment)

    def is_late(each: Pending) -> bool:
        item = _item(desk, each.item)
        is_public = item is not None and lifecycle.state(item, day, office.settings).is_public
        return item is not None and is_public and lifecycle.confirm_by(item, each.day, office.settings) < day

    return [each for each in pending(desk.log, office.site_url) if each.day < day and is_late(each)]


def _item(desk: Desk, folder: str) -> Item | None:
    """As it is on main; None where it has been moved, taken away, or cannot be read."""
    path = parse_path(url_of(folder))
    entry = desk.before.files.entries.get(index_of(folder))
    found = parse(path, desk.repository.object(entry[1])[1]) if path and entry else None
    return found if isinstance(found, Item) else None


def collect(desk: ForgeDesk) -> Iterator[str]:
    """Records each owner's word that stands in a merged request; what was recorded, in Thai."""
    known = desk.authority
    assert known, "a desk has an office"
    for each in reversed(pending(desk.log, known.office.site_url)[-READ:]):
        for login in _confirming(desk, each.request):
            people = known.by_account.get((desk.forge.kind, login.casefold()), frozenset())
            if len(people) != 1:
                continue
            try:
                yield proceeding.confirm(desk, each.item, next(iter(people)))
            except ForgeFailed:
                raise
            except CannotWork:
                continue
            break


def _confirming(desk: ForgeDesk, number: int) -> list[str]:
    """Logins of those who answered our question with that word; of nobody in a request that cannot be read."""
    own = desk.forge.own_login()
    try:
        said = [*desk.forge.comments(number)]
    except ForgeFailed:
        desk.forge.now()  # one that is down tells so
        return []
    answers = dropwhile(lambda each: each[1] != own or not each[2].startswith(OUTCOME), said)
    return [login for _, login, body in answers if body.strip() == CONFIRM]
