"""merging x person -> a request that is refused, with its reason, and closed (R07, R08)"""

from prakat.audit_log.record import Reason, RecordKind
from prakat.cannot_work import CannotWork
from prakat.merging.merging import Merging
from prakat.merging.work import Work
from prakat.request.policy.step import STEP_NAMES
from prakat.thai.buddhist_era import bangkok_day
from prakat.thai.visible_text import visible_length

LEAST_WORDS = 10
"""Visible characters: a reason that its reader can act upon."""


def refuse(merging: Merging, number: int, by: str, reason: Reason, text: str) -> str:
    """Closes a request with a reason; what is told to its owner, in Thai. Again: the same words, no second record.

    Raises CannotWork for an unknown request, a person who may not sign anything, or a text that says nothing."""
    work, requests = merging.work, merging.counter.requests()
    for record in work.log.of(RecordKind.REJECTION):
        if record.facts["request"] == number and number not in requests:
            return f"คำขอ #{number} ไม่ได้รับอนุญาตแล้วตั้งแต่ {record.at.date()}"
    head = requests.get(number)
    if head is None:
        raise CannotWork(f"ไม่พบคำขอ {number} ที่เปิดอยู่ (no open request {number})")
    person = work.person(by)
    if not any(each.role in STEP_NAMES and each.holds_on(bangkok_day(work.moment)) for each in person.appointments):
        raise CannotWork(f"{person.name} ไม่มีหน้าที่ลงนามในวันนี้ (holds no role that signs today)")
    if visible_length(text) < LEAST_WORDS:
        raise CannotWork(f"ต้องชี้แจงเหตุผลอย่างน้อย {LEAST_WORDS} ตัวอักษร (give a reason of some words)")
    told = sorted(writers(work, head))
    facts = {"request": number, "head": head, "by": by, "reason": reason.value, "text": text, "to": told}
    merging.record([(RecordKind.REJECTION, facts)])
    merging.counter.close(number, head)
    return f"คำขอ #{number} ไม่ได้รับอนุญาต แจ้ง {', '.join(told) or 'เจ้าของเรื่อง'}: {text}"


def writers(work: Work, head: str) -> set[str]:
    """Who wrote the request of that head, as ids of people."""
    commits = work.repository.log(head, f"^{work.main}")
    return {person for commit in commits for person in work.known.people_of_mail(commit.author[1])}
