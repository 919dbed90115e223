"""a bare repository -> its open requests, whom each waits for, and what became of the others, read once a state"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import RecordKind
from prakat.hosting.front import Front
from prakat.hosting.signable import Signable
from prakat.item.item_path import INDEX, item_folder
from prakat.merging.bare_counter import BareCounter
from prakat.office.authority import Authority
from prakat.repository.commit import Commit
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import Receipt, moment_of_receipt, receipts
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, SIGN_OFF, request_ref, sign_off_ref
from prakat.repository.repository import GitFailed, Repository
from prakat.request.fact_reader import FactReader
from prakat.request.policy.step import REFUSAL, REQUESTER
from prakat_desk.sending.bare_front import State, front_of, signable_of, state_of
from prakat_desk.sending.closed_request import author_of, closed_of_record, signed_by, told_of
from prakat_desk.sending.outlet import Closed, Pending, Signed, Turn, signed_steps, turn_of

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
        state = state_of(self.repository)
        refused = _refused(self.repository, state)
        return {number: each for number, each in _pending(self.repository, state).items() if number not in refused}

    def turn(self, number: int) -> Turn:
        """Judged anew only where the request, its sign-offs, main, the audit-log or the day is another."""
        of = (MAIN, AUDIT_LOG, request_ref(number), sign_off_ref(number, ""))
        now = moment_of_receipt(self.repository.git_dir).date()
        return _turn(self.repository, number, (now, *self.repository.refs(*of).items()))

    def judged_turn(self, number: int) -> Turn:
        signable = signable_of(self.repository, number)
        if not isinstance(signable, Signable):
            return Turn(against=tuple(signable))
        return turn_of(signable, signable.waits_since(self._sent(number)))

    def _sent(self, number: int) -> datetime.datetime | None:
        ref = request_ref(number)
        return next((each.moment for each in reversed(receipts(self.repository.git_dir)) if each.ref == ref), None)

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
        state = state_of(self.repository)
        return {**_closed(self.repository, state), **_refused(self.repository, state)}

    def told(self, closed: Closed) -> Closed:
        return told_of(self.repository, closed)

    def signed_when_merged(self, number: int) -> Sequence[Signed]:
        merge = next((each for each in self.log.of(RecordKind.MERGE) if each.facts.get("request") == number), None)
        known = self.front.work
        return signed_by(merge, known.authority) if merge and known and known.authority else ()


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


@lru_cache(maxsize=2)
def _refused(repository: Repository, state: State) -> Mapping[int, Closed]:
    """What was sent back, and the publisher has not closed yet."""
    tags = (ref.removeprefix(SIGN_OFF).partition("/") for ref, _ in state if ref.endswith(f"/{REFUSAL}"))
    numbers = {int(number) for number, _, _ in tags if number.isascii() and number.isdecimal()}
    there = _pending(repository, state) if numbers else {}
    front, found = front_of(repository), {}
    for each in (there[number] for number in sorted(numbers & there.keys())):
        if refusal := front.sent_back(each.number):
            at, reason, by = refusal.received.at, refusal.reason.value, refusal.person.id
            found[each.number] = Closed(
                *(each.number, "refused", at, each.title, each.authors, each.head, "", reason, refusal.text, by),
                is_recorded=False,
                folders=each.folders,
            )
    return found


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
    found = {closed.number: closed for record in log.of(*_CLOSING) if (closed := closed_of_record(record))}
    heads, known = BareCounter(repository, ()).requests(), RequestBook(repository).front.work
    last = {number: each for number, each in _requests_of(receipts(repository.git_dir)) if number not in found}
    before = {
        number: each.object for number, each in _requests_of(receipts(repository.git_dir)) if each.object != NOTHING
    }
    for number, each in last.items():
        if each.object == NOTHING and number not in heads:
            head = before.get(number, "")
            authors = known.authority.people_of_mail(author_of(repository, head)) if known and known.authority else ()
            found[number] = Closed(number, "withdrawn", each.moment, "", frozenset(authors), head)
    return found
