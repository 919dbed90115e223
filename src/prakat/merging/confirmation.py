"""audit-log x reviews -> which owners have looked at their live pages, and who still has to (R07)"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import Record, RecordKind
from prakat.cannot_work import CannotWork, Halted
from prakat.forge.forge import Forge, ForgeFailed
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import INDEX, ROOT, folder_of, index_of, item_folder, parse_path, url_of
from prakat.item.state import confirm_by, state_on
from prakat.merging.merging import Merging
from prakat.merging.work import Work
from prakat.office.authority import ForgeAccount, holds
from prakat.request.review import Review, ReviewState
from prakat.request.spoken_words import CONFIRM, confirms, excerpt, speaks_of_it
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import bangkok_day

OUTCOME = "<!-- prakat:outcome -->"
"""Begins our comment that asks for the confirmation."""
_SPOKEN = (ReviewState.COMMENTED, ReviewState.APPROVED)
READ = 30
"""How many of the newest unconfirmed notices have their requests searched for a confirmation."""


@dataclass(frozen=True, slots=True)
class PendingConfirmation:
    """A published item that its owner has not confirmed."""

    request: int
    item: str
    """Its folder."""
    day: datetime.date
    """On which the owner was told, in Bangkok."""
    at: datetime.datetime
    """When the owner was told; what was said before is no answer."""


def pending(log: AuditLog, site_url: str) -> list[PendingConfirmation]:
    """Oldest first. A later notice of the same item replaces the earlier ones."""
    found: dict[str, PendingConfirmation] = {}
    for entry in log.entries:
        record = entry.record
        if record is None:
            continue
        if record.kind is RecordKind.NOTICE:
            for url in record.facts["urls"]:
                item = folder_of(_path(str(url), site_url))
                found[item] = PendingConfirmation(int(record.facts["request"]), item, bangkok_day(record.at), record.at)
        elif record.kind is RecordKind.CONFIRMATION:
            found.pop(str(record.facts["item"]), None)
    return list(found.values())


def _path(url: str, site_url: str) -> str:
    """The path of a page of the site; the site may have had another host when the notice was written."""
    return (url.removeprefix(site_url) if url.startswith(site_url) else urlsplit(url).path).strip("/")


def unconfirmed(log: AuditLog, site_url: str) -> dict[str, datetime.date]:
    """Folder of each unconfirmed item -> the day in Bangkok on which its owner was told."""
    return {each.item: each.day for each in pending(log, site_url)}


def overdue(work: Work) -> list[PendingConfirmation]:
    """Items with a public page that was not confirmed in time (office.yml: confirm_within_working_days)."""
    office, day = work.known.office, bangkok_day(work.moment)

    def is_late(each: PendingConfirmation) -> bool:
        item = _item(work, each.item)
        is_public = item is not None and state_on(item, day, office.settings).is_public
        return item is not None and is_public and confirm_by(item, each.day, office.settings) < day

    return [each for each in pending(work.log, office.site_url) if each.day < day and is_late(each)]


def _item(work: Work, folder: str) -> Item | None:
    """The item as it is on main; None where it was moved or deleted, or cannot be read."""
    path = parse_path(url_of(folder))
    entry = work.before.files.entries.get(index_of(folder))
    return parse_approved(path, work.repository.object(entry[1])[1])[0] if path and entry else None


def confirm(merging: Merging, item: str, by: str) -> Message:
    """Records that the owner has looked at the live page (R07); does not record it twice for the same notice.

    Raises CannotWork if there is no such item on main, or if the person is no provider of its
    main unit."""
    work = merging.work
    folder = folder_of(item.strip("/").removeprefix(f"{ROOT}/").removesuffix(f"/{INDEX}"))
    path = index_of(folder)
    if path not in work.before.files.entries or item_folder(path) != folder:
        raise CannotWork("merging.no-item", item=item)
    person, blob = work.person(by), work.before.files.entries[path][1]
    unit, day = next(iter(work.reader.item(blob).units), ""), bangkok_day(work.moment)
    if not holds(person, "provider", frozenset({unit}), day):
        raise CannotWork("merging.no-provider", name=person.introduced, unit=work.known.office.unit_name(unit))
    facts = {"item": folder, "blob": blob, "by": by}
    since = [each for each in work.log.of(RecordKind.NOTICE, RecordKind.CONFIRMATION) if _concerns(each, folder)]
    last = since[-1] if since else None
    if last and last.kind is RecordKind.CONFIRMATION and last.facts["blob"] == blob:
        return message("merging.confirmed-before", url=url_of(folder), day=bangkok_day(last.at))
    shown = _item(work, folder)
    if shown is None or not state_on(shown, day, work.known.office.settings).is_public:
        raise CannotWork("merging.not-public", item=folder)
    merging.record([(RecordKind.CONFIRMATION, facts)])
    return message("merging.confirmed", name=person.introduced, url=url_of(folder))


def _concerns(record: Record, folder: str) -> bool:
    if record.kind is RecordKind.CONFIRMATION:
        return bool(record.facts["item"] == folder)
    return any(str(url).endswith(f"/{url_of(folder)}") for url in record.facts["urls"])


def collect(merging: Merging, forge: Forge) -> Iterator[Message]:
    """Records each owner's confirmation that was given in a merged request; yields what was recorded, and what was said
    but does not count. Only a review counts: a forge shows it as it was sent, and by whom, while any writer may edit
    anybody's comment (DESIGN: Requests)."""
    read: dict[int, list[Review]] = {}
    for each in reversed(pending(merging.work.log, merging.work.known.office.site_url)[-READ:]):
        if each.request not in read:
            read[each.request] = _given(forge, each.request)
        given = [one for one in read[each.request] if one.at >= each.at]
        found = list(_collected(merging, each, given))
        yield from found or _by_comment(merging, forge, each.request)


def _collected(merging: Merging, asked: PendingConfirmation, given: list[Review]) -> Iterator[Message]:
    work = merging.work
    for each in given:
        person = each.owner(work.known, work.before.accounts).person
        if person is None:
            continue
        if not confirms(each.body):
            if speaks_of_it(each.body) and person.has_role("provider", bangkok_day(work.moment)):
                number, found = asked.request, excerpt(each.body)
                yield message("merging.other-words", number=number, name=person.introduced, found=found, must=CONFIRM)
            continue
        try:
            yield confirm(merging, asked.item, person.id)
        except (ForgeFailed, Halted):
            raise
        except CannotWork:
            continue
        return


def _by_comment(merging: Merging, forge: Forge, number: int) -> Iterator[Message]:
    """Who has answered in a form that does not count."""
    work = merging.work
    try:
        said = [each for each in forge.comments(number) if confirms(each.body)]
    except ForgeFailed:
        return
    accounts = (ForgeAccount(forge.kind, each.login, each.account) for each in said)
    people = {work.before.accounts.owner(each, work.known).person for each in accounts}
    for person in sorted(filter(None, people), key=lambda each: each.id):
        yield message("merging.only-a-comment", name=person.introduced, number=number, must=CONFIRM)


def _given(forge: Forge, number: int) -> list[Review]:
    """Every review that says something; none if the request cannot be read."""
    try:
        return [each for each in forge.reviews(number) if each.state in _SPOKEN]
    except ForgeFailed:
        forge.now()  # raises if it is the forge that is down
        return []
