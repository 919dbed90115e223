"""merging x person x reason -> a request refused, recorded and closed (R07, R08)"""

from prakat.audit_log.record import Reason, RecordKind
from prakat.audit_log.signed_refusal import LEAST_WORDS, PROOF, Refusal
from prakat.cannot_work import CannotWork
from prakat.item.item_path import item_folder
from prakat.merging.merging import Merging
from prakat.merging.plan import judged_unsigned
from prakat.merging.sent_back import sent_back
from prakat.merging.work import Work
from prakat.office.authority import names_of
from prakat.repository.repository import GitFailed
from prakat.request import bulk
from prakat.request.policy.refuser import signs_some_step
from prakat.rules.message import Message, message
from prakat.rules.wording import Label
from prakat.thai.buddhist_era import bangkok_day
from prakat.thai.visible_text import visible_length

MOST_ITEMS = 50
"""So many are kept in the record of a refusal."""


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
    if not signs_some_step(person, bangkok_day(work.moment)):
        raise CannotWork("merging.signs-nothing", name=person.introduced)
    if visible_length(text) < LEAST_WORDS:
        raise CannotWork("merging.no-reason", must=LEAST_WORDS)
    return _recorded(merging, number, {"head": head, "by": by, "reason": reason.value, "text": text})


def take_in_refusals(merging: Merging) -> list[Message]:
    """Records what people sent back by their own signature, and closes it, before anything of it is merged; returns
    what was done, and which refusals count for nothing."""
    told: list[Message] = []
    for number, head in sorted(merging.counter.requests().items()):
        told += _taken_in(merging, number, head)
    return told


def _taken_in(merging: Merging, number: int, head: str) -> list[Message]:
    """What git cannot read of one request is its own trouble, and said where it would be merged."""
    work, counter = merging.work, merging.counter
    if work.closing(number) or not counter.refusals(work, number) or bulk.excess(work.repository, head, work.main):
        return []
    try:
        sent = judged_unsigned(work, number, head, lambda: counter.pushers(work, number))
    except GitFailed:
        return []
    if isinstance(sent, list):
        return []
    found = sent_back(merging, sent.request, sent.how)
    told = [message("merging.refused-in-vain", number=number, reason=each) for each in found.in_vain]
    return [*told, *([_signed(merging, number, found.refusal)] if found.refusal else [])]


def _signed(merging: Merging, number: int, found: Refusal) -> Message:
    facts = {"head": found.head, "by": found.person.id, "reason": found.reason.value, "text": found.text}
    return _recorded(merging, number, {**facts, PROOF: found.received.facts()})


def _recorded(merging: Merging, number: int, facts: dict[str, object]) -> Message:
    work, head, reason, text = merging.work, str(facts["head"]), str(facts["reason"]), facts["text"]
    told = sorted(writers(work, head))
    record = {"request": number, **facts, "to": told, "items": touched(work, head)}
    merging.record([(RecordKind.REJECTION, record)])
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
