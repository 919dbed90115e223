"""history of office.yml, an auditor's trust file -> the last commit that is taken on trust (DESIGN: Audit)"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.repository.commit import Commit
from prakat.repository.evidence import Flaw, surviving
from prakat.repository.object_id import NOTHING, OBJECT_ID
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.finding import Finding
from prakat.rules.strict_yaml import read_yaml_bytes
from prakat.rules.text_decoding import head
from prakat.rules.unreadable import Unreadable

_MAX_BYTES = 64 * 1024
"""Of a file of --trust, which a stranger may have put into a kit."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What an auditor holds outside of the repository that is judged."""

    epoch: str = ""
    keys: frozenset[str] = frozenset()
    """Fingerprints of the publisher's keys."""


@dataclass(frozen=True, slots=True)
class Epoch:
    commit: str
    """Empty where history names none."""
    named_by: str = ""
    """The commit of main that named it; empty if that commit is older than what was read."""


def epoch_of(repository: Repository, main: Iterable[Commit], first: str = "", *, may_miss: bool = False) -> Epoch:
    """The first value of audit.since in main's own commits, oldest first.

    `first` is the value that history before these commits is known to have named and kept. Raises GitFailed for a lost
    office.yml that may have named one, unless `may_miss`: else a later value would be taken for the first."""
    if first:
        return Epoch(first)
    changed = [(commit.id, each.new) for commit in main for each in commit.changes if each.path == office.FILE]
    for (commit, blob), (_, kind, data) in zip(
        changed, surviving(repository, (blob for _, blob in changed)), strict=True
    ):
        if kind in (Flaw.MISSING, Flaw.ALTERED) and blob != NOTHING and not may_miss:
            raise GitFailed("repository.missing-object", object=blob)
        if kind == "blob" and (value := office.audit_since(data)):
            return Epoch(value, commit)
    return Epoch("")


def load_trust(path: Path) -> Trust:
    """Raises CannotWork."""
    try:
        return read_trust(head(path, _MAX_BYTES))
    except OSError as problem:
        raise CannotWork("audit.unreadable-trust", path=path, problem=problem) from None


def read_trust(raw: bytes) -> Trust:
    """The file of --trust: `epoch: <40 hex>` and `keys: [SHA256:...]`, either of which may be left out.

    Raises CannotWork for anything else."""
    try:
        data = read_yaml_bytes(raw, _MAX_BYTES).data
    except Unreadable as problem:
        finding = Finding("--trust", problem.line, problem.rule, problem.values)
        raise CannotWork("audit.trust-refused", finding=finding) from None
    if not isinstance(data, dict) or not set(data) <= {"epoch", "keys"}:
        raise CannotWork("audit.trust-fields")
    epoch, keys = data.get("epoch", ""), data.get("keys", [])
    if epoch and not (isinstance(epoch, str) and OBJECT_ID.fullmatch(epoch)):
        raise CannotWork("audit.no-commit", option="--trust: epoch", found=epoch)
    if not isinstance(keys, list) or not all(isinstance(key, str) and key.startswith("SHA256:") for key in keys):
        raise CannotWork("audit.trust-keys")
    return Trust(epoch, frozenset(keys))
