"""a repository's copies of main and audit-log -> how far both reach together, and what is stale, absent or rewritten"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from prakat.audit.audit_row import Heads
from prakat.audit_log.audit_log import AuditLog, LogEntry, Mark
from prakat.audit_log.record import RecordKind
from prakat.repository.branch_copies import BranchCopies, BranchCopy, Difference, copies_of, only_copy
from prakat.repository.commit import Commit
from prakat.repository.mainline import Mainline
from prakat.repository.reflog import lost, once_fetched, once_pulled
from prakat.repository.refs import AUDIT_LOG, AUDIT_LOG_BRANCH, HEADS, MAIN, MAIN_BRANCH, REMOTES, SIGN_OFF, request_ref
from prakat.repository.repository import Repository
from prakat.request.merge_message import trailers_of
from prakat.rules.message import Message, message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label, Listed

_FETCHED = "FETCH_HEAD"


@dataclass(frozen=True, slots=True)
class Reach:
    """What of main and the audit-log is judged."""

    main: Mainline
    tip: str
    log: AuditLog
    ahead: LogEntry | None = None
    """The record of a merge that is to follow on main; it must be the publisher's."""
    found: tuple[Violation, ...] = ()
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where this repository sees the office's: it may be the office's own, or fetched from it at any moment."""

    repository: Repository
    main: BranchCopies
    log: BranchCopies
    sign_offs: Mapping[str, str] = field(default_factory=dict)
    """Every sign-off here, by ref."""

    @classmethod
    def of(cls, repository: Repository, tips: Heads | None = None) -> "Standpoint":
        """With `tips`, as if this repository's own branches pointed there."""
        if tips:
            main, log = only_copy(MAIN, tips.main), only_copy(AUDIT_LOG, tips.log)
        else:
            main, log = copies_of(repository, MAIN, AUDIT_LOG)
        return cls(repository, main, log, repository.refs(SIGN_OFF))  # after the log, which may record a newer one

    @property
    def lacks_log(self) -> bool:
        """Whether this copy was never given the audit-log, so that nothing is known of it."""
        if self.log.tip or not self.main.is_fetched:
            return False
        return not self.log.remotes.brings(AUDIT_LOG) or not self._is_of_one_moment

    @property
    def _is_of_one_moment(self) -> bool:
        """Whether main and the audit-log came by one fetch, as far as git tells; a clone that fetched nothing since
        is of one moment, too."""
        path = self.repository.git_dir / _FETCHED
        try:
            told = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return True
        came = {line.split("\t")[0] for line in told}
        return self.main.tip in came and (self.log.tip in came or (self.log.tip is None and len(came) > 1))

    def log_absent(self) -> Violation:
        return violation("repository.no-log", command=self._fetch())

    def reach(self, main: Mainline, log: AuditLog, tip: str, on_main: Sequence[str]) -> Reach:
        """The publisher records a merge and then moves main, or on a forge the other way round; and a copy fetches at
        any moment. Where one branch is older, only what both know of is judged, and that is said."""
        recorded = {str(each.facts.get("commit")) for each in log.of(RecordKind.MERGE)}
        known = {*on_main, *recorded}
        newer = list(takewhile(lambda each: each.id not in known, reversed(main.own)))
        if newer and self._may_be_unrecorded(newer):
            rest = main.own[: len(main.own) - len(newer)]
            stale = self._behind(AUDIT_LOG_BRANCH, len(newer))
            return Reach(replace(main, own=rest), newer[-1].parents[0], log, found=(stale,))
        known = {*on_main, *(each.id for each in main.own)}
        merges = [(place, each) for place, each in enumerate(log.entries) if _merge(each)]
        ahead = [(place, each) for place, each in merges if _merge(each) not in known]
        if not ahead or not _continues([each for _, each in ahead], tip) or len(ahead) < _after(merges, ahead):
            return Reach(main, tip, log)
        place, first = ahead[0]
        is_last = len(ahead) == 1 and all(_is_notice(each, first) for each in log.entries[place + 1 :])
        if is_last and self._is_open(first):
            note = message("audit.under-way", number=_fact(first, "request"), commit=_merge(first))
            return Reach(main, tip, _cut(log, place), first, notes=(note,))
        if not self.main.is_fetched or (self._is_of_one_moment and not is_last):
            return Reach(main, tip, log)
        stale = self._behind(MAIN_BRANCH, len(ahead))
        return Reach(main, tip, _cut(log, place), first, found=(stale,))

    def _may_be_unrecorded(self, newer: Sequence[Commit]) -> bool:
        """Only by merges of the publisher's own form, and in a copy that may simply not have fetched their records."""
        is_stale = self.log.is_fetched and (len(newer) == 1 or not self._is_of_one_moment)
        return is_stale and bool(self.log.tip) and all(_is_publishers(each) for each in newer)

    def _is_open(self, entry: LogEntry) -> bool:
        """Whether the request is still there, as it is until main has moved."""
        branch = request_ref(_fact(entry, "request"))
        refs = (branch, *(ref for _, ref in self.main.remotes.places(branch)))
        return _fact(entry, "head") in self.repository.refs(*refs).values()

    def _behind(self, branch: str, count: int) -> Violation:
        return violation("repository.behind", branch=Label("branch", branch), count=count, command=self._fetch())

    def _fetch(self) -> str:
        """The command that brings both branches into this copy, whatever it usually fetches."""
        remotes = self.main.remotes
        name = next(iter(remotes.fetches), "origin")
        if self.main.judged and self.main.judged.remote:
            name = self.main.judged.remote
        if remotes.brings(MAIN) and remotes.brings(AUDIT_LOG):
            return f"git fetch {shlex.quote(name)}"
        lies = f"{REMOTES}{name}/" if self.main.judged and self.main.judged.remote else HEADS
        pairs = (f"{branch}:{lies}{branch}" for branch in (MAIN_BRANCH, AUDIT_LOG_BRANCH))
        return " ".join(["git fetch", *map(shlex.quote, (name, *pairs))])

    def disagreements(self) -> Iterator[Violation | Message]:
        """Copies of the branches that hold what the judged ones do not. What the publisher made, and what was once
        fetched, was once everybody's, so that the judged one was rewritten, cut short or is an old copy; other commits
        are somebody's own work that was never sent."""
        newer: dict[str, list[tuple[Label, int]]] = {}
        for branch, copies in ((MAIN_BRANCH, self.main), (AUDIT_LOG_BRANCH, self.log)):
            words, is_told = Label("branch", branch), False
            for each in copies.differences:
                assert copies.judged, "it differs from something"
                count, copy, judged = len(each.commits), _name(each.copy.ref), _name(copies.judged.ref)
                was_theirs = self._was_theirs(each, copies)
                is_work = (each.is_ahead or each.copy.remote) and branch == MAIN_BRANCH and not was_theirs
                if is_work and not self._holds_merges(each, copies.judged.tip):
                    yield message("audit.own-work", branch=words, copy=copy, judged=judged, count=count)
                elif each.is_ahead and each.copy.remote and copies.judged.remote and not was_theirs:
                    newer.setdefault(each.copy.remote, []).append((words, count))
                else:
                    is_told = True
                    named = {"branch": words, "copy": copy, "judged": judged, "count": count}
                    remote = copies.judged.remote if was_theirs else ""
                    yield violation("repository.diverged", **named, mend=_kept(each, branch, remote))
            if copies.judged and not is_told and (gone := lost(self.repository, copies)):
                yield violation("repository.seen", commit=gone, branch=words, mend=_forgotten(copies.judged))
        for remote, found in newer.items():
            yield self._older(remote, found)

    def _was_theirs(self, difference: Difference, copies: BranchCopies) -> bool:
        """Whether the repository that is judged once had it, as the reflogs here tell."""
        assert copies.judged, "it differs from something"
        once = {*once_fetched(self.repository, copies)}
        if not difference.copy.remote and copies.judged.remote:
            once.update(once_pulled(self.repository, difference.copy.ref, copies.judged.remote))
        return not once.isdisjoint(difference.commits)

    def _older(self, remote: str, found: Sequence[tuple[Label, int]]) -> Violation:
        """Only continued by another remote's: most often the one that is judged is somebody's old copy."""
        judged = next(each.judged.remote for each in (self.main, self.log) if each.judged and each.judged.remote)
        told = {"branches": Listed.of(words for words, _ in found), "count": max(count for _, count in found)}
        command = f"git config branch.{MAIN_BRANCH}.remote {shlex.quote(remote)}"
        other = f"git remote remove {shlex.quote(remote)}"
        return violation("repository.older", judged=judged, remote=remote, **told, command=command, other=other)

    def _holds_merges(self, difference: Difference, judged: str) -> bool:
        line = self.repository.log(difference.copy.tip, f"^{judged}", first_parent=True)
        return any(_is_publishers(each) for each in line)


def _name(ref: str) -> str:
    return ref.removeprefix(HEADS).removeprefix(REMOTES)


def _kept(difference: Difference, branch: str, was_of: str) -> Message:
    """How to set the other copy aside, without losing what it proves. `was_of` is the remote that once had it."""
    if difference.copy.remote:
        return message("audit.compare-remotes", remote=difference.copy.remote)
    command = f"git branch -m {branch} {branch}-{difference.copy.tip[:12]}"
    if was_of:
        return message("audit.keep-proof", remote=was_of, command=command)
    return message("audit.keep-aside", command=command)


def _forgotten(judged: BranchCopy) -> Message:
    """How to forget what was fetched before, once it is explained."""
    command = f"git reflog expire --expire=all {shlex.quote(judged.ref)}"
    return message("audit.seen-by-fetch", copy=_name(judged.ref), command=command)


def _is_publishers(commit: Commit) -> bool:
    """Whether it has the form of the publisher's merges."""
    told = trailers_of(commit.message) if len(commit.parents) == 2 else None
    return told is not None and f"Reviewed-head: {commit.parents[1]}" in told[1]


def _merge(entry: LogEntry) -> str:
    """The merge that it records; empty if it is of another kind."""
    is_merge = entry.record is not None and entry.record.kind is RecordKind.MERGE
    return _fact(entry, "commit") if is_merge else ""


def _fact(entry: LogEntry, name: str) -> str:
    return str(entry.record.facts.get(name, "")) if entry.record else ""


def _is_notice(entry: LogEntry, merge: LogEntry) -> bool:
    is_notice = entry.record is not None and entry.record.kind is RecordKind.NOTICE
    return is_notice and _fact(entry, "request") == _fact(merge, "request")


def _continues(ahead: Sequence[LogEntry], tip: str) -> bool:
    """Whether these are the next merges of main, each upon the one before."""
    parents = [tip, *(_merge(each) for each in ahead)]
    return all(_fact(each, "first_parent") == parent for each, parent in zip(ahead, parents, strict=False))


def _after(merges: Sequence[tuple[int, LogEntry]], ahead: Sequence[tuple[int, LogEntry]]) -> int:
    """How many merges are recorded from the first of these on."""
    return sum(place >= ahead[0][0] for place, _ in merges)


def _cut(log: AuditLog, place: int) -> AuditLog:
    """The log up to that entry, which the next audit reads again."""
    record = log.entries[place].record
    assert record, "the record of a merge"
    tip = log.entries[place - 1].commit if place else log.after.tip
    mark = Mark(tip, log.after.count + place, record.previous)
    return AuditLog(mark, log.entries[:place], log.problems, log.after)
