"""the record of a merge that main is still to get -> whether it may be believed that this merge is under way"""

from collections.abc import Iterator
from dataclasses import replace

from prakat.audit.audit_row import AuditRow, of_repository
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.verdict import Judge
from prakat.audit_log.audit_log import LogEntry
from prakat.office.account_pins import AccountPins
from prakat.repository.mainline import Landing, landings, read_mainline
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed
from prakat.request.landing_rules import pointers
from prakat.rules.violation import violation


def check_ahead(entry: LogEntry, judge: Judge, checkpoint: Checkpoint, *, is_fetched: bool) -> Iterator[AuditRow]:
    """The record is the publisher's, by the office in force before it, and the merge is one that main may get.

    A copy that fetched cannot judge a merge that no branch brought along; the office's own repository always has it."""
    office = checkpoint.before.office
    known = judge.reader.office(office) if office != NOTHING else None
    is_publishers = known is not None and judge.is_publishers(entry, known)
    if not is_publishers:
        yield of_repository(violation("record.signature", record=entry.name), logged=entry.commit)
    if not is_publishers or not _may_follow(entry, judge, checkpoint, is_fetched=is_fetched):
        yield of_repository(violation("record.orphan", record=entry.name), logged=entry.commit)


def _may_follow(entry: LogEntry, judge: Judge, checkpoint: Checkpoint, *, is_fetched: bool) -> bool:
    """Whether nothing would be held against the merge if main were moved to it."""
    assert entry.record, "the record of a merge"
    merge, number = str(entry.record.facts.get("commit")), entry.record.facts.get("request")
    if judge.repository.ids([merge]) == [None]:
        return is_fetched
    landing = _landing(judge, merge, checkpoint.tip)
    if landing is None:
        return False
    alone = replace(
        judge,
        records={merge: [entry]},
        pointers=pointers(judge.reader, landing.commit.changes),
        reused={merge: number} if number in checkpoint.closed else {},
    )
    pins = checkpoint.before.accounts
    before = replace(checkpoint.before.copy(), accounts=AccountPins(dict(pins.numbers), dict(pins.owners)))
    return not any(each.blocks_merge for each in alone.verdict(landing, before).violations)


def _landing(judge: Judge, merge: str, tip: str) -> Landing | None:
    """The merge as main's next commit; None for anything else."""
    try:
        line = read_mainline(judge.repository, merge, tip)
    except GitFailed:
        return None
    steps = [*landings(line, tip)]
    return steps[0] if len(steps) == 1 and line.after == tip else None
