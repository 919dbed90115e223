"""a request, open, merged or refused, or an item -> what was asked for, and who signed it as what (R03, R04)"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from prakat.audit.audit_row import Audit, AuditRow
from prakat.audit_log.record import RecordKind
from prakat.content.action import Action
from prakat.hosting.signable import Signable
from prakat.item.item import Item
from prakat.item.item_path import ROOT
from prakat.merging.merging import Merging
from prakat.merging.plan import Plan, plan
from prakat.office.office import Office
from prakat.papers.happened.chronicle import whole_log
from prakat.papers.item_files import CommitFiles, ItemFiles, Sizes
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.request.fact_reader import FactReader
from prakat.request.policy.step import REQUESTER
from prakat.thai.buddhist_era import bangkok_day, moment_of


class SignedStep(NamedTuple):
    person: str
    """Id."""
    role: str
    """In which it was signed; empty for the requester."""
    at: datetime.datetime


class RefusalFacts(NamedTuple):
    by: str
    """Id."""
    reason: str
    """Of labels.yml: refusal."""
    text: str


@dataclass(frozen=True, slots=True)
class AskedRequest:
    number: int | None
    """None for an item for which no request is known."""
    office: Office | None
    """As it was in force when the request was judged; None where nobody can read it."""
    day: datetime.date | None
    """On which it was sent, in Bangkok."""
    items: Sequence[tuple[Item, Sizes]]
    requester: str = ""
    """Id of whoever asked, signed or not."""
    signed: Mapping[str, SignedStep] = field(default_factory=dict)
    """By step."""
    base: str = ""
    """The commit that it is compared with, and its own newest."""
    head: str = ""
    refusal: RefusalFacts | None = None
    action: str = ""
    """What its merge did, of labels.yml: action; empty before it."""


def open_request(merging: Merging, number: int) -> AskedRequest | None:
    """None where no open request has that number, or nothing of it can be judged."""
    found, work = plan(merging, number), merging.work
    if not isinstance(found, Plan):
        return None
    known, commits = work.known.office, found.submission.commits
    judged = Signable(found, work.known, bangkok_day(work.moment))
    signed = {
        each.step: SignedStep(each.person.id, step.role, each.received)
        for step in judged.chain
        for each in found.sign_offs
        if each.step == step.name and each.person and judged.counts(step.name)
    }
    if found.signed_request:
        signed[REQUESTER] = SignedStep(found.requester, "", found.signed_request.at)
    files = CommitFiles(work.repository, found.request.head, tuple(found.submission.folders))
    day = bangkok_day(moment_of(commits[0].time)) if commits else None
    items = _read(files, found.submission.folders)
    return AskedRequest(number, known, day, items, found.requester, signed, found.base, found.request.head)


def closed_request(repository: Repository, audited: Audit, number: int) -> AskedRequest | None:
    """What main or the audit-log records of it; None where neither does."""
    row = next((each for each in reversed(audited.rows) if each.request == number and each.commit), None)
    if row and row.commit:
        return _merged(repository, audited, row, row.commit)
    row = next((each for each in audited.acts if each.request == number and each.action is Action.REFUSED), None)
    return _refused(repository, audited, row) if row else None


def newest_of_item(repository: Repository, audited: Audit, folder: str) -> AskedRequest | None:
    """The newest request that brought a version of it; None where none is recorded."""
    for row in reversed(audited.rows):
        if row.commit and row.request and any(each.item == folder for each in row.deed.versions):
            return _merged(repository, audited, row, row.commit, folder)
    return None


def _merged(repository: Repository, audited: Audit, row: AuditRow, commit: str, only: str = "") -> AskedRequest:
    deed, office = row.deed, _office(repository, row)
    folders = (only,) if only else tuple(each.item for each in deed.versions if not each.is_gone)
    signed = {each.step: SignedStep(each.person, each.role, moment_of(each.at)) for each in deed.signers}
    day = bangkok_day(moment_of(deed.asked)) if deed.asked is not None else None
    items = _read(CommitFiles(repository, commit, folders), folders) if folders else ()
    asked = AskedRequest(row.request, office, day, items, deed.requester, signed, f"{commit}^1", f"{commit}^2")
    return replace(asked, action=row.action.value)


def _refused(repository: Repository, audited: Audit, row: AuditRow) -> AskedRequest:
    records = (each.facts for each in whole_log(repository, audited).of(RecordKind.REJECTION))
    head = next((str(facts.get("head", "")) for facts in records if facts.get("request") == row.request), "")
    there = repository.ref(f"{head}^{{commit}}") if head else None
    folders = tuple(each for each in row.things if each.startswith(f"{ROOT}/"))
    items = _read(CommitFiles(repository, there, folders), folders) if there and folders else ()
    day = bangkok_day(moment_of(repository.time_of(there))) if there else None
    base = repository.line("merge-base", there, audited.tip) if there and audited.tip else ""
    office, refusal = _office(repository, row), RefusalFacts(row.deed.by, row.deed.reason, row.deed.text)
    return AskedRequest(row.request, office, day, items, base=base, head=there or "", refusal=refusal)


def _office(repository: Repository, row: AuditRow) -> Office | None:
    known = FactReader(repository).office(row.deed.office) if row.deed.office != NOTHING else None
    return known.office if known else None


def _read(files: ItemFiles, folders: Sequence[str]) -> list[tuple[Item, Sizes]]:
    found = (files.item(each) for each in folders)
    return [(item, files.sizes(item)) for item in found if item]
