"""folder of the auditor -> signatures and objects found right, heads seen, how far each history was judged"""

import datetime
import hashlib
import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import platformdirs

import prakat
from prakat.audit.audit_row import AuditRow
from prakat.audit.checkpoint import Checkpoint, RecordedTag
from prakat.audit.deed import deed_of_kept
from prakat.audit.epoch import Trust
from prakat.audit.seen import Seen
from prakat.audit_log.audit_log import Mark
from prakat.content.action import Action
from prakat.office import office
from prakat.office.account_pins import AccountPins
from prakat.office.device_counters import DeviceCounters
from prakat.repository.evidence import Evidence
from prakat.repository.file_tree import FileTree
from prakat.repository.object_id import NOTHING
from prakat.repository.program import IS_WINDOWS
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified
from prakat.request.main_before import MainBefore
from prakat.rules import data
from prakat.rules.message import Message
from prakat.rules.violation import Violation
from prakat.rules.wording import Day, Label, Listed, Moment


def default_folder() -> Path:
    """This user's cache folder, where each system keeps it; XDG_CACHE_HOME has its say where that is usual."""
    return platformdirs.user_cache_path("prakat", appauthor=False)


@dataclass(frozen=True, slots=True)
class AuditorMemory:
    folder: Path
    keeps_rows: bool = True
    """Whether an audit resumes where the last one ended; else all is judged again, and only the rest is remembered."""

    def verified(self) -> Verified:
        """The signatures that ssh-keygen has found right; wrong ones are not kept but checked every time."""
        path = self.folder / "signatures"
        known = path.read_text(encoding="ascii", errors="replace").split() if self._is_own(path) else []
        return Verified(dict.fromkeys(known, True))

    def keep_verified(self, verified: Verified) -> None:
        right = (digest for digest, is_right in verified.verdicts.items() if is_right)
        self._write("signatures", "".join(f"{digest}\n" for digest in right).encode("ascii"))

    def seen(self, repository: Repository) -> Seen:
        """The heads that were judged here before, by whatever version of Prakat and whatever the verdict."""
        path = self.folder / self._name_of("seen", repository)
        return _seen_in(path) if self._is_own(path) else Seen(memory=path)

    def keep_seen(self, repository: Repository, seen: Seen) -> None:
        self._write(self._name_of("seen", repository), orjson.dumps(seen.kept()))

    def evidence(self, repository: Repository) -> Evidence:
        """The objects that were found whole here."""
        path = self.folder / self._name_of("whole", repository)
        heads, _, whole = path.read_bytes().partition(b"\n\n") if self._is_own(path) else (b"", b"", b"")
        return Evidence(tuple(heads.decode("ascii", "replace").split()), whole)

    def keep_evidence(self, repository: Repository, evidence: Evidence) -> None:
        heads = "\n".join(evidence.heads).encode("ascii")
        self._write(self._name_of("whole", repository), heads + b"\n\n" + evidence.whole)

    def checkpoint(self, repository: Repository, trust: Trust) -> Checkpoint | None:
        """Where an audit of this history may resume, if main and the audit-log have only grown since. None if it was
        never judged, or was judged by another version of Prakat."""
        path = self.folder / self._name(repository, trust)
        if not self.keeps_rows or not self._is_own(path):
            return None
        try:
            return _read(orjson.loads(path.read_bytes()))
        except (ValueError, KeyError, TypeError):
            return None

    def keep(self, repository: Repository, trust: Trust, checkpoint: Checkpoint) -> None:
        """Keeps nothing if a file name is not valid text: such a history is judged in full each time."""
        if not self.keeps_rows:
            return
        with suppress(orjson.JSONEncodeError):
            self._write(self._name(repository, trust), orjson.dumps(_written(checkpoint)))

    def _name(self, repository: Repository, trust: Trust) -> str:
        about = [str(repository.git_dir.resolve()), trust.epoch, *sorted(trust.keys), _version()]
        return hashlib.sha256("\0".join(about).encode("utf-8", "surrogateescape")).hexdigest() + ".json"

    def _name_of(self, what: str, repository: Repository) -> str:
        """Neither the version nor the trust is part of it: what was once seen stays seen."""
        place = str(repository.git_dir.resolve()).encode("utf-8", "surrogateescape")
        return f"{what}-{hashlib.sha256(place).hexdigest()[:32]}"

    def _is_own(self, path: Path) -> bool:
        """Whether nobody but this user could have written it; a file that others can write is not used.

        Windows tells no owner here: there it must lie in the user's own profile, which Windows closes to all others."""
        if sys.platform == "win32" or IS_WINDOWS or not hasattr(os, "getuid"):
            return path.is_file() and path.resolve().is_relative_to(Path.home().resolve())
        about = [each.stat() for each in (self.folder, path) if each.exists()]
        return len(about) == 2 and all(each.st_uid == os.getuid() and not each.st_mode & 0o022 for each in about)

    def _write(self, name: str, content: bytes) -> None:
        """Writes nothing where the disk refuses: the next audit then judges everything again."""
        new = self.folder / f"{name}.{secrets.token_hex(8)}"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            new.write_bytes(content)
            new.chmod(0o600)
            new.replace(self.folder / name)  # Windows refuses while another audit reads the old one
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _seen_in(path: Path) -> Seen:
    """Nothing where it cannot be read."""
    try:
        return Seen.read(orjson.loads(path.read_bytes()), path)
    except (OSError, ValueError, KeyError, TypeError):
        return Seen(memory=path)


def _version() -> str:
    """Changes whenever the package or its schemas change, since other rules might give another verdict."""
    package = Path(prakat.__file__).parent
    paths = {*package.rglob("*.py"), *(path for path in data.folder().rglob("*") if path.is_file())}
    found = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths)
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _written(checkpoint: Checkpoint) -> dict[str, Any]:
    before = checkpoint.before
    recent = [commit for commit, place in before.positions.items() if place >= checkpoint.reached]
    return {
        "since": checkpoint.since,
        "first": checkpoint.first,
        "older": checkpoint.older,
        "tip": checkpoint.tip,
        "rows": [_row(row) for row in checkpoint.rows],
        "acts": [_row(row) for row in checkpoint.acts],
        "files": {path: f"{mode} {blob}" for path, (mode, blob) in before.files.entries.items()},
        "time": before.time,
        "touched": before.touched,
        "offices": {commit: checkpoint.offices[commit] for commit in recent if commit in checkpoint.offices},
        "log": [checkpoint.log.tip, checkpoint.log.count, checkpoint.log.digest],
        "log_time": checkpoint.log_time,
        "reached": checkpoint.reached,
        "tags": {ref: list(tag) for ref, tag in checkpoint.tags.items()},
        "closed": sorted(checkpoint.closed),
        "accounts": [before.accounts.numbers, before.accounts.owners],
        "counters": before.counters.seen,
    }


def _row(row: AuditRow) -> list[Any]:
    told = [[each.id, {name: _kept(value) for name, value in each.values.items()}] for each in row.violations]
    about = [row.commit, row.time, row.request, row.action, row.things, row.people]
    return [*about, told, row.logged, row.deed.kept()]


def _read(found: Mapping[str, Any]) -> Checkpoint:
    rows = [_row_of(*each) for each in found["rows"]]
    entries = {path: tuple(entry.split(" ")) for path, entry in found["files"].items()}
    positions = {oid: place for place, oid in enumerate([found["since"], *(row.commit for row in rows if row.commit)])}
    blob = entries.get(office.FILE, ("", NOTHING))[1]
    before = MainBefore(FileTree(entries), blob, found["time"], found["touched"], positions, epoch=found["first"])
    before.accounts = AccountPins(*found["accounts"])
    before.counters = DeviceCounters({key: [(*each,) for each in seen] for key, seen in found["counters"].items()})
    return Checkpoint(
        since=found["since"],
        first=found["first"],
        older=found["older"],
        tip=found["tip"],
        before=before,
        rows=rows,
        acts=[_row_of(*each) for each in found["acts"]],
        offices=found["offices"],
        log=Mark(*found["log"]),
        log_time=found["log_time"],
        reached=found["reached"],
        tags={ref: RecordedTag(*kept) for ref, kept in found["tags"].items()},
        closed=set(found["closed"]),
    )


def _row_of(
    commit: str | None,
    time: int | None,
    request: int | None,
    action: str,
    things: Any,
    people: Any,
    told: Any,
    logged: str,
    deed: Any,
) -> AuditRow:
    """Every violation that was kept has been regularised: only a clean checkpoint is kept."""
    violations = tuple(Violation(kind, {name: _said(each) for name, each in values.items()}) for kind, values in told)
    about = commit, time, request, Action(action), tuple(things), tuple(people)
    return AuditRow(*about, violations, bool(violations), logged, deed_of_kept(deed))


def _kept(value: object) -> Any:
    """A value of a violation in a form that JSON can hold; `_said` reads it back."""
    match value:
        case Message(name, values):
            return {"message": name, "values": {place: _kept(each) for place, each in values.items()}}
        case Label(group, word):
            return {"group": group, "word": word}
        case Listed(values, between):
            return {"listed": [_kept(each) for each in values], "between": between}
        case Day(day):
            return {"day": day.isoformat()}
        case Moment(at):
            return {"at": at.isoformat()}
    return str(value)


def _said(kept: Any) -> object:
    match kept:
        case {"message": name, "values": values}:
            return Message(name, {place: _said(each) for place, each in values.items()})
        case {"group": group, "word": word}:
            return Label(group, word)
        case {"listed": values, "between": between}:
            return Listed(tuple(_said(each) for each in values), between)
        case {"day": day}:
            return Day.of(day)
        case {"at": at}:
            return Moment(datetime.datetime.fromisoformat(at))
    return kept
