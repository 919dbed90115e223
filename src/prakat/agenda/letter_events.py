"""what happened lately in a repository -> who is told of it: signed, refused, asked, answered, live (R07, R08, R17)"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from prakat.agenda.letter_turns import request_path
from prakat.agenda.matter import Matter
from prakat.agenda.situation import Situation
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import MergeRecord, merge_record
from prakat.audit_log.record import Malformed, Record, RecordKind
from prakat.merging import talk_book
from prakat.office.authority import Authority
from prakat.repository.receipt import Receipt, receipts
from prakat.repository.refs import SIGN_OFF, TALK
from prakat.repository.repository import Repository
from prakat.repository.signature import Tag, parse_tag
from prakat.request.policy.request import Mode
from prakat.request.shown_digest import digest_shown
from prakat.request.talk import TalkKind
from prakat.rules.message import Message, message
from prakat.rules.wording import Label

_YOUNG = datetime.timedelta(days=14)
"""For so long it is tried to tell somebody of what has happened; so much lies in wait at most."""


@dataclass(frozen=True, slots=True)
class LetterEvents:
    """Reads what happened since a moment; nothing that is older than two weeks."""

    repository: Repository
    known: Authority
    log: AuditLog
    found: Situation
    since: datetime.datetime

    def matters(self, *, is_on_forge: bool) -> Iterator[Matter]:
        """A forge's requests are told of their end, and their owners by mail, where their comment is written."""
        if is_on_forge:
            return
        landed = {each.request: each for each in self._merged()}
        yield from self._signed(landed)
        yield from self._talked()
        for record in self.log.of(RecordKind.REJECTION, RecordKind.NOTICE):
            if self._is_young(record.at):
                refused = record.kind is RecordKind.REJECTION
                yield from self._refused(record) if refused else self._live(record, landed)

    def _is_young(self, at: datetime.datetime) -> bool:
        return at >= max(self.since, self.found.moment - _YOUNG)

    def _merged(self) -> Iterator[MergeRecord]:
        for record in self.log.of(RecordKind.MERGE):
            if self._is_young(record.at):
                with suppress(Malformed):
                    yield merge_record(record.facts)

    def _signed(self, landed: Mapping[int, MergeRecord]) -> Iterator[Matter]:
        """A receipt for the person in whose name it was signed: whoever did not sign notices."""
        waiting = {each.number: each for each in self.found.waiting or ()}
        for each in receipts(self.repository.git_dir):
            if not each.ref.startswith(SIGN_OFF) or not self._is_young(each.moment):
                continue
            number, _, step = each.ref.removeprefix(SIGN_OFF).partition("/")
            tag = self._tag(each)
            person = self.known.person_of_key(tag.signed.key) if tag else None
            if tag and person and number.isascii() and number.isdecimal():
                bases = {one.head: one.base for one in (landed.get(int(number)), waiting.get(int(number))) if one}
                base = bases.get(tag.target, "")
                shown = digest_shown(tag.target, base, int(number)) if base else tag.target[:12]
                about = message("told.signed", number=int(number), at=each.moment)
                told = (
                    message("told.signed-as", step=step),
                    message("told.signed-digest", digest=shown),
                    message("told.not-you"),
                )
                yield Matter(
                    person.id, f"signed/{each.object}", about, 0, told, request_path(int(number)), is_urgent=True
                )

    def _tag(self, receipt: Receipt) -> Tag | None:
        if self.repository.ids([receipt.object]) == [None]:
            return None
        kind, raw = self.repository.object(receipt.object)
        return parse_tag(raw) if kind == "tag" else None

    def _talked(self) -> Iterator[Matter]:
        authors = {each.number: each.authors for each in self.found.waiting or ()}
        there = {ref.removeprefix(TALK).partition("/")[0] for ref in self.repository.refs(TALK)}
        for number in sorted(int(each) for each in there if each.isascii() and each.isdecimal()):
            asked = set[str]()
            for each in talk_book.remarks(self.repository, number, self.known):
                is_question = each.talk.kind is TalkKind.QUESTION
                asked |= {each.by} if is_question else set()
                to = (authors.get(number, frozenset()) if is_question else asked) - {each.by}
                about = message(
                    "told.asked" if is_question else "told.answered", number=number, name=self._name(each.by)
                )
                said = (message("told.quoted", text=" ".join(each.talk.text.split())),)
                if self._is_young(each.at):
                    for person in sorted(to & self.known.office.people.keys()):
                        yield Matter(person, f"talk/{number}/{each.talk.place}", about, 0, said, request_path(number))

    def _name(self, person: str) -> str | Message:
        people = self.known.office.people
        return people[person].introduced if person in people else message("agenda.somebody")

    def _refused(self, record: Record) -> Iterator[Matter]:
        facts = record.facts
        number, by = int(facts["request"]), str(facts["by"])
        about = message("told.refused", number=number, name=self._name(by))
        details = (
            message("told.reason", reason=Label("refusal", str(facts["reason"]))),
            message("told.quoted", text=" ".join(str(facts["text"]).split())),
        )
        for person in _people(facts):
            yield Matter(person, f"refused/{number}", about, 0, details, request_path(number))

    def _live(self, record: Record, landed: Mapping[int, MergeRecord]) -> Iterator[Matter]:
        """Where a publisher of this machine tells when readers saw it, not before that."""
        number, state = int(record.facts["request"]), self.found.publisher
        done = landed.get(number)
        if done is None or (state is not None and number not in state.took):
            return
        glass = done.mode == Mode.BREAK_GLASS
        seconds = state.took[number] if state else 0
        about = message("told.glass" if glass else "told.live", number=number)
        details = [message("told.link", url=url) for url in record.facts["urls"]]
        details += [message("told.took", seconds=seconds)] if state and not glass else []
        for person in _people(record.facts):
            yield Matter(person, f"live/{number}", about, 0, tuple(details), request_path(number), is_urgent=glass)


def _people(facts: Mapping[str, object]) -> list[str]:
    told = facts.get("to")
    return [each for each in told if isinstance(each, str)] if isinstance(told, list) else []
