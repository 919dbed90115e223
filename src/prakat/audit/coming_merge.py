"""the record of a merge that main is still to get x main before it -> every rule that this merge would violate"""

from collections.abc import Iterator
from dataclasses import replace

from prakat.audit.audit_row import AuditRow, of_repository
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.verdict import Judge
from prakat.audit_log.audit_log import LogEntry
from prakat.audit_log.merge_record import MergeRecord
from prakat.office.account_pins import AccountPins
from prakat.repository.mainline import Landing, landing_of, landings, merge_base, net_changes, read_mainline
from prakat.repository.repository import GitFailed, Repository
from prakat.request.landing_rules import pointers
from prakat.rules.violation import Violation, violation

_UNKNOWN = frozenset({"merge.message", "time.decreases"})
"""What the merge itself says, of which nothing is known before it has come."""


def check_ahead(entry: LogEntry, judge: Judge, checkpoint: Checkpoint, *, is_fetched: bool) -> Iterator[AuditRow]:
    """The record of a merge that main is still to get is the publisher's, by the office in force before it, and that
    merge violates nothing. Call it when `checkpoint` has reached the tip of main.

    A copy that fetched cannot judge a merge that no branch brought along; the office's own repository always has it."""
    if not judge.is_of_office(entry, checkpoint.before.office):
        found = [violation("record.signature", record=entry.name), violation("record.orphan", record=entry.name)]
    else:
        found = [*_check(entry, judge, checkpoint, is_fetched=is_fetched)]
    yield from (of_repository(each, logged=entry.commit) for each in found)


def _check(entry: LogEntry, judge: Judge, checkpoint: Checkpoint, *, is_fetched: bool) -> Iterator[Violation]:
    """Judges it like one that has landed. Where only its request has come here, judges how that would land."""
    record, tip = entry.merge, checkpoint.tip
    if not isinstance(record, MergeRecord):
        yield from () if record is None else (violation("record.form", record=entry.name, problem=record.why),)
        return
    made, head = judge.repository.ids([record.commit, record.head])
    if not made and not is_fetched:
        yield violation("record.orphan", record=entry.name)
        return
    if not (made or head):
        return  # this copy is older than the request
    try:
        landing = _made(judge.repository, record, tip) if made else _to_come(judge.repository, record, entry, tip)
        if landing is None:
            yield violation("record.orphan", record=entry.name)
            return
        found = _judged(landing, entry, record, judge, checkpoint)
    except GitFailed as problem:
        found = (violation("repository.broken", problem=problem),)
    yield from (each for each in found if each.blocks_merge and (made or each.id not in _UNKNOWN))


def _judged(
    landing: Landing, entry: LogEntry, record: MergeRecord, judge: Judge, checkpoint: Checkpoint
) -> tuple[Violation, ...]:
    own = replace(
        judge,
        records={record.commit: [entry]},
        pointers=pointers(judge.reader, landing.commit.changes),
        reused={record.commit: record.request} if record.request in checkpoint.closed else {},
    )
    before, pins = checkpoint.before.copy(), checkpoint.before.accounts
    before.accounts = AccountPins(dict(pins.numbers), dict(pins.owners))
    before.counters = before.counters.copy()
    return own.verdict(landing, before).violations


def _made(repository: Repository, record: MergeRecord, tip: str) -> Landing | None:
    """The merge as it lies here; None if it does not follow upon main."""
    line = read_mainline(repository, record.commit, tip)
    found = [*landings(line, tip)]
    return found[0] if len(found) == 1 and line.after == tip else None


def _to_come(repository: Repository, record: MergeRecord, entry: LogEntry, tip: str) -> Landing:
    landing = landing_of(repository.log(record.head, f"^{tip}"), tip, record.head)
    base = merge_base(repository, landing)
    changes = () if base is None else net_changes(repository, landing, base)
    commit = landing.commit._replace(id=record.commit, time=entry.time, changes=changes)
    return landing._replace(commit=commit)
