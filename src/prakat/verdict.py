"""a commit of main x its record x what stood before -> what it did, and every rule that it violates"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prakat import office
from prakat.approval import Mode, Request, SignOff, judge, mode, steps
from prakat.audit_log import Entry
from prakat.authority import Authority
from prakat.blob import Blobs
from prakat.buddhist_era import bangkok_day
from prakat.change_rules import check_changes, check_folders, check_trees, check_twins
from prakat.commit import Action, Change, Commit
from prakat.file_tree import entries_of
from prakat.history import Repository
from prakat.item_path import item_folder
from prakat.mainline import Landing, merge_base, net_changes
from prakat.merge_message import trailers, trailers_of
from prakat.merge_record import MergeRecord, sign_offs
from prakat.public_key import fingerprint
from prakat.record import Malformed
from prakat.refs import NOTHING
from prakat.signature import Verified
from prakat.standing import Standing
from prakat.submission import Submission, action_of, request_of, requester_of
from prakat.violation import Violation, violation

_SQUASHED = re.compile(r"\A[^\n]*\(#[0-9]+\)\s*(\n|\Z)|^Request: #", re.MULTILINE)


class Verdict(NamedTuple):
    action: Action
    request: int | None
    things: tuple[str, ...]
    people: tuple[str, ...]
    """Ids of those who made or signed it."""
    violations: tuple[Violation, ...]
    regularises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    repository: Repository
    blobs: Blobs
    verified: Verified
    records: Mapping[str, Sequence[Entry]]
    """Commit of main -> what the audit-log says of it."""
    pointers: set[str]
    trusted: frozenset[str] = frozenset()
    """Fingerprints of the publisher's keys that the auditor trusts; empty: those of office.yml."""

    def verdict(self, landing: Landing, standing: Standing) -> Verdict:
        """Of the next commit of main; moves `standing` on to it."""
        known = self.blobs.office(standing.office) if standing.office != NOTHING else None
        found = list(_check_time(landing.commit, standing, self.records.get(landing.commit.id, ())))
        if known is None:
            found.append(violation("office.unreadable"))
        found += check_trees((landing.commit, *landing.brought))
        if any(change.path == office.FILE and not self._is_office(change) for change in landing.commit.changes):
            found.append(violation("office.broken"))
        verdict = self._verdict(landing, standing, known, found)
        standing.move_on(landing.commit)
        twins = tuple(check_twins(landing.commit.changes, standing.files))
        changed = {item_folder(change.path) or change.path for change in landing.commit.changes}
        if not twins and changed <= set(verdict.things):
            return verdict
        things = tuple(sorted({*verdict.things, *changed}))
        return verdict._replace(things=things, violations=verdict.violations + twins)

    def _is_office(self, change: Change) -> bool:
        return change.new != NOTHING and self.blobs.office(change.new) is not None

    def _verdict(
        self, landing: Landing, standing: Standing, known: Authority | None, found: list[Violation]
    ) -> Verdict:
        if len(landing.commit.parents) != 2:
            found.append(_shape(landing.commit))
            return self._as_it_is(landing.commit, standing, found)
        base = merge_base(self.repository, landing)
        if base is None:
            found.append(violation("request.unrelated"))
            return self._as_it_is(landing.commit, standing, found)
        recorded = self._record(landing.commit, known, found)
        submission = self._submission(landing, base, standing, recorded)
        found += self._check_content(landing, base, submission, standing)
        if recorded is None or known is None:
            action = action_of(submission, self.blobs)
            return Verdict(action, None, submission.things, (), tuple(found))
        return self._signed(landing, submission, recorded, known, found)

    def _submission(self, landing: Landing, base: str, standing: Standing, recorded: MergeRecord | None) -> Submission:
        net = net_changes(self.repository, landing, base)
        number, pushers = (recorded.request, recorded.pushers) if recorded else (0, ())
        return Submission.of(number, landing.head, landing.brought, net, standing.files, pushers)

    def _check_content(
        self, landing: Landing, base: str, submission: Submission, standing: Standing
    ) -> Iterator[Violation]:
        """The merge brings what was signed, whole, and nothing else (DESIGN: Requests)."""
        yield from check_changes(submission.net, standing.files, self.pointers)
        begun = standing.positions.get(base, -1)
        last = {folder: standing.touched[folder] for folder in submission.folders if folder in standing.touched}
        stirred = [folder for folder, commit in last.items() if standing.positions[commit] > begun]
        if stirred:
            yield from check_folders(stirred, entries_of(self.repository, base, *stirred), standing.files)
        yield from check_same(landing.commit.changes, submission.net)
        if not submission.net and not landing.brought:
            yield violation("request.empty")

    def _record(self, commit: Commit, known: Authority | None, found: list[Violation]) -> MergeRecord | None:
        """The one record of the commit, signed by the publisher of that office."""
        entries = self.records.get(commit.id, ())
        if not entries:
            found.append(violation("record.missing"))
            return None
        first = entries[0].record
        assert first, "only records that can be read tell of a commit"
        if len(entries) > 1:
            names = ", ".join(each.record.name for each in entries if each.record)
            found.append(violation("record.doubled", record=names))
        if known and not self.is_publishers(entries[0], known):
            found.append(violation("record.signature", record=first.name))
        told = entries[0].merge
        if isinstance(told, Malformed):
            found.append(violation("record.form", record=first.name, problem=told))
            return None
        return told

    def is_publishers(self, entry: Entry, known: Authority) -> bool:
        """Whether a key of that office's publisher, trusted by the auditor, signed the record."""
        if entry.signed is None or entry.signed.key not in known.publisher_keys:
            return False
        is_trusted = not self.trusted or fingerprint(entry.signed.key) in self.trusted
        return is_trusted and self.verified.is_right(entry.signed)

    def _signed(
        self, landing: Landing, submission: Submission, recorded: MergeRecord, known: Authority, found: list[Violation]
    ) -> Verdict:
        """Judges the sign-offs that the record holds."""
        commit, moment = landing.commit, landing.commit.moment
        request = request_of(submission, known, self.blobs)
        signed, malformed = sign_offs(recorded.sign_offs, recorded.request, known, self.verified)
        found += malformed
        found += judge(request, known, signed, moment)
        if not request.kinds and not request.regularises:
            found.append(violation("request.empty"))
        if recorded.head != landing.head:
            found.append(violation("merge.head"))
        how = mode(request, known, bangkok_day(moment))
        found += _check_record(recorded, commit, request, how, requester_of(submission, known))
        chain = [signed[step.name] for step in steps(request, known, how) if step.name in signed]
        found += _check_message(commit.message, request, known, recorded, chain, how)
        people = sorted(request.authors | {each.person.id for each in chain if each.person})
        return Verdict(
            action=action_of(submission, self.blobs) if request.kinds else Action.REPOSITORY,
            request=recorded.request,
            things=submission.things,
            people=tuple(people),
            violations=tuple(found),
            regularises=request.regularises,
        )

    def _as_it_is(self, commit: Commit, standing: Standing, found: list[Violation]) -> Verdict:
        """What a commit that is no merge of a request changed against its first parent."""
        plain = Submission.of(0, commit.id, (), commit.changes, standing.files, ())
        return Verdict(action_of(plain, self.blobs), None, plain.things, (), tuple(found))


def _shape(commit: Commit) -> Violation:
    """How something came onto main that is no merge of one request; the name is a guess, the verdict is not."""
    if len(commit.parents) > 2:
        return violation("merge.octopus", found=len(commit.parents))
    if _SQUASHED.search(commit.message):
        return violation("merge.squash")
    return violation("merge.direct" if commit.author == commit.committer else "merge.rebase")


def check_same(merged: Sequence[Change], net: Sequence[Change]) -> Iterator[Violation]:
    """The merge differs from its first parent in exactly what was signed, with the same blobs and modes."""
    ours = {change.path: (change.mode, change.new) for change in merged}
    theirs = {change.path: (change.mode, change.new) for change in net}
    for path in sorted(ours.keys() | theirs.keys()):
        if ours.get(path) != theirs.get(path):
            yield violation("merge.evil", path=path)


def _check_time(commit: Commit, standing: Standing, entries: Sequence[Entry]) -> Iterator[Violation]:
    """Time never runs back on main, and a commit is not younger than its record: no other clock is asked."""
    if commit.time < standing.time:
        yield violation("time.decreases")
    if any(each.time < commit.time for each in entries):
        yield violation("time.future")


def _check_record(
    recorded: MergeRecord, commit: Commit, request: Request, how: Mode, requester: str
) -> Iterator[Violation]:
    said = (recorded.first_parent, recorded.head, recorded.mode, recorded.requested_by)
    for name, value, must in zip(
        ("first_parent", "head", "mode", "requested_by"),
        said,
        (commit.parents[0], request.head, how.value, requester),
        strict=True,
    ):
        if value != must:
            yield violation("record.mismatch", record=f"#{recorded.request}", found=f"{name} {value}")


def _check_message(
    message: str, request: Request, known: Authority, recorded: MergeRecord, chain: Sequence[SignOff], how: Mode
) -> Iterator[Violation]:
    """What people read in the log is what the record proves."""
    requester = known.office.people.get(recorded.requested_by)
    told = trailers_of(message)
    if told is None or requester is None:
        yield violation("merge.message", found=message.split("\n")[0])
        return
    expected = trailers(request, requester, chain, how)
    if told[0] != recorded.request or told[1] != expected:
        wrong = [line for line in told[1] if line not in expected] or ["—"]
        yield violation("merge.message", found=wrong[0])
