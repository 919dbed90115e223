"""the reflog of a branch, read as data -> the commits at which it stood because another repository had them"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from prakat.repository.branch_copies import BranchCopies
from prakat.repository.object_id import NOTHING, OBJECT_ID
from prakat.repository.repository import Repository

_PULLED = re.compile(r"pull(?: -\S+)*(?: (?P<remote>[^-\s]\S*))?(?: \S+)*: Fast-forward")


class RefMove(NamedTuple):
    old: str
    new: str
    why: str
    """As git wrote it; anybody who writes into this repository may have."""


def reflog(repository: Repository, ref: str) -> Iterator[RefMove]:
    """The oldest first; nothing where git keeps none."""
    path = Path(repository.line("rev-parse", "--path-format=absolute", "--git-path", f"logs/{ref}"))
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return
    for line in lines:
        told, _, why = line.partition("\t")
        old, new = [*told.split(" "), "", ""][:2]
        if OBJECT_ID.fullmatch(old) and OBJECT_ID.fullmatch(new):
            yield RefMove(old, new, why)


def once_fetched(repository: Repository, copies: BranchCopies) -> list[str]:
    """The commits at which the judged branch stood in the repository that it is fetched from, the oldest first."""
    if not copies.judged or not copies.is_fetched:
        return []
    told = reflog(repository, copies.judged.ref)
    moves = [each for each in told if copies.judged.remote or each.why.startswith("fetch")]
    return [oid for oid in dict.fromkeys(oid for each in moves for oid in each[:2]) if oid != NOTHING]


def once_pulled(repository: Repository, branch: str, remote: str) -> Iterator[str]:
    """The commits at which the own branch stood because that repository had them."""
    for move in reflog(repository, branch):
        pulled = _PULLED.fullmatch(move.why)
        is_pulled = pulled is not None and pulled["remote"] in (None, remote)
        if is_pulled or move.why.startswith("clone: from ") or move.why == f"merge {remote}/main: Fast-forward":
            yield move.new


def lost(repository: Repository, copies: BranchCopies) -> str:
    """The newest commit at which the branch stood elsewhere and which it no longer holds; empty where none is lost."""
    before = once_fetched(repository, copies)
    if not before or not copies.tip:
        return ""
    line = {*repository.line("rev-list", "--first-parent", copies.tip, "--").split()}
    return next((each for each in reversed(before) if each not in line), "")
