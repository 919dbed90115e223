"""history of office.yml -> the last commit taken on trust, and every commit that moved it (DESIGN: Audit)"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prakat import office
from prakat.finding import CannotWork
from prakat.history import Repository
from prakat.item import decode
from prakat.strict_yaml import Unreadable, read

_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Trust:
    """What an auditor holds outside of the repository that is judged."""

    epoch: str = ""
    keys: frozenset[str] = frozenset()
    """Fingerprints of the publisher's keys."""


@dataclass(frozen=True, slots=True)
class Epoch:
    commit: str
    """Empty where history never named one."""
    moved: Mapping[str, str]
    """Commit of main -> what it changed the epoch to."""


def epoch_of(repository: Repository, tip: str, first: str = "", after: str = "") -> Epoch:
    """The first value of audit.since on main, by first parents; what differs later has moved it.

    Where history up to the commit `after` is known to have named `first` and kept to it, only what came since."""
    revisions = (tip, f"^{after}") if after else (tip,)
    commits = list(repository.log(*revisions, first_parent=True, path=office.FILE))
    blobs = [commit.changes[0].new if commit.changes else "" for commit in reversed(commits)]
    values = [since(data) if kind == "blob" else "" for _, kind, data in repository.objects(filter(None, blobs))]
    moved = {}
    for commit, value in zip(reversed(commits), values, strict=True):
        if first and value != first:
            moved[commit.id] = value or "—"
        first = first or value
    return Epoch(first, moved)


def since(raw: bytes) -> str:
    """audit.since of an office.yml; empty where it says none."""
    try:
        data = read(decode(raw)).data
    except Unreadable:
        return ""
    found: Any = data.get("audit") if isinstance(data, dict) else None
    value = found.get("since") if isinstance(found, dict) else None
    return value if isinstance(value, str) and _COMMIT.fullmatch(value) else ""


def read_trust(text: str) -> Trust:
    """The file of --trust: `epoch: <40 hex>` and `keys: [SHA256:...]`, either of which may be left out.

    Raises CannotWork for anything else."""
    try:
        data = read(text).data
    except Unreadable as problem:
        raise CannotWork(f"--trust: {problem.rule}, line {problem.line}") from None
    if not isinstance(data, dict) or not set(data) <= {"epoch", "keys"}:
        raise CannotWork("--trust: ต้องมีเพียง epoch และ keys (only epoch and keys)")
    epoch, keys = data.get("epoch", ""), data.get("keys", [])
    if epoch and not (isinstance(epoch, str) and _COMMIT.fullmatch(epoch)):
        raise CannotWork("--trust: epoch ต้องเป็นรหัส 40 ตัว (epoch must be 40 hex digits)")
    if not isinstance(keys, list) or not all(isinstance(key, str) and key.startswith("SHA256:") for key in keys):
        raise CannotWork("--trust: keys ต้องเป็น SHA256:... (keys must be fingerprints)")
    return Trust(epoch, frozenset(keys))
