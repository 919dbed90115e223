"""a row of the audit x the office.yml of its day -> who asked, signed, refused and was told, by name and position"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from prakat.audit import audit_table
from prakat.audit.audit_row import Audit, AuditRow
from prakat.audit.deed import Deed, SignerFact
from prakat.audit.fact_spelling import Kept, day_of, spelt_all, spelt_text
from prakat.audit.fate import Fate, fates
from prakat.audit.names_of_day import NamesOfDay, appointments_for
from prakat.content.action import Action
from prakat.office.person import Appointment
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.request.policy.step import REFUSAL, REQUESTER
from prakat.rules.message import Message, message
from prakat.rules.wording import BriefMoment, Label, Listed
from prakat.thai.buddhist_era import moment_of, moment_text

_MAIL = re.compile(r"\S*@\S*")
_HOUR = 3600
_FILES = 50
"""So many files of a change of tooling are told one by one; all of them are among the row's things."""


class Signer(NamedTuple):
    """A sign-off. A tuple and no message yet: tens of thousands are spelt in one run."""

    step: str
    name: str
    """Empty for somebody whom office.yml does not know."""
    held: Kept
    """By which appointment."""
    at: datetime.datetime
    form: str

    @property
    def spelling(self) -> str:
        return f"{self.step} | {self.name or '—'} | {self.held.spelling} | {moment_text(self.at)} | {self.form}"

    @property
    def words(self) -> Message:
        name, form = self.name or message("audit.unknown-person"), Label("sign_off_form", self.form)
        return message("audit.signer", step=self.step, name=name, held=self.held, at=BriefMoment(self.at), form=form)


@dataclass(frozen=True, slots=True)
class Account:
    """What a row tells of people, in facts that have words in each language and one spelling for programs."""

    requester: str = ""
    """Name and position, as office.yml had them on that day."""
    claimed: str = ""
    """Who git says it was, where no record proves it."""
    asked: datetime.datetime | None = None
    waited: int | None = None
    """Seconds from the request's first commit to its merge."""
    others: tuple[str, ...] = ()
    mode: str = ""
    signers: tuple[Signer, ...] = ()
    changes: tuple[Message, ...] = ()
    """What an office change or a change of tooling changed."""
    regularises: tuple[str, ...] = ()
    by: str = ""
    """Who did what the audit-log records without a merge."""
    reason: str = ""
    text: str = ""
    told: tuple[str, ...] = ()
    fate: Fate = field(default_factory=Fate)

    def as_json(self) -> dict[str, object]:
        """The columns beside those of `AuditRow.as_json`, the same for every row and in every language."""
        return {
            "requested_by": self.requester or None,
            "claimed_by": self.claimed or None,
            "asked_at": moment_text(self.asked) if self.asked else None,
            "waited_hours": None if self.waited is None else round(self.waited / _HOUR, 1),
            "other_authors": list(self.others),
            "mode": self.mode or None,
            "signers": [each.spelling for each in self.signers],
            "permitted": spelt_all(self.fate.permitted),
            "ratified": spelt_all(self.fate.ratified),
            "ended_by": spelt_all(self.fate.ends),
            "changes": spelt_all(self.changes),
            "regularises": list(self.regularises),
            "regularised_by": self.fate.regularised,
            "done_by": self.by or None,
            "reason": self.reason or None,
            "explanation": (self.text and spelt_text(self.text)) or None,
            "told": list(self.told),
        }

    def lines(self, action: Action, language: str = "th") -> Iterator[str]:
        """What the row tells of people, for people."""
        facts = (
            *self._asked(),
            *(each.words for each in self.signers),
            *self._done(action),
            *self.changes,
            *self.fate.told,
        )
        return (" ".join(each.text(language).split()) for each in facts)

    def _asked(self) -> Iterator[Message]:
        if self.claimed:
            yield message("audit.claimed", name=self.claimed)
        elif self.mode:
            asked = BriefMoment(self.asked) if self.asked else "—"
            how, name = Label("sign_off_mode", self.mode), self.requester or message("audit.unknown-person")
            yield message("audit.asked", name=name, at=asked, waited=_span(self.waited), how=how)
        if self.others:
            yield message("audit.others", names=Listed.of(self.others))

    def _done(self, action: Action) -> Iterator[Message]:
        told = Listed.of(self.told) if self.told else message("audit.nobody-named")
        if action is Action.REFUSED:
            reason = Label("refusal", self.reason) if self.reason else ""
            yield message("audit.refused", name=self.by, reason=reason, text=Listed.of([self.text]), told=told)
        elif action is Action.CONFIRMED:
            yield message("audit.confirmed", name=self.by)
        elif action is Action.HANDED_OVER:
            yield message("audit.handed", giver=self.by, taker=told)
        elif action is Action.TAKEN_DOWN:
            since, _, release = self.text.partition(" ")
            state = Label("state", self.reason) if self.reason else ""
            yield message("audit.taken-down", state=state, since=day_of(since), release=release)


ROW_COLUMNS = (*audit_table.JUDGED, *Account().as_json())
"""Of json, csv and kits."""


def _span(seconds: int | None) -> Message | str:
    """As people say it; the clock that began it is the requester's own."""
    if seconds is None:
        return "—"
    hours = seconds // _HOUR
    if hours < 48:
        return message("audit.hours", count=hours)
    return message("audit.days", count=hours // 24)


class Accounts:
    """The account of each row of an audit, or of a `story` that is whole: nothing outside of it bears on it. Reads the
    repository only for what is asked."""

    def __init__(self, repository: Repository, audited: Audit, story: Sequence[AuditRow] | None = None) -> None:
        self._reader = audited.facts(repository)
        self._names: dict[str, NamesOfDay] = {}
        self._held: dict[tuple[str, tuple[Appointment, ...]], Kept] = {}
        self._told: dict[int, Account] = {}
        self._audited, self._story = audited, story

    @cached_property
    def _fates(self) -> Mapping[int, Fate]:
        return fates([*self._audited.story] if self._story is None else self._story, self._names_of)

    def as_json(self, row: AuditRow) -> dict[str, object]:
        """Every column of a row (DESIGN: Commands)."""
        return row.as_json() | self.of(row).as_json()

    def of(self, row: AuditRow) -> Account:
        """Once told, it needs no repository."""
        if id(row) not in self._told:
            self._told[id(row)] = self._account(row)
        return self._told[id(row)]

    def _account(self, row: AuditRow) -> Account:
        if row.time is None:
            return Account()
        deed, names = row.deed, self._names_of(row.deed.office)
        is_right = deed.asked is not None and deed.asked <= row.time
        return Account(
            requester="" if deed.claimed else names.person(deed.requester),
            claimed=_claimed(deed, names),
            asked=None if deed.asked is None else moment_of(deed.asked),
            waited=row.time - deed.asked if deed.asked is not None and is_right else None,
            others=tuple(map(names.person, deed.others)),
            mode=deed.mode,
            signers=tuple(self._signer(names, deed, each) for each in deed.signers),
            changes=tuple(self._changes(deed)),
            regularises=deed.regularises,
            by=names.person(deed.by),
            reason=deed.reason,
            text=deed.text,
            told=tuple(map(names.person, deed.told)),
            fate=self._fates.get(id(row), Fate()),
        )

    def _names_of(self, blob: str) -> NamesOfDay:
        if blob not in self._names:
            known = self._reader.office(blob) if blob != NOTHING else None
            self._names[blob] = NamesOfDay(known.office if known else None)
        return self._names[blob]

    def _signer(self, names: NamesOfDay, deed: Deed, fact: SignerFact) -> Signer:
        """With the appointments that gave the authority; there may be none, which is a violation of its own."""
        at = moment_of(fact.at)
        person = names.office.people.get(fact.person) if names.office else None
        if person and fact.step in (REQUESTER, REFUSAL):  # whatever the person is, since it is no step
            found = tuple(each for each in person.appointments if each.holds_on(at.date()))
        else:
            found = appointments_for(person, fact.role, deed.units, at.date()) if person else ()
        key = deed.office, found
        if key not in self._held:
            self._held[key] = Kept(names.authority(found))
        return Signer(fact.step, names.person(fact.person), self._held[key], at, fact.form)

    def _changes(self, deed: Deed) -> Iterator[Message]:
        if deed.offices:
            from prakat.audit.office_event import office_events  # here: few rows change an office.yml

            yield from office_events(*(self._raw(each) for each in deed.offices))
        for path, how in deed.files[:_FILES]:
            yield message("audit.file", place=path, how=Label("file_change", how))
        if len(deed.files) > _FILES:
            yield message("audit.more-files", count=len(deed.files) - _FILES)

    def _raw(self, blob: str) -> bytes:
        return self._reader.repository.object(blob)[1] if blob != NOTHING else b""


def _claimed(deed: Deed, names: NamesOfDay) -> str:
    """Without what looks like an address."""
    if not deed.claimed:
        return ""
    return names.person(deed.requester) or ", ".join(spelt_text(_MAIL.sub("…", each)) for each in deed.claimed)
