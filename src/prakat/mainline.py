"""commits of one log -> main's own commits in order, each with the request that it brought and where that began"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prakat.commit import Change, Commit
from prakat.history import GitFailed, Repository

MAIN = ("refs/heads/main", "refs/remotes/origin/main")


@dataclass(frozen=True, slots=True)
class Landing:
    """A commit of main after the epoch."""

    commit: Commit
    brought: tuple[Commit, ...]
    """What it made part of main besides itself, the request's head first."""
    bases: tuple[str, ...]
    """Where the request left main's history; one, unless main was merged into it or it shares nothing."""
    has_own_root: bool

    @property
    def head(self) -> str:
        """The request's, of a merge."""
        return self.commit.parents[1] if len(self.commit.parents) > 1 else self.commit.id

    @property
    def is_straight(self) -> bool:
        """Each of the request's commits follows the one before it."""
        return len(self.bases) == 1 and all(len(each.parents) == 1 for each in self.brought)


def main_of(repository: Repository) -> str | None:
    """The commit at the tip of main, of this repository or of the one that it was cloned from."""
    return next((found for ref in MAIN if (found := repository.ref(ref))), None)


def on_first_parents(repository: Repository, old: str, tip: str) -> bool:
    """Whether main, at `tip`, has simply grown from `old`: by first parents, not by a merge of what it once was."""
    if tip == old:
        return True
    newer = repository.line("rev-list", "--first-parent", "--parents", tip, f"^{old}").splitlines()
    return bool(newer) and newer[-1].split()[1:2] == [old]


def landings(commits: Iterable[Commit], tip: str) -> Iterator[Landing]:
    """main's commits up to `tip`, oldest first, after the one that the log leaves out: `commits` is that of
    `tip ^after`."""
    known = {each.id: each for each in commits}
    order = {oid: place for place, oid in enumerate(known)}
    line = []
    oid = tip
    while oid in known:
        line.append(known[oid])
        oid = known[oid].parents[0] if known[oid].parents else ""
    own = {each.id for each in line}
    landed: set[str] = set()
    for commit in reversed(line):
        yield _landing(commit, known, order, landed, own)
        landed.add(commit.id)


def landing_of(commits: Iterable[Commit], tip: str, head: str) -> Landing:
    """A request as it would land on main now. `commits` is the log of `head ^tip`."""
    known = {each.id: each for each in commits}
    merge = Commit("", "", (tip, head), 0, ("", ""), ("", ""), "", ())
    return _landing(merge, known, {oid: place for place, oid in enumerate(known)}, set(), set())


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
    """The one merge base of the request and main before it; None if there is none, or several."""
    if len(landing.bases) == 1 and not landing.has_own_root:
        return landing.bases[0]
    if landing.has_own_root or not landing.bases:
        return None
    try:
        found = repository.line("merge-base", "--all", landing.commit.parents[0], landing.head).split()
    except GitFailed:
        return None
    return found[0] if len(found) == 1 else None


def net_changes(repository: Repository, landing: Landing, base: str) -> tuple[Change, ...]:
    """What the request changes, from its merge base to its head, by path."""
    if landing.is_straight:
        return composed(reversed(landing.brought))
    return differences(repository, base, landing.head)


def composed(commits: Iterable[Commit]) -> tuple[Change, ...]:
    """The changes of commits that follow each other, oldest first, as one."""
    found: dict[str, Change] = {}
    for commit in commits:
        for change in commit.changes:
            first = found.get(change.path)
            if first:
                change = Change(change.path, first.old_mode, change.mode, first.old, change.new)
            found[change.path] = change
    kept = (each for each in found.values() if (each.old_mode, each.old) != (each.mode, each.new))
    return tuple(sorted(kept, key=lambda each: each.path))


def differences(repository: Repository, old: str, new: str) -> tuple[Change, ...]:
    """From one commit to another, by path."""
    out = repository.run("diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", old, new)
    parts = iter(out.decode("utf-8", "surrogateescape").split("\0"))
    found = []
    for raw in parts:
        if raw:
            old_mode, mode, before, after, _ = raw.lstrip(":").split(" ")
            found.append(Change(next(parts), old_mode, mode, before, after))
    return tuple(sorted(found, key=lambda each: each.path))


def files(repository: Repository, commit: str, *below: str) -> dict[str, tuple[str, str]]:
    """Path -> mode and blob, of a commit's whole tree or below some paths."""
    out = repository.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *below)
    found = {}
    for entry in filter(None, out.decode("utf-8", "surrogateescape").split("\0")):
        meta, _, path = entry.partition("\t")
        mode, _, oid = meta.split(" ")
        found[path] = (mode, oid)
    return found
