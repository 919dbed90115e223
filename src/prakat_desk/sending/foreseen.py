"""a letter before it is sent -> what would change, what the door would say to it, and who would sign it"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from prakat.content.register import Register
from prakat.hosting.signable import OF_MAIN, Signable, against_request
from prakat.merging.plan import Plan, SentRequest, judged_unsigned
from prakat.merging.work import Work
from prakat.office.authority import mail_of, names_of
from prakat.office.person import Person
from prakat.repository.repository import Repository
from prakat.request import decision_sheet
from prakat.request.decision_sheet import SheetPart
from prakat.request.fact_reader import FactReader
from prakat.request.policy.approval import check_approval
from prakat.rules.message import message
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day
from prakat_desk.sending.outlet import Letter
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.sending.workshop import workshop, written_commit


@dataclass(frozen=True, slots=True)
class Foreseen:
    head: str
    """The commit that would be sent."""
    parts: tuple[SheetPart, ...] = ()
    against: tuple[Said, ...] = ()
    """What else the office's door would refuse it for."""
    signers: tuple[tuple[str, tuple[Person, ...]], ...] = ()
    """Each step in order, and who can sign it today."""

    @property
    def may_be_sent(self) -> bool:
        return not self.against


def foreseen(repository: Repository, letter: Letter, author: Person) -> Foreseen:
    """Nothing is sent, and only what the letter touches is read."""
    front = RequestBook(repository).front
    with workshop(repository) as shop:
        head = written_commit(shop, letter, author)
        known = front.whole_work if letter.regularises else front.work
        work = known and replace(known, repository=shop, reader=FactReader(shop))
        return _judged(work, letter.mends or front.free, head, (mail_of(author),))


def _judged(work: Work | None, number: int, head: str, pushers: tuple[str, ...]) -> Foreseen:
    sent = judged_unsigned(work, number, head, lambda: pushers) if work else []
    if work is None or isinstance(sent, list):
        return Foreseen(head, against=tuple(sent) if isinstance(sent, list) else ())
    known = Register(work.repository.folder, bangkok_day(work.moment), work.known.office, {}, (), ())
    signable = _signable(sent, work)
    signers = tuple((step.name, tuple(signable.able(step))) for step in signable.chain)
    parts = decision_sheet.sheet(work.repository, sent.base, head, known).parts
    return Foreseen(head, parts, tuple(_against(sent, signable)), signers)


def _signable(sent: SentRequest, work: Work) -> Signable:
    unsigned = check_approval(sent.request, work.known, {}, work.moment, asks_all=True)
    against = (*sent.violations, *unsigned)
    found = Plan(sent.submission, sent.request, sent.base, (), (), sent.how, "", against)
    return Signable(found, work.known, bangkok_day(work.moment))


def _against(sent: SentRequest, signable: Signable) -> Iterator[Said]:
    yield from (each for each in against_request(sent.violations) if each.id != OF_MAIN)
    if signable.is_barred_by_its_authors():
        yield message("hosting.nobody-left", names=names_of(person for person, _ in signable.barred()))
