"""desk x person -> what is recorded besides merges: a refusal, a confirmation, a hand-over (R07, R08, R40)"""

from collections.abc import Sequence

from prakat.approval import STEP_NAMES
from prakat.authority import Authority
from prakat.buddhist_era import bangkok_day
from prakat.cannot_work import CannotWork
from prakat.item_path import INDEX, ROOT, folder_of, index_of, is_index, item_folder, url_of
from prakat.office import Person
from prakat.publisher import Desk
from prakat.record import Reason, Record, RecordKind
from prakat.visible_text import visible_length

LEAST_WORDS = 10
"""Visible characters: a reason that its reader can act upon."""


def refuse(desk: Desk, number: int, by: str, reason: Reason, text: str) -> str:
    """Closes a request with a reason; what is told to its owner, in Thai. Again: the same words, no second record.

    Raises CannotWork for an unknown request, a person who may not sign anything, or a text that says nothing."""
    for record in desk.log.of(RecordKind.REJECTION):
        if record.facts["request"] == number and number not in desk.requests():
            return f"คำขอ #{number} ไม่ได้รับอนุญาตแล้วตั้งแต่ {record.at.date()}"
    head = desk.requests().get(number)
    if head is None:
        raise CannotWork(f"ไม่พบคำขอ {number} ที่เปิดอยู่ (no open request {number})")
    known, person = _person(desk, by)
    if not any(each.role in STEP_NAMES and each.holds_on(bangkok_day(desk.moment)) for each in person.appointments):
        raise CannotWork(f"{person.name} ไม่มีหน้าที่ลงนามในวันนี้ (holds no role that signs today)")
    if visible_length(text) < LEAST_WORDS:
        raise CannotWork(f"ต้องชี้แจงเหตุผลอย่างน้อย {LEAST_WORDS} ตัวอักษร (give a reason of some words)")
    told = sorted(_owners(desk, head, known))
    facts = {"request": number, "head": head, "by": by, "reason": reason.value, "text": text, "to": told}
    desk.record([(RecordKind.REJECTION, facts)])
    desk.close(number, head)
    return f"คำขอ #{number} ไม่ได้รับอนุญาต แจ้ง {', '.join(told) or 'เจ้าของเรื่อง'}: {text}"


def _owners(desk: Desk, head: str, known: Authority) -> set[str]:
    """Who wrote the request."""
    commits = desk.repository.log(head, f"^{desk.main}")
    return {person for commit in commits for person in known.people_of_mail(commit.author[1])}


def confirm(desk: Desk, item: str, by: str) -> str:
    """The owner has looked at the live page (R07). Again without a new notice of it: no second record.

    Raises CannotWork for what is no item on main, or somebody who neither owns it nor provides for its unit."""
    folder = folder_of(item.strip("/").removeprefix(f"{ROOT}/").removesuffix(f"/{INDEX}"))
    path = index_of(folder)
    if path not in desk.before.files.entries or item_folder(path) != folder:
        raise CannotWork(f"ไม่พบรายการ {item} ในสายหลัก (no such item on main)")
    _, person = _person(desk, by)
    unit = desk.blobs.item(desk.before.files.entries[path][1]).unit
    day = bangkok_day(desk.moment)
    provides = [each for each in person.appointments if each.role == "provider" and each.holds_on(day)]
    if not any(each.units is None or unit in each.units for each in provides):
        raise CannotWork(f"{person.name} ไม่ใช่ผู้ให้ข้อมูลของ {unit} (is no provider of the unit)")
    facts = {"item": folder, "blob": desk.before.files.entries[path][1], "by": by}
    since = [each for each in desk.log.of(RecordKind.NOTICE, RecordKind.CONFIRMATION) if _concerns(each, folder)]
    if not since or dict(since[-1].facts) != facts:
        desk.record([(RecordKind.CONFIRMATION, facts)])
    return f"{person.name} ตรวจหน้า {url_of(folder)} แล้ว"


def _concerns(record: Record, folder: str) -> bool:
    if record.kind is RecordKind.CONFIRMATION:
        return bool(record.facts["item"] == folder)
    return any(str(url).endswith(f"/{url_of(folder)}") for url in record.facts["urls"])


def hand_over(desk: Desk, giver: str, taker: str) -> tuple[str, Sequence[str]]:
    """Records what passes from one person to another, and lists the items whose owner a request must now change (R40).

    Raises CannotWork where the giver still serves without an end, or the taker does not serve."""
    known, left = _person(desk, giver)
    _, comes = _person(desk, taker)
    day = bangkok_day(desk.moment)
    if any(each.until is None for each in left.appointments):
        raise CannotWork(f"{left.name}: ให้ใส่วันสิ้นสุดหน้าที่ใน office.yml ก่อน (the appointment has no last day yet)")
    if not any(each.holds_on(day) for each in comes.appointments):
        raise CannotWork(f"{comes.name} ไม่มีหน้าที่ในวันนี้ (holds no role today)")
    items = [folder for folder, provider in _providers(desk) if provider == giver]
    requests = sorted(number for number, head in desk.requests().items() if giver in _owners(desk, head, known))
    facts = {"from": giver, "to": taker, "items": items, "requests": requests}
    if not any(dict(each.facts) == facts for each in desk.log.of(RecordKind.HANDOVER)):
        desk.record([(RecordKind.HANDOVER, facts)])
    return f"ส่งมอบงานจาก {left.name} ให้ {comes.name}: {len(items)} รายการ {len(requests)} คำขอ", items


def _providers(desk: Desk) -> list[tuple[str, str]]:
    """Every item folder on main with the person who answers for it."""
    written = {path: blob for path, (_, blob) in desk.before.files.entries.items() if is_index(path)}
    desk.blobs.announce_items(written.values())
    return [(path.removesuffix(f"/{INDEX}"), desk.blobs.item(blob).whole.provider) for path, blob in written.items()]


def _person(desk: Desk, name: str) -> tuple[Authority, Person]:
    known = desk.authority
    person = known.office.people.get(name) if known else None
    if known is None or person is None:
        raise CannotWork(f"ไม่รู้จักบุคคล {name} ใน office.yml (nobody of that id in office.yml)")
    return known, person
