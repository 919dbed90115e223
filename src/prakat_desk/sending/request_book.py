"""a bare repository -> its open requests, whom each waits for, and what became of the others, read once a state"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import Record, RecordKind
from prakat.hosting.front import Front
from prakat.hosting.signable import SIGNING, Signable
from prakat.item.item_path import INDEX, item_folder
from prakat.merging.bare_counter import BareCounter
from prakat.office.authority import Authority
from prakat.repository.commit import Commit
from prakat.repository.evidence import surviving
from prakat.repository.mainline import differences
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import Receipt, moment_of_receipt, receipts
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, request_ref, sign_off_ref
from prakat.repository.repository import GitFailed, Repository
from prakat.request.fact_reader import FactReader
from prakat.request.policy.step import REQUESTER
from prakat_desk.sending.bare_front import front_of, signable_of, state_of
from prakat_desk.sending.outlet import Closed, Pending, Signed, Turn, signed_steps

_SUBJECT = re.compile(rb"\n\n(?:Publish|Content): (?P<title>[^\n]+?)(?: \(#[0-9]+\))?(?:\n|$)")
_CLOSING = (RecordKind.MERGE, RecordKind.REJECTION)


@dataclass(frozen=True, slots=True)
class RequestBook:
    repository: Repository

    @property
    def front(self) -> Front:
        return front_of(self.repository)

    @property
    def log(self) -> AuditLog:
        return _log(self.repository, self.repository.ref(AUDIT_LOG) or "")

    def free_number(self) -> int:
        """One that no request has or had, withdrawn ones included."""
        return self.front.free

    def number_of(self, head: str) -> int:
        """Noted as received does not mean that it is there: a push may be stopped after that."""
        for number, receipt in reversed([*_requests_of(receipts(self.repository.git_dir))]):
            if receipt.object == head and (self._holds(number, head) or number in self.closed()):
                return number
        return 0

    def _holds(self, number: int, head: str) -> bool:
        tip = self.repository.ref(request_ref(number))
        if tip in (None, head):
            return tip == head
        try:
            return not self.repository.line("rev-list", "--max-count=1", head, f"^{tip}")
        except GitFailed:
            return False

    def pending(self) -> Mapping[int, Pending]:
        return _pending(self.repository, state_of(self.repository))

    def turn(self, number: int) -> Turn:
        """Judged anew only where the request, its sign-offs, main, the audit-log or the day is another."""
        of = (MAIN, AUDIT_LOG, request_ref(number), sign_off_ref(number, ""))
        now = moment_of_receipt(self.repository.git_dir).date()
        return _turn(self.repository, number, (now, *self.repository.refs(*of).items()))

    def judged_turn(self, number: int) -> Turn:
        signable = signable_of(self.repository, number)
        if not isinstance(signable, Signable):
            return Turn(against=tuple(signable))
        found, step = signable.found, signable.turn
        against = tuple(each for each in found.violations if not each.id.startswith(SIGNING) and each.blocks_merge)
        done = [each.received for each in found.sign_offs if each.head == found.request.head]
        since = max([*done, *self._sent(number)], default=None)
        able = tuple(person.id for person in signable.able(step)) if step else ()
        return Turn(step.name if step else "", able, since, against)

    def _sent(self, number: int) -> list[datetime.datetime]:
        ref = request_ref(number)
        return [each.moment for each in receipts(self.repository.git_dir) if each.ref == ref][-1:]

    def signed(self, number: int) -> list[Signed]:
        signable = signable_of(self.repository, number)
        if not isinstance(signable, Signable):
            return []
        found = signable.found
        made = signed_steps(signable)
        if found.signed_request and (tag := found.signed_request.tag):
            person = signable.known.person_of_key(tag.signed.key)
            made.insert(0, Signed(REQUESTER, person.id if person else "", found.signed_request.at))
        return sorted(made, key=lambda each: each.at)

    def closed(self) -> Mapping[int, Closed]:
        return _closed(self.repository, state_of(self.repository))

    def told(self, closed: Closed) -> Closed:
        return _told(self.repository, closed)


@lru_cache(maxsize=2)
def _log(repository: Repository, tip: str) -> AuditLog:
    return audit_log.read(repository)


@lru_cache(maxsize=4096)
def _turn(repository: Repository, number: int, state: object) -> Turn:
    return RequestBook(repository).judged_turn(number)


def _requests_of(found: Iterable[Receipt]) -> Iterable[tuple[int, Receipt]]:
    for each in found:
        number = each.ref.removeprefix(REQUEST)
        if each.ref.startswith(REQUEST) and number.isascii() and number.isdecimal():
            yield int(number), each


@lru_cache(maxsize=2)
def _pending(repository: Repository, state: object) -> Mapping[int, Pending]:
    """One pass over the commits of all of them."""
    heads = BareCounter(repository, ()).requests()
    if not heads:
        return {}
    commits = {each.id: each for each in repository.log(*dict.fromkeys(heads.values()), f"^{MAIN}")}
    known = RequestBook(repository).front.work
    sent = {number: each.moment for number, each in _requests_of(receipts(repository.git_dir))}
    own = {number: _own(commits, head) for number, head in heads.items()}
    reader = FactReader(repository)
    reader.announce_items(blob for each in own.values() for blob in _indexes(each).values())
    authority = known.authority if known else None
    return {
        number: Pending(
            number,
            heads[number],
            _title(each, reader),
            _authors(each, authority),
            tuple(sorted({folder for one in each for path in one.changes if (folder := item_folder(path.path))})),
            sent.get(number),
        )
        for number, each in own.items()
    }


def _own(commits: Mapping[str, Commit], head: str) -> list[Commit]:
    """The head first."""
    found: dict[str, Commit] = {}
    waiting = [head]
    while waiting:
        commit = commits.get(waiting.pop())
        if commit and commit.id not in found:
            found[commit.id] = commit
            waiting += commit.parents
    return list(found.values())


def _indexes(own: Iterable[Commit]) -> dict[str, str]:
    """Folder -> the newest index.md that the request brings."""
    found: dict[str, str] = {}
    for change in (change for each in own for change in each.changes):
        folder = item_folder(change.path)
        if folder and change.path == f"{folder}/{INDEX}" and change.new != NOTHING:
            found.setdefault(folder, change.new)
    return found


def _title(own: list[Commit], reader: FactReader) -> str:
    for blob in _indexes(own).values():
        if title := reader.item(blob).whole.title:
            return title
    return own[-1].message.partition("\n")[0].removeprefix("Content: ") if own else ""


def _authors(own: Iterable[Commit], known: Authority | None) -> frozenset[str]:
    mails = {each.author[1] for each in own}
    return frozenset(person for mail in mails for person in (known.people_of_mail(mail) if known else ()))


@lru_cache(maxsize=2)
def _closed(repository: Repository, state: object) -> Mapping[int, Closed]:
    log = RequestBook(repository).log
    found = {closed.number: closed for record in log.of(*_CLOSING) if (closed := _of_record(record))}
    heads, known = BareCounter(repository, ()).requests(), RequestBook(repository).front.work
    last = {number: each for number, each in _requests_of(receipts(repository.git_dir)) if number not in found}
    before = {
        number: each.object for number, each in _requests_of(receipts(repository.git_dir)) if each.object != NOTHING
    }
    for number, each in last.items():
        if each.object == NOTHING and number not in heads:
            head = before.get(number, "")
            authors = known.authority.people_of_mail(_author(repository, head)) if known and known.authority else ()
            found[number] = Closed(number, "withdrawn", each.moment, "", frozenset(authors), head)
    return found


def _of_record(record: Record) -> Closed | None:
    facts = record.facts
    number, head = facts.get("request"), str(facts.get("head", ""))
    if not isinstance(number, int):
        return None
    if record.kind is RecordKind.MERGE:
        asked = frozenset({str(facts.get("requested_by", ""))})
        return Closed(number, "merged", record.at, "", asked, head, str(facts.get("commit", "")))
    told, items = (tuple(map(str, facts.get(name) or ())) for name in ("to", "items"))
    reason, text, by = (str(facts.get(name, "")) for name in ("reason", "text", "by"))
    return Closed(number, "refused", record.at, "", frozenset(told), head, "", reason, text, by, items)


def _author(repository: Repository, head: str) -> str:
    """The mail in a commit, which may be gone by now."""
    raw = _raw(repository, head)
    match = re.search(rb"\nauthor [^\n]*<([^<>\n]*)> [0-9]+ ", raw)
    return match[1].decode("utf-8", "replace") if match else ""


def _raw(repository: Repository, commit: str) -> bytes:
    return next((data for _, kind, data in surviving(repository, [commit]) if kind == "commit"), b"") if commit else b""


@lru_cache(maxsize=4096)
def _told(repository: Repository, closed: Closed) -> Closed:
    raw = _raw(repository, closed.commit or closed.head)
    match = _SUBJECT.search(raw)
    title = match["title"].decode("utf-8", "replace") if match else ""
    folders = closed.folders
    if closed.commit and raw:
        changed = differences(repository, f"{closed.commit}^1", closed.commit)
        folders = tuple(sorted({folder for each in changed if (folder := item_folder(each.path))}))
    return replace(closed, title=title or ", ".join(folders), folders=folders)
