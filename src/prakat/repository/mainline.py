"""one log of main -> main's own commits in order, each with the request that it merged and where that began"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from prakat.repository.commit import Commit, PathChange
from prakat.repository.repository import GitFailed, Repository


class Landing(NamedTuple):
    """A commit of main after the epoch."""

    commit: Commit
    brought: tuple[Commit, ...]
    """The commits that it made part of main besides itself, the request's head first."""
    bases: tuple[str, ...]
    """Where the request left main's history: one commit, unless main was merged into it or no history is shared."""
    has_own_root: bool

    @property
    def head(self) -> str:
        """The head of the request that it merged."""
        return self.commit.parents[1] if len(self.commit.parents) > 1 else self.commit.id

    def with_changes(self, changes: tuple[PathChange, ...]) -> "Landing":
        """The same landing with these changes against its first parent."""
        return self._replace(commit=self.commit._replace(changes=changes))

    @property
    def is_straight(self) -> bool:
        """Whether the request's commits form one line without merges."""
        return len(self.bases) == 1 and all(len(each.parents) == 1 for each in self.brought)


@dataclass(frozen=True, slots=True)
class Mainline:
    """main up to its tip, with all the commits that its merges brought."""

    commits: Mapping[str, Commit]
    """By id, newest first."""
    own: tuple[Commit, ...]
    """The commits of main itself, by first parents, oldest first."""
    after: str
    """The first parent of the oldest of them; empty if that is a root."""

    def up_to(self, commit: str) -> list[str] | None:
        """main's own commits up to that one, oldest first; None if it is none of main's own commits."""
        ids = [each.id for each in self.own]
        return ids[: ids.index(commit) + 1] if commit in ids else None


def read_mainline(repository: Repository, tip: str, after: str = "") -> Mainline:
    """Reads main in one pass. With `after`, only the commits since then; if main has not simply grown from it, the
    `after` of the result is another commit. Raises GitFailed where there is no such commit."""
    revisions = (tip, f"^{after}") if after else (tip,)
    return mainline_of({each.id: each for each in repository.log(*revisions)}, tip)


def mainline_of(commits: Mapping[str, Commit], tip: str) -> Mainline:
    """main as far as these commits tell of it."""
    own = []
    oid = tip
    while oid in commits:
        own.append(commits[oid])
        oid = commits[oid].parents[0] if commits[oid].parents else ""
    return Mainline(commits, tuple(reversed(own)), oid)


def landings(main: Mainline, since: str) -> Iterator[Landing]:
    """main's own commits after `since`, oldest first."""
    known = main.commits
    if since in known:
        older = _reachable(known, since)
        known = {oid: commit for oid, commit in known.items() if oid not in older}
    order = {oid: index for index, oid in enumerate(known)}
    line = [each for each in main.own if each.id in known]
    own = {each.id for each in line}
    landed: set[str] = set()
    for commit in line:
        yield _landing(commit, known, order, landed, own)
        landed.add(commit.id)


def _reachable(known: Mapping[str, Commit], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        oid = waiting.pop()
        if oid in known and oid not in found:
            found.add(oid)
            waiting += known[oid].parents
    return found


def landing_of(commits: Iterable[Commit], tip: str, head: str) -> Landing:
    """A request as it would land on main now. `commits` is the log of `head ^tip`."""
    known = {each.id: each for each in commits}
    merge = Commit("", "", (tip, head), 0, ("", ""), ("", ""), "", ())
    return _landing(merge, known, {oid: index for index, oid in enumerate(known)}, set(), set())


def _landing(
    commit: Commit, known: Mapping[str, Commit], order: Mapping[str, int], landed: set[str], own: set[str]
) -> Landing:
    brought: list[Commit] = []
    bases: dict[str, None] = {}
    has_own_root = not commit.parents
    waiting = list(commit.parents[1:])
    while waiting:
        oid = waiting.pop()
        if oid not in known or oid in landed:
            bases[oid] = None
        elif oid not in own:
            landed.add(oid)
            brought.append(known[oid])
            has_own_root |= not known[oid].parents
            waiting += known[oid].parents
    if len(brought) > 1 and len(bases) > 1:
        brought.sort(key=lambda each: (each.id not in commit.parents, order[each.id]))
    return Landing(commit, tuple(brought), tuple(bases), has_own_root)


def merge_base(repository: Repository, landing: Landing) -> str | None:
    """The merge base of the request and main before it; None if there is none, or more than one."""
    if len(landing.bases) == 1 and not landing.has_own_root:
        return landing.bases[0]
    if landing.has_own_root or not landing.bases:
        return None
    try:
        found = repository.line("merge-base", "--all", landing.commit.parents[0], landing.head).split()
    except GitFailed:
        return None
    return found[0] if len(found) == 1 else None


def net_changes(repository: Repository, landing: Landing, base: str) -> tuple[PathChange, ...]:
    """The request's changes from its merge base to its head, by path."""
    if landing.is_straight:
        return composed(reversed(landing.brought))
    return differences(repository, base, landing.head)


def composed(commits: Iterable[Commit]) -> tuple[PathChange, ...]:
    """The changes of successive commits, oldest first, combined to one change for each path."""
    found: dict[str, PathChange] = {}
    for commit in commits:
        for change in commit.changes:
            first = found.get(change.path)
            if first:
                change = PathChange(change.path, first.old_mode, change.mode, first.old, change.new)
            found[change.path] = change
    kept = (each for each in found.values() if (each.old_mode, each.old) != (each.mode, each.new))
    return tuple(sorted(kept, key=lambda each: each.path))


def differences(repository: Repository, old: str, new: str) -> tuple[PathChange, ...]:
    """The changes from one commit to another, by path."""
    own = ("--no-renames", "--full-index", "--ignore-submodules=none")
    out = repository.run("diff-tree", "-r", "-z", "--raw", *own, old, new)
    parts = iter(out.decode("utf-8", "surrogateescape").split("\0"))
    found = []
    for raw in parts:
        if raw:
            old_mode, mode, before, after, _ = raw.lstrip(":").split(" ")
            found.append(PathChange(next(parts), old_mode, mode, before, after))
    return tuple(sorted(found, key=lambda each: each.path))
