"""what history names and nobody can read any more -> said in people's words; and what can be judged in spite of it"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.run_memory import RunMemory
from prakat.audit.standpoint import Standpoint
from prakat.audit.verdict import Verdict
from prakat.content.action import Action
from prakat.item.item_path import INDEX, item_folder
from prakat.repository.commit import Commit, PathChange
from prakat.repository.damaged_history import DamagedHistory, Loss
from prakat.repository.evidence import Evidence, Flaw, evidence_of
from prakat.repository.file_mode import ABSENT
from prakat.repository.file_tree import FileTree, TreeEntry, entries_of
from prakat.repository.mainline import Landing, Mainline, mainline_of
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import SIGN_OFF
from prakat.repository.repository import GitFailed, Repository
from prakat.request.main_before import MainBefore
from prakat.rules.message import Message, message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label, Listed

_SHOWN = 20
"""So many losses are told one by one, since a lost pack takes thousands of objects with it."""


@dataclass(slots=True)
class Damage:
    lost: dict[str, Flaw] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    """Every sign-off here: its tag -> its ref."""
    history: DamagedHistory | None = None
    commits: dict[str, Commit] = field(default_factory=dict)
    log: frozenset[str] = frozenset()
    """Commits of the audit-log among them."""

    @property
    def is_none(self) -> bool:
        return self.history is None

    def mainline(self, tip: str) -> Mainline | None:
        """main, as far as it can still be read; None where nothing is lost."""
        return mainline_of(self.commits, tip) if self.history else None

    def verdict(self, step: Landing, before: MainBefore) -> Verdict | None:
        """On a commit of which nothing can be judged any more; moves `before` on past it. None for any other."""
        if self.history is None or not any(map(self._is_torn, (step.commit, *step.brought))):
            return None
        before.move_on(step.commit)
        things = tuple(sorted({item_folder(each.path) or each.path for each in step.commit.changes}))
        broken = violation("repository.broken", problem=message("audit.torn", commit=step.commit.id))
        return Verdict(Action.REPOSITORY, None, things, (), (broken,))

    def _is_torn(self, commit: Commit) -> bool:
        is_known = self.history is not None and commit.id in self.history.torn
        return is_known or not self.lost.keys().isdisjoint(commit.parents)

    def files_at(self, main: Mainline, since: str) -> FileTree | None:
        """main's files at one of its own commits, as far as they can be told; None where nothing is lost."""
        if self.history is None:
            return None
        files = FileTree({})
        for commit in main.own:
            files.apply(commit.changes)
            self._mend(commit, files)
            if commit.id == since:
                break
        return files

    def mend(self, commit: Commit, before: MainBefore) -> None:
        """Corrects main's files after a commit that did not tell all of them."""
        if self.history is None:
            return
        self._mend(commit, before.files)
        if commit.id in self.history.torn:
            with suppress(GitFailed):
                before.files = FileTree(entries_of(self.history.repository, commit.id))

    def _mend(self, commit: Commit, files: FileTree) -> None:
        """Lists the files of a folder that took the place of one whose list is lost, or puts one in place of them."""
        assert self.history, "something is lost"
        for change in commit.changes:
            losses = (self.history.losses.get(each) for each in (change.old, change.new))
            folder = change.path.removesuffix(f"/{INDEX}")
            if any(each and each.kind == "tree" and each.path == folder for each in losses):
                old = {path: entry for path, entry in files.entries.items() if path.startswith(f"{folder}/")}
                files.apply(_replacing(old, self._inner(change, folder)))

    def _inner(self, change: PathChange, folder: str) -> Mapping[str, TreeEntry]:
        """The files of the folder that the change put there; the folder itself where nobody can list it."""
        assert self.history, "something is lost"
        if change.new in self.lost:
            return {change.path: (change.mode, change.new)}
        if change.new == NOTHING:
            return {}
        try:
            inner = entries_of(self.history.repository, change.new)
        except GitFailed:
            return {}
        return {f"{folder}/{path}": entry for path, entry in inner.items()}

    def violations(self) -> Iterator[Violation]:
        for oid, flaw in islice(sorted(self.lost.items(), key=lambda each: self._age(each[0])), _SHOWN):
            mend = message("audit.mend-missing") if flaw is Flaw.MISSING else message("audit.mend-altered")
            yield violation("repository.broken", problem=Listed((self._named(oid, Label("flaw", flaw)), mend), " "))
        if len(self.lost) > _SHOWN:
            count = message("audit.more-lost", count=len(self.lost) - _SHOWN)
            yield violation("repository.broken", problem=count)

    def _age(self, oid: str) -> tuple[int, str]:
        """Newest first, since that is what may still be public."""
        loss = self.history.losses.get(oid) if self.history else None
        commit = self.commits.get(loss.commit) if loss else None
        return -commit.time if commit else 0, oid

    def _named(self, oid: str, flaw: Label) -> Message:
        if oid in self.tags:
            number, _, step = self.tags[oid].removeprefix(SIGN_OFF).partition("/")
            return message("audit.lost-tag", step=step, number=number, flaw=flaw)
        loss = self.history.losses.get(oid) if self.history else None
        if loss is None or loss.kind == "commit":
            return message("audit.lost-commit", commit=oid, flaw=flaw)
        if loss.commit in self.log:
            return message("audit.lost-record", path=loss.path or loss.commit[:12], flaw=flaw)
        commit, day = loss.commit[:12], self._day(loss)
        if loss.kind == "tree":
            return message("audit.lost-tree", path=loss.path or "/", commit=commit, day=day, flaw=flaw)
        return message("audit.lost-file", path=loss.path, commit=commit, day=day, flaw=flaw)

    def _day(self, loss: Loss) -> datetime.date:
        return self.commits[loss.commit].day


def _replacing(old: Mapping[str, TreeEntry], new: Mapping[str, TreeEntry]) -> Iterator[PathChange]:
    """The changes that put some files in the place of others."""
    for path in sorted(old.keys() | new.keys()):
        before, after = (each.get(path, (ABSENT, NOTHING)) for each in (old, new))
        yield PathChange(path, before[0], after[0], before[1], after[1])


def damage_of(repository: Repository, stand: Standpoint, memory: AuditorMemory | RunMemory | None) -> Damage:
    """Everything that main, the audit-log and the sign-offs name is asked for; what `memory` found whole, only whether
    it is still there."""
    known = memory.evidence(repository) if memory else Evidence()
    if known is None:
        return Damage()
    tags = {oid: ref for ref, oid in stand.sign_offs.items()}
    heads = [each for each in (stand.main.tip, stand.log.tip) if each]
    found = evidence_of(repository, heads, tags, known)
    if found.is_mapped and not found.lost:
        if memory and found != known:
            memory.keep_evidence(repository, found)
        return Damage()
    history = DamagedHistory(repository, dict(found.lost), INDEX)
    log = frozenset(history.log(stand.log.tip) if stand.log.tip else ())
    commits = history.log(*heads)
    return Damage(history.lost, tags, history, commits, log)
