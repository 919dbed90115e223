"""where an audit ended <-> the lines of a file from which the next one goes on: values, never code"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from prakat.audit.audit_row import AuditRow
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.deed import deed_of_kept
from prakat.audit.earlier_rows import EarlierRows, RowFacts
from prakat.audit_log.audit_log import Mark
from prakat.content.action import Action
from prakat.office import office
from prakat.office.account_pins import AccountPins
from prakat.office.device_counters import DeviceCounters
from prakat.repository.file_tree import FileTree
from prakat.repository.object_id import NOTHING
from prakat.request.main_before import MainBefore
from prakat.rules.message import Message
from prakat.rules.violation import Violation
from prakat.rules.wording import Day, Label, Listed, Moment


def written_checkpoint(checkpoint: Checkpoint) -> bytes:
    """The digest of the rest; a line of what every run needs; then the recorded tags, the rows and the acts, a line
    each. Raises orjson.JSONEncodeError where a file name is not valid text."""
    fresh = {ref: list(tag) for ref, tag in checkpoint.tags.items()}
    tags = [*checkpoint.kept_tags, *([orjson.dumps(fresh)] if fresh else [])]
    rows = checkpoint.kept.grown(_lines(checkpoint.rows))
    acts = checkpoint.kept_acts.grown(_lines(checkpoint.acts))
    about = _about(checkpoint) | {
        "lines": [len(tags), len(rows), len(acts)],
        "rows": rows.columns(),
        "acts": acts.columns(),
    }
    body = b"\n".join([orjson.dumps(about), *tags, *rows.raw, *acts.raw])
    return b"\n".join((_digest(body), body))


def checkpoint_of(raw: bytes) -> Checkpoint | None:
    """None for anything but what `written_checkpoint` made."""
    digest, _, body = raw.partition(b"\n")
    if digest != _digest(body):
        return None
    first, *lines = body.split(b"\n")
    try:
        found = orjson.loads(first)
        tags, rows, _ = found["lines"]
        kept = EarlierRows.kept(lines[tags : tags + rows], found["rows"], row_of)
        kept_acts = EarlierRows.kept(lines[tags + rows :], found["acts"], row_of)
        return _read(found, tuple(lines[:tags]), kept, kept_acts)
    except (ValueError, KeyError, TypeError):  # of another version
        return None


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode("ascii")


def _lines(rows: Iterable[AuditRow]) -> Iterable[tuple[bytes, RowFacts]]:
    for row in rows:
        told = row.commit, row.time, not row.violations, row.deed.regularises, office.FILE in row.things
        yield line_of(row), RowFacts(*told)


def _about(checkpoint: Checkpoint) -> dict[str, Any]:
    before = checkpoint.before
    recent = [commit for commit, place in before.positions.items() if place >= checkpoint.reached]
    return {
        "since": checkpoint.since,
        "first": checkpoint.first,
        "older": checkpoint.older,
        "tip": checkpoint.tip,
        "files": {path: f"{mode} {blob}" for path, (mode, blob) in before.files.entries.items()},
        "time": before.time,
        "touched": before.touched,
        "offices": {commit: checkpoint.offices[commit] for commit in recent if commit in checkpoint.offices},
        "log": [checkpoint.log.tip, checkpoint.log.count, checkpoint.log.digest],
        "log_time": checkpoint.log_time,
        "reached": checkpoint.reached,
        "closed": sorted(checkpoint.closed),
        "accepted": sorted(checkpoint.accepted),
        "accounts": [before.accounts.numbers, before.accounts.owners],
        "counters": before.counters.seen,
    }


def line_of(row: AuditRow) -> bytes:
    """Its JSON, which `row_of` reads. Raises orjson.JSONEncodeError where a file name is not valid text."""
    told = [[each.id, {name: _kept(value) for name, value in each.values.items()}] for each in row.violations]
    about = [row.commit, row.time, row.request, row.action, row.things, row.people]
    return orjson.dumps([*about, told, row.logged, row.deed.kept()])


def _read(
    found: Mapping[str, Any], tags: tuple[bytes, ...], rows: EarlierRows[AuditRow], acts: EarlierRows[AuditRow]
) -> Checkpoint:
    entries = {path: tuple(entry.split(" ")) for path, entry in found["files"].items()}
    positions = {oid: place for place, oid in enumerate([found["since"], *rows.on_main])}
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
        kept=rows,
        kept_acts=acts,
        kept_at=(found["tip"], found["log"][0]),
        offices=found["offices"],
        log=Mark(*found["log"]),
        log_time=found["log_time"],
        reached=found["reached"],
        kept_tags=tags,
        closed=set(found["closed"]),
        accepted=frozenset(found["accepted"]),
    )


def row_of(line: bytes) -> AuditRow:
    return _row_of(*orjson.loads(line))


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
