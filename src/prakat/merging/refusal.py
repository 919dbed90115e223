"""merging x person x reason -> a request refused, recorded and closed (R07, R08)"""

from prakat.audit_log.record import Reason, RecordKind
from prakat.cannot_work import CannotWork
from prakat.item.item_path import item_folder
from prakat.merging.merging import Merging
from prakat.merging.work import Work
from prakat.office.authority import names_of
from prakat.request.policy.step import STEP_NAMES
from prakat.rules.message import Message, message
from prakat.rules.wording import Label
from prakat.thai.buddhist_era import bangkok_day
from prakat.thai.visible_text import visible_length

MOST_ITEMS = 50
"""So many are kept in the record of a refusal."""
LEAST_WORDS = 10
"""Visible characters: a shorter reason gives its reader nothing to act upon."""


def refuse(merging: Merging, number: int, by: str, reason: Reason, text: str) -> Message:
    """Refuses and closes a request; returns what became of it. A repeated call makes no second record.

    Raises CannotWork for an unknown request, a person who may not sign anything, or a text that is too short."""
    work, requests = merging.work, merging.counter.requests()
    if record := work.closing(number):
        if record.kind is RecordKind.MERGE:
            raise CannotWork("merging.merged-before", number=number, day=bangkok_day(record.at))
        return message("merging.refused-before", number=number, day=bangkok_day(record.at))
    head = requests.get(number)
    if head is None:
        raise CannotWork("merging.no-request", number=number)
    person = work.person(by)
    if not any(each.role in STEP_NAMES and each.holds_on(bangkok_day(work.moment)) for each in person.appointments):
        raise CannotWork("merging.signs-nothing", name=person.introduced)
    if visible_length(text) < LEAST_WORDS:
        raise CannotWork("merging.no-reason", must=LEAST_WORDS)
    told = sorted(writers(work, head))
    facts = {"request": number, "head": head, "by": by, "reason": reason.value, "text": text, "to": told}
    facts["items"] = touched(work, head)
    merging.record([(RecordKind.REJECTION, facts)])
    merging.counter.close(number, head)
    people = names_of(work.known.office.people[each] for each in told) if told else message("merging.owner")
    return message("merging.refused-now", number=number, reason=Label("refusal", reason), people=people, text=text)


def touched(work: Work, head: str) -> list[str]:
    """The first item folders, and paths outside of any, that the request changes: its head is soon gone."""
    changed = {item_folder(change.path) or change.path for commit in work.brought(head) for change in commit.changes}
    return [each for each in sorted(changed) if each.isprintable()][:MOST_ITEMS]


def writers(work: Work, head: str) -> set[str]:
    """Ids of the people who wrote the request that has this head."""
    return {person for commit in work.brought(head) for person in work.known.people_of_mail(commit.author[1])}
