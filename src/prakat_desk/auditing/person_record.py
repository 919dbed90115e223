"""an audit x somebody's id -> which keys and appointments office.yml gave the person, since when, by which request"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from prakat.audit.audit_row import AuditRow
from prakat.audit.deed import Deed
from prakat.content.action import Action
from prakat.office.person import Appointment, Person
from prakat.repository.object_id import NOTHING
from prakat.repository.passkey import application_of
from prakat.repository.public_key import fingerprint, plain_key
from prakat.repository.repository import Repository
from prakat.request.fact_reader import FactReader
from prakat.request.policy.step import REFUSAL
from prakat_desk.auditing.kept_audit import KeptAudit

_T = TypeVar("_T", bound=Hashable)


@dataclass(slots=True)
class Span(Generic[_T]):
    """How long office.yml said something."""

    what: _T
    since: AuditRow | None
    """The change that brought it; None where it was there when the audit begins."""
    until: AuditRow | None = None
    """The change that took it away; None while it stands."""


class HeldKey(NamedTuple):
    key: str
    """Without its comment."""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key)

    @property
    def application(self) -> str:
        """The desk for which a passkey was made; empty for every other key."""
        return application_of(self.key)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    person: Person
    """As the newest office.yml that knows the person has it."""
    is_gone: bool
    """Whether office.yml knows the person no more."""
    keys: tuple[Span[HeldKey], ...]
    appointments: tuple[Span[Appointment], ...]


def person_record(repository: Repository, kept: KeptAudit, id_: str) -> PersonRecord | None:
    """None for somebody whom no office.yml knows."""
    keys, held = dict[HeldKey, Span[HeldKey]](), dict[Appointment, Span[Appointment]]()
    past_keys, past_held = list[Span[HeldKey]](), list[Span[Appointment]]()
    known: Person | None = None
    person: Person | None = None
    for row, person in _versions(repository, kept, id_):
        known = person or known
        _follow(keys, past_keys, [HeldKey(plain_key(each)) for each in person.keys] if person else [], row)
        _follow(held, past_held, person.appointments if person else (), row)
    if known is None:
        return None
    return PersonRecord(known, person is None, (*keys.values(), *past_keys), (*held.values(), *past_held))


def _versions(repository: Repository, kept: KeptAudit, id_: str) -> Iterator[tuple[AuditRow | None, Person | None]]:
    """The person as each office.yml has it, oldest first: that of the epoch, and each that a change of main brought."""
    reader = FactReader(repository)

    def of(blob: str) -> Person | None:
        found = reader.office(blob) if blob != NOTHING else None
        return found.office.people.get(id_) if found else None

    changes = [row for row in reversed(kept.rows) if row.deed.offices]
    before = kept.audited.before
    yield None, of(changes[0].deed.offices[0] if changes else before.office if before else NOTHING)
    for row in changes:
        yield row, of(row.deed.offices[1])


def _follow(now: dict[_T, Span[_T]], past: list[Span[_T]], stated: Iterable[_T], row: AuditRow | None) -> None:
    there = dict.fromkeys(stated)
    for each in [each for each in now if each not in there]:
        ended = now.pop(each)
        ended.until = row
        past.append(ended)
    for each in there:
        now.setdefault(each, Span(each, row))


def part_of(id_: str, row: AuditRow) -> Iterator[tuple[str, str]]:
    """What the person had to do with the row: the kind of part, and the step where it is a sign-off."""
    deed = row.deed
    if deed.requester == id_ and not deed.claimed:
        yield "asked", ""
    if id_ in deed.others:
        yield "wrote", ""
    for each in deed.signers:
        if each.person == id_ and each.step != REFUSAL:
            yield "signed", each.step
    if deed.by == id_:
        yield _DONE.get(row.action, "did"), ""
    if id_ in deed.told:
        yield _told(deed, row), ""


_DONE = {Action.REFUSED: "refused", Action.CONFIRMED: "confirmed", Action.HANDED_OVER: "handed-over"}


def _told(deed: Deed, row: AuditRow) -> str:
    return "took-over" if row.action is Action.HANDED_OVER and deed.by else "told"
