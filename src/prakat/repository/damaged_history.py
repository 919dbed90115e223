"""a repository with lost objects -> its commits all the same, as far as they can be read; and where each loss lies"""

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from prakat.repository.commit import Commit, PathChange
from prakat.repository.evidence import Flaw, surviving
from prakat.repository.file_mode import ABSENT, PLAIN, SUBMODULE, SUBTREE
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.repository import Repository

_AT_ONCE = 200
"""Commits whose trees are compared at once."""
_ENTRY = re.compile(rb"(?P<mode>[0-7]{5,6}) (?P<name>[^\0]+)\0(?P<oid>.{20})", re.DOTALL)
_WHO = re.compile(r"(?P<name>[^<]*?) ?<(?P<mail>[^>]*)> (?P<time>[0-9]{1,12}) [+-][0-9]{4}")
_KINDS = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname) %(objecttype)")
Tree = Mapping[str, tuple[str, str]]
"""Name -> mode and object."""


class Loss(NamedTuple):
    kind: str
    """commit, tree or blob."""
    path: str
    """Empty for a commit, and for the whole tree of one."""
    commit: str
    """The oldest commit that names it, as far as is known."""


class _Pair(NamedTuple):
    """Two trees to compare; NOTHING where there is none."""

    commit: str
    path: str
    old: str
    new: str


@dataclass(slots=True)
class DamagedHistory:
    repository: Repository
    lost: dict[str, Flaw]
    """Known beforehand; what is found besides is added."""
    stand_in: str = "?"
    """The name of the file as which a folder counts whose list of files is lost."""
    losses: dict[str, Loss] = field(default_factory=dict)
    """Of each lost object that history names."""
    torn: set[str] = field(default_factory=set)
    """Commits whose whole tree, or a commit that they build on, is lost: nothing can be said of what they changed."""

    def log(self, *tips: str) -> dict[str, Commit]:
        """The commits by id, newest first, each with its changes as far as its trees can be read. A folder whose tree
        is lost counts as one file that cannot be read, so that it is still seen whether it is the one that was
        signed."""
        kinds = (line.split() for line in self.repository.line(*_KINDS).splitlines())
        ids = [oid for oid, kind, *_ in (each if len(each) > 1 else ("", "") for each in kinds) if kind == "commit"]
        bare: dict[str, Commit] = {}
        for oid, kind, raw in surviving(self.repository, ids):
            if (found := _commit(oid, raw) if kind == "commit" and oid not in self.lost else None) is not None:
                bare[oid] = found
        order = self._reachable(bare, tuple(each for each in tips if each))
        changes: dict[str, list[PathChange]] = {oid: [] for oid in order}
        waiting = iter(order)
        while some := list(islice(waiting, _AT_ONCE)):
            self._compare([bare[oid] for oid in some], bare, changes)
        return {oid: bare[oid]._replace(changes=tuple(sorted(changes[oid], key=_place))) for oid in order}

    def _reachable(self, bare: Mapping[str, Commit], tips: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        queue = [(-bare[tip].time if tip in bare else 0, tip, "") for tip in tips]
        heapq.heapify(queue)
        while queue:
            _, oid, child = heapq.heappop(queue)
            if oid not in bare:
                self._lose(oid, Loss("commit", "", child))
            elif oid not in found:
                found[oid] = None
                for parent in bare[oid].parents:
                    heapq.heappush(queue, (-bare[parent].time if parent in bare else 0, parent, oid))
        return list(found)

    def _lose(self, oid: str, loss: Loss) -> None:
        self.lost.setdefault(oid, Flaw.MISSING)
        self.losses[oid] = loss
        self.torn.update({loss.commit} if not loss.path else ())

    def _compare(
        self, commits: Sequence[Commit], bare: Mapping[str, Commit], changes: dict[str, list[PathChange]]
    ) -> None:
        """Against first parents, level by level, newest commit first, so that the oldest that names a loss stays."""
        pairs = []
        for each in commits:
            parent = bare.get(each.parents[0]) if each.parents else None
            if not each.parents or parent:
                pairs.append(_Pair(each.id, "", parent.tree if parent else EMPTY_TREE, each.tree))
        while pairs := [each for each in pairs if each.old != each.new]:
            trees = self._trees({oid for each in pairs for oid in (each.old, each.new)})
            pairs = [deeper for each in pairs for deeper in self._step(each, trees, changes[each.commit])]

    def _trees(self, ids: set[str]) -> Mapping[str, Tree | None]:
        """None where the tree is lost."""
        found: dict[str, Tree | None] = {NOTHING: {}, EMPTY_TREE: {}}
        wanted = sorted(ids - found.keys())
        for oid, kind, raw in surviving(self.repository, wanted):
            found[oid] = _tree(raw) if kind == "tree" else None
            if kind == Flaw.ALTERED:
                self.lost[oid] = Flaw.ALTERED
        return found

    def _unreadable(self, pair: _Pair) -> PathChange:
        old_mode, mode = (ABSENT if oid == NOTHING else PLAIN for oid in (pair.old, pair.new))
        path = f"{pair.path}/{self.stand_in}" if pair.path else self.stand_in
        return PathChange(path, old_mode, mode, pair.old, pair.new)

    def _step(self, pair: _Pair, trees: Mapping[str, Tree | None], changes: list[PathChange]) -> Iterator[_Pair]:
        old, new = trees[pair.old], trees[pair.new]
        if old is None or new is None:
            for oid, tree in ((pair.old, old), (pair.new, new)):
                if tree is None:
                    self._lose(oid, Loss("tree", pair.path, pair.commit))
            changes.append(self._unreadable(pair))
            return
        for name in old.keys() | new.keys():
            before, after = old.get(name, (ABSENT, NOTHING)), new.get(name, (ABSENT, NOTHING))
            if before != after:
                path = f"{pair.path}/{name}" if pair.path else name
                was, now = (each[0] == SUBTREE for each in (before, after))
                if was or now:
                    yield _Pair(pair.commit, path, before[1] if was else NOTHING, after[1] if now else NOTHING)
                files = [(ABSENT, NOTHING) if is_tree else each for each, is_tree in ((before, was), (after, now))]
                if files[0] != files[1]:
                    changes.append(PathChange(path, files[0][0], files[1][0], files[0][1], files[1][1]))
                    if after[1] in self.lost and after[0] != SUBMODULE:
                        self.losses[after[1]] = Loss("blob", path, pair.commit)


def _place(change: PathChange) -> bytes:
    return change.path.encode("utf-8", "surrogateescape")


def _tree(raw: bytes) -> Tree:
    return {
        match["name"].decode("utf-8", "surrogateescape"): (match["mode"].decode().zfill(6), match["oid"].hex())
        for match in _ENTRY.finditer(raw)
    }


def _commit(oid: str, raw: bytes) -> Commit | None:
    """Without its changes; None if it is not of the usual form."""
    head, _, body = raw.decode("utf-8", "surrogateescape").partition("\n\n")
    lines = [line.partition(" ")[::2] for line in head.split("\n") if not line.startswith(" ")]
    named = dict(reversed(lines))
    author, committer = (_WHO.fullmatch(named.get(each, "")) for each in ("author", "committer"))
    if "tree" not in named or author is None or committer is None:
        return None
    parents = tuple(value for name, value in lines if name == "parent")
    wrote, made = ((each["name"], each["mail"]) for each in (author, committer))
    return Commit(oid, named["tree"], parents, int(committer["time"]), wrote, made, body, ())
