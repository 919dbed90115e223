"""a letter before it is sent -> what would change, what is wrong with it, and who would sign it"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.logbook import REGISTERS
from prakat.content.register import Register
from prakat.hosting.signable import SIGNING, Signable
from prakat.item.item_path import item_folder
from prakat.merging.plan import Plan, SentRequest, judged_unsigned
from prakat.merging.work import Work
from prakat.office import office
from prakat.office.authority import mail_of, names_of
from prakat.office.person import Person
from prakat.repository.file_tree import entries_of
from prakat.repository.own_folder import own_folder
from prakat.repository.repository import Repository
from prakat.repository.snapshot import write_out
from prakat.request import decision_sheet
from prakat.request.change_note import missing_notes
from prakat.request.decision_sheet import SheetPart
from prakat.request.fact_reader import FactReader
from prakat.request.policy.approval import check_approval
from prakat.request.touched_items import touched_items
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day
from prakat_desk.sending.outlet import Letter
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.sending.workshop import workshop, written_commit

_OF_MAIN = "office.unreadable"


@dataclass(frozen=True, slots=True)
class Foreseen:
    head: str
    """The commit that would be sent."""
    parts: tuple[SheetPart, ...] = ()
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    against: tuple[Said, ...] = ()
    """What else the office's door would refuse it for."""
    signers: tuple[tuple[str, tuple[Person, ...]], ...] = ()
    """Each step in order, and who can sign it today."""

    @property
    def may_be_sent(self) -> bool:
        return not self.errors and not self.against


def foreseen(repository: Repository, letter: Letter, author: Person) -> Foreseen:
    """Nothing is sent, and only what the letter touches is read."""
    front = RequestBook(repository).front
    with workshop(repository) as shop:
        head = written_commit(shop, letter, author)
        work = front.work and replace(front.work, repository=shop, reader=FactReader(shop))
        return _judged(work, letter.mends or front.free, head, (mail_of(author),))


def as_received(repository: Repository, number: int, head: str) -> Foreseen:
    """The same of an open request, as if nobody had signed it yet."""
    return _judged(RequestBook(repository).front.work, number, head, ())


def _judged(work: Work | None, number: int, head: str, pushers: tuple[str, ...]) -> Foreseen:
    sent = judged_unsigned(work, number, head, lambda: pushers) if work else []
    if work is None or isinstance(sent, list):
        return Foreseen(head, against=tuple(sent) if isinstance(sent, list) else ())
    repository, day, folders = work.repository, bangkok_day(work.moment), sent.submission.folders
    signable = _signable(sent, work)
    with own_folder() as place:
        after = _touched(repository, sent, place / "tree", day)
        parts = decision_sheet.sheet(repository, sent.base, head, after).parts
        told = [*after.findings, *missing_notes(repository, sent.base, after)]
    found = touched_items(repository, work.before.files.entries, head, sent.submission.net, day)
    warnings = [each for each in told if not each.is_error and item_folder(f"{each.path}/x") in folders]
    return Foreseen(
        head,
        parts,
        tuple(each for each in found.errors if isinstance(each, Finding)),
        (*warnings, *found.doubts),
        (*_against(sent, signable), *_unreadable(found.errors)),
        tuple((step.name, tuple(signable.able(step))) for step in signable.chain),
    )


def _touched(shop: Repository, sent: SentRequest, place: Path, day: datetime.date) -> Register:
    """The request's own items as a tree of their own."""
    entries = entries_of(shop, sent.submission.head, office.FILE, REGISTERS, *sent.submission.folders)
    place.mkdir()
    write_out(shop, sent.submission.head, [(mode, oid, path) for path, (mode, oid) in entries.items()], place)
    return register.read(place, day)


def _signable(sent: SentRequest, work: Work) -> Signable:
    unsigned = check_approval(sent.request, work.known, {}, work.moment, asks_all=True)
    against = (*sent.violations, *unsigned)
    found = Plan(sent.submission, sent.request, sent.base, (), (), sent.how, "", against)
    return Signable(found, work.known, bangkok_day(work.moment))


def _against(sent: SentRequest, signable: Signable) -> Iterator[Said]:
    for each in sent.violations:
        if each.blocks_merge and not each.id.startswith(SIGNING) and each.id != _OF_MAIN:
            yield each
    if signable.is_barred_by_its_authors():
        yield message("hosting.nobody-left", names=names_of(person for person, _ in signable.barred()))


def _unreadable(found: Sequence[Finding | CannotWork]) -> Iterator[Said]:
    for each in found:
        if isinstance(each, CannotWork):
            yield message(each.message, **each.values)
