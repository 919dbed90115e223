"""a commit as it lands on main x main before it -> what it violates; used by publisher and auditor alike (R01)"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prakat.item.item_path import item_folder
from prakat.office import office
from prakat.office.authority import Authority
from prakat.repository.commit import Commit, PathChange
from prakat.repository.evidence import surviving
from prakat.repository.file_mode import ABSENT, EXECUTABLE, PLAIN
from prakat.repository.file_tree import FileTree, TreeEntry, entries_of, folders_above
from prakat.repository.mainline import Landing
from prakat.repository.object_id import NOTHING
from prakat.request.fact_reader import FactReader
from prakat.request.main_before import MainBefore
from prakat.request.policy.request_kind import RequestKind, kind_of
from prakat.request.submission import Submission, regularised
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Listed

_POINTER = b"version https://git-lfs.github.com/spec/"
_POINTER_SIZE = 1024
_FEW = 100
"""Folders that git is asked for by name; it compares each name with each path."""


@dataclass(frozen=True, slots=True)
class LandedSubmission:
    """A commit that landed on main, or the one that merging a request would make now."""

    landing: Landing
    base: str | None
    """Where its request left main; None if the commit does not merge exactly one request."""
    submission: Submission

    @property
    def things(self) -> tuple[str, ...]:
        """Item folders that it touches, and paths that are in none."""
        changed = {item_folder(change.path) or change.path for change in self.landing.commit.changes}
        return tuple(sorted({*self.submission.things, *changed}))


def obstacles(landing: Landing, base: str | None, known: Authority | None, closed: int | None) -> Iterator[Violation]:
    """What leaves no request to judge. `closed` is its number if a request of that number was merged or refused."""
    if closed is not None:
        yield violation("request.closed", number=closed)
    if known is None:
        yield violation("office.unreadable")
    if base is None and len(landing.commit.parents) == 2:
        yield violation("request.unrelated")


def examine(
    landed: LandedSubmission, before: MainBefore, reader: FactReader, pointers: Collection[str]
) -> list[Violation]:
    """Everything that no commit may do on main, in one list (DESIGN: Requests). Moves `before` on past the commit.

    `pointers` are blobs that only point to a file kept elsewhere."""
    return list(_violations(landed, before, reader, pointers))


def _violations(
    landed: LandedSubmission, before: MainBefore, reader: FactReader, pointers: Collection[str]
) -> Iterator[Violation]:
    commit = landed.landing.commit
    yield from _check_trees((commit, *landed.landing.brought))
    yield from _check_office(commit.changes, before, reader)
    if landed.base is not None:
        yield from _check_changes(landed.submission.net, before.files, pointers)
        yield from _check_folders(landed.base, landed.submission, before, reader)
        yield from _check_same(commit.changes, landed.submission.net)
        yield from _check_substance(landed.submission)
        yield from _check_regularising(landed, before)
    before.move_on(commit)
    yield from _check_twins(commit.changes, before.files)


def _check_trees(commits: Iterable[Commit]) -> Iterator[Violation]:
    """No folder in a commit's tree has the same name twice: programs would differ on what such a tree holds."""
    for commit in commits:
        counted = Counter(change.path for change in commit.changes)
        if len(counted) != len(commit.changes):
            twice = next(path for path, count in counted.items() if count > 1)
            yield violation("request.tree", commit=commit.id[:12], path=twice)


def _check_office(changes: Iterable[PathChange], before: MainBefore, reader: FactReader) -> Iterator[Violation]:
    """office.yml stays readable and keeps its epoch, since a later epoch would hide every commit before it."""
    for change in changes:
        if change.path == office.FILE:
            if change.new == NOTHING or reader.office(change.new) is None:
                yield violation("office.broken")
            since = reader.since(change.new)
            if before.epoch and since != before.epoch:
                yield violation("audit.epoch-moved", found=since or "—")


def _check_changes(net: Iterable[PathChange], files: FileTree, pointers: Collection[str]) -> Iterator[Violation]:
    """Each path is a plain, whole file, and main holds the version that the request started from."""
    for change in net:
        if change.mode not in _allowed(change.path):
            yield violation("request.link", path=change.path, mode=change.mode)
        if change.new in pointers:
            yield violation("request.lfs", path=change.path)
        if files.entries.get(change.path, (ABSENT, NOTHING)) != (change.old_mode, change.old):
            yield violation("request.outdated", path=change.path)


def _allowed(path: str) -> tuple[str, ...]:
    return (PLAIN, EXECUTABLE, ABSENT) if kind_of(path) is RequestKind.TOOLING else (PLAIN, ABSENT)


def _check_folders(base: str, submission: Submission, before: MainBefore, reader: FactReader) -> Iterator[Violation]:
    """Nothing in a touched folder has changed on main since the request began, so the merge is what was signed."""
    if stirred := before.stirred_since(base, submission.folders):
        began = entries_of(reader.repository, base, *(stirred if len(stirred) <= _FEW else ()))
        yield from (violation("request.outdated", path=each) for each in differing(stirred, began, before.files))


def differing(folders: Iterable[str], began: Mapping[str, TreeEntry], files: FileTree) -> Iterator[str]:
    """The folders whose files differ from what they were when the request began."""
    folders = [*folders]
    old, new = (_by_folder(entries, frozenset(folders)) for entries in (began, files.entries))
    return (each for each in folders if old[each] != new[each])


def _by_folder(entries: Mapping[str, TreeEntry], folders: frozenset[str]) -> Mapping[str, dict[str, TreeEntry]]:
    """In one pass, since a request may touch thousands of folders."""
    found: dict[str, dict[str, TreeEntry]] = {each: {} for each in folders}
    for path, entry in entries.items():
        for folder in folders_above(path):
            if folder in found:
                found[folder][path] = entry
    return found


def _check_same(merged: Sequence[PathChange], net: Sequence[PathChange]) -> Iterator[Violation]:
    """The merge differs from its first parent in exactly what was signed, with the same blobs and modes."""
    ours = {change.path: (change.mode, change.new) for change in merged}
    theirs = {change.path: (change.mode, change.new) for change in net}
    for path in sorted(ours.keys() | theirs.keys()):
        if ours.get(path) != theirs.get(path):
            yield violation("merge.evil", path=path)


def _check_substance(submission: Submission) -> Iterator[Violation]:
    if not submission.net and not regularised(submission.commits):
        yield violation("request.empty")


def _check_regularising(landed: LandedSubmission, before: MainBefore) -> Iterator[Violation]:
    """A request regularises only commits with an open violation, or of the audit-log, and changes only what those
    commits changed of main."""
    named = regularised(landed.submission.commits)
    if not named:
        return
    allowed = {thing for commit in named for thing in before.open.get(commit, ())}
    unknown = [each for each in named if each not in before.open and each not in before.logged]
    yield from (violation("regularise.unknown", commit=each) for each in unknown)
    for thing in landed.things:
        if thing not in allowed and (allowed or not unknown):
            yield violation("regularise.scope", commit=Listed.of(named), path=thing)


def _check_twins(changes: Iterable[PathChange], after: FileTree) -> Iterator[Violation]:
    """No new name differs from another by case or form only; `after` is main with the change."""
    for change in changes:
        if change.old == NOTHING and (other := after.twin(change.path)):
            yield violation("request.case-twin", path=change.path, other=other)


def pointers(reader: FactReader, changes: Iterable[PathChange]) -> set[str]:
    """Those blobs among the items' files that only point to a file kept elsewhere (Git LFS)."""
    ids = {each.new for each in changes if each.new != NOTHING and item_folder(each.path)}
    read = ids & reader.items.keys()
    small = [oid for oid, size in reader.repository.sizes(ids - read) if size <= _POINTER_SIZE]
    found = {oid for oid, _, data in surviving(reader.repository, small) if data.startswith(_POINTER)}
    return found | {oid for oid in read if reader.items[oid].raw.startswith(_POINTER)}
