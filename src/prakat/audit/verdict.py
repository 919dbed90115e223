"""a commit of main x its record x main before it -> what the commit did, and every rule that it violates"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from prakat.audit.deed import Deed, deed_of
from prakat.audit.lost_text import without_lost_texts
from prakat.audit.recorded_merge import RecordedMerge
from prakat.audit_log.audit_log import LogEntry
from prakat.audit_log.merge_record import MergeRecord, accounts_of, request_signature, sign_offs
from prakat.audit_log.record import Malformed
from prakat.audit_log.seen_counters import counters_of
from prakat.content.action import Action
from prakat.office.authority import Authority
from prakat.repository.commit import Commit
from prakat.repository.mainline import Landing, merge_base, net_changes
from prakat.repository.object_id import NOTHING
from prakat.repository.public_key import fingerprint
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified
from prakat.request.fact_reader import FactReader
from prakat.request.landing_rules import LandedSubmission, examine, obstacles
from prakat.request.main_before import GlassBroken, MainBefore
from prakat.request.merge_message import trailers, trailers_of
from prakat.request.policy.approval import check_approval, mode
from prakat.request.policy.request import Mode
from prakat.request.submission import Submission, action_of, request_of, requester_of
from prakat.rules.message import message as said
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import bangkok_day

_SQUASHED = re.compile(r"\A[^\n]*\(#[0-9]+\)\s*(\n|\Z)|^Request: #", re.MULTILINE)


class Verdict(NamedTuple):
    action: Action
    request: int | None
    things: tuple[str, ...]
    people: tuple[str, ...]
    """Ids of those who made or signed it."""
    violations: tuple[Violation, ...]
    regularises: tuple[str, ...] = ()
    deed: Deed = Deed()


@dataclass(frozen=True, slots=True)
class Judge:
    repository: Repository
    reader: FactReader
    verified: Verified
    records: Mapping[str, Sequence[LogEntry]]
    """Commit of main -> the audit-log's entries about it."""
    pointers: set[str]
    reused: Mapping[str, int] = field(default_factory=dict)
    """Merge -> its request's number, if that was merged or refused before."""
    lost: frozenset[str] = frozenset()
    """Objects whose text nobody can read any more; nothing that depends on it is held against anybody."""
    has_lost_record: bool = False
    """Whether the audit-log holds a record that nobody can read any more, which may be that of any merge."""
    trusted: frozenset[str] = frozenset()
    """Fingerprints of the publisher's keys that the auditor trusts; if empty, all those of office.yml."""

    def verdict(self, landing: Landing, before: MainBefore) -> Verdict:
        """The verdict on the next commit of main; moves `before` on past it."""
        commit = landing.commit
        known = self.reader.office(before.office) if before.office != NOTHING else None
        entries = self.records.get(commit.id, ())
        base = merge_base(self.repository, landing) if len(commit.parents) == 2 else None
        record = _record(entries) if base else None
        landed = LandedSubmission(landing, base, self._submission(landing, base, before, record))
        signed = self._signed(landed.submission, record, known, before, commit) if record and known else None
        if signed and signed.how is Mode.BREAK_GLASS:
            before.glasses[commit.id] = GlassBroken(before.office, signed.involved, bangkok_day(commit.moment))
        found = chain(
            _check_time(commit, before, entries),
            _check_shape(commit),
            obstacles(landing, base, known, self.reused.get(commit.id)),
            self._check_entries(entries, known) if base else (),
            examine(landed, before, self.reader, self.pointers),
            _check_signed(signed, commit, landing.head, base or "") if signed else (),
        )
        mode_held = record.mode == signed.how.value if record and signed else True
        against = without_lost_texts(tuple(found), landed, self.lost, mode_held=mode_held)
        if signed and not any(each.blocks_merge for each in against):
            for account in accounts_of(signed.record):
                before.accounts.learn(account, signed.known)
            for signature in counters_of(signed.record):
                before.counters.learn(*signature)
        return self._told(landed, signed, against, deed_of(landed, signed, before, known, self.reader))

    def _submission(
        self, landing: Landing, base: str | None, before: MainBefore, record: MergeRecord | None
    ) -> Submission:
        """The request that was merged; for a commit that merges none, its own changes against its first parent."""
        if base is None:
            return Submission.of(0, landing.commit.id, (), landing.commit.changes, before.files, ())
        net = net_changes(self.repository, landing, base)
        number, pushers = (record.request, record.pushers) if record else (0, ())
        return Submission.of(number, landing.head, landing.brought, net, before.files, pushers)

    def _signed(
        self, submission: Submission, record: MergeRecord, known: Authority, before: MainBefore, commit: Commit
    ) -> RecordedMerge:
        request = replace(request_of(submission, known, self.reader, before), targeted=record.targeted)
        found, malformed = sign_offs(
            record.sign_offs, record.request, known, self.verified, before, is_old=not record.base
        )
        how = mode(request, known, bangkok_day(commit.moment))
        made = RecordedMerge(record, known, request, how, found, malformed, requester_of(submission, known))
        return made._replace(asked=request_signature(record.signed_request, request, known, self.verified, before))

    def _told(
        self, landed: LandedSubmission, signed: RecordedMerge | None, violations: tuple[Violation, ...], deed: Deed
    ) -> Verdict:
        submission, things = landed.submission, landed.things
        if signed is None:
            return Verdict(action_of(submission, self.reader), None, things, (), violations, deed=deed)
        return Verdict(
            action=action_of(submission, self.reader) if signed.request.kinds else Action.REPOSITORY,
            request=signed.record.request,
            things=things,
            people=deed.people,
            violations=violations,
            regularises=signed.request.regularises,
            deed=deed,
        )

    def _check_entries(self, entries: Sequence[LogEntry], known: Authority | None) -> Iterator[Violation]:
        """The merge has exactly one record, well formed and signed by that office's publisher."""
        if not entries and self.has_lost_record:
            yield violation("repository.broken", problem=said("audit.lost-proof"))
            return
        if not entries:
            yield violation("record.missing")
            return
        first = entries[0]
        if len(entries) > 1:
            yield violation("record.doubled", record=Listed.of(each.name for each in entries))
        if known and not self.is_publishers(first, known):
            yield violation("record.signature", record=first.name)
        if isinstance(first.merge, Malformed):
            yield violation("record.form", record=first.name, problem=first.merge.why)

    def is_publishers(self, entry: LogEntry, known: Authority) -> bool:
        """Whether the record is signed by a key of that office's publisher that the auditor trusts."""
        if entry.signed is None or entry.signed.key not in known.publisher_keys:
            return False
        is_trusted = not self.trusted or fingerprint(entry.signed.key) in self.trusted
        return is_trusted and self.verified.is_right(entry.signed)

    def is_of_office(self, entry: LogEntry, blob: str) -> bool:
        """Whether the record is signed by the publisher of the office.yml with that blob."""
        known = self.reader.office(blob) if blob != NOTHING else None
        return known is not None and self.is_publishers(entry, known)


def _record(entries: Sequence[LogEntry]) -> MergeRecord | None:
    told = entries[0].merge if entries else None
    return told if isinstance(told, MergeRecord) else None


def _check_time(commit: Commit, before: MainBefore, entries: Sequence[LogEntry]) -> Iterator[Violation]:
    """Time never runs back on main, and a commit is not younger than its record; no other clock is used."""
    if commit.time < before.time:
        yield violation("time.decreases")
    if any(each.time < commit.time for each in entries):
        yield violation("time.future")


def _check_shape(commit: Commit) -> Iterator[Violation]:
    """The commit merges one request."""
    if len(commit.parents) != 2:
        yield _foreign(commit)


def _foreign(commit: Commit) -> Violation:
    """A violation for a commit that merges no request; how it came onto main is a guess, that it is wrong is not."""
    if len(commit.parents) > 2:
        return violation("merge.octopus", found=len(commit.parents))
    if _SQUASHED.search(commit.message):
        return violation("merge.squash")
    return violation("merge.direct" if commit.author == commit.committer else "merge.rebase")


def _check_signed(signed: RecordedMerge, commit: Commit, head: str, base: str) -> Iterator[Violation]:
    """The recorded sign-offs suffice, and the record and the message say what the merge did."""
    yield from signed.malformed
    asks_all = bool(signed.record.base)  # written by a publisher that asks for it
    yield from check_approval(signed.request, signed.known, signed.sign_offs, commit.moment, asks_all=asks_all)
    if signed.record.head != head:
        yield violation("merge.head")
    yield from _check_record(signed, commit, base)
    yield from _check_message(signed, commit.message)


def _check_record(signed: RecordedMerge, commit: Commit, base: str) -> Iterator[Violation]:
    record = signed.record
    pairs = {
        "first_parent": (record.first_parent, commit.parents[0]),
        "head": (record.head, signed.request.head),
        "mode": (record.mode, signed.how.value),
        "requested_by": (record.requested_by, signed.requester),
        "base": (record.base or base, base),
    }
    for name, (found, must) in pairs.items():
        if found != must:
            yield violation("record.mismatch", record=f"#{record.request}", found=f"{name} {found}")
    if record.signed_request and signed.asked is None:
        yield violation("record.mismatch", record=f"#{record.request}", found="signed_request")


def _check_message(signed: RecordedMerge, message: str) -> Iterator[Violation]:
    """The commit's message says what its record proves."""
    requester = signed.known.office.people.get(signed.record.requested_by)
    told = trailers_of(message)
    if told is None or requester is None:
        yield violation("merge.message", found=message.split("\n")[0])
        return
    expected = trailers(signed.request, requester, signed.chain, signed.how)
    if told[0] != signed.record.request or told[1] != expected:
        wrong = [line for line in told[1] if line not in expected] or ["—"]
        yield violation("merge.message", found=wrong[0])
