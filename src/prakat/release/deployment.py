"""release x publisher's key -> its record in the audit-log, and a record for each item that it took down (R37)"""

import datetime
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from prakat.audit.run_memory import RunMemory
from prakat.audit_log import record
from prakat.audit_log.audit_log import AuditLog, Fact
from prakat.audit_log.record import RecordKind
from prakat.item.state import State
from prakat.merging import bare_counter
from prakat.merging.merging import Merging
from prakat.merging.publisher import publisher_lock
from prakat.release.basis import APPROVED
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.repository import GitFailed, open_repository
from prakat.repository.retry import Retry
from prakat.thai.buddhist_era import bangkok_day

_LOG = logging.getLogger(__name__)
_AGAIN = Retry(tries=4, first=0, longest=0)


def note(
    repo: Path,
    key: Path,
    release_folder: ReleaseFolder,
    moment: datetime.datetime,
    memory: RunMemory | None = None,
) -> int:
    """Records the current release and what it took down, unless already recorded last; returns how many records.

    It is also called before a release, to record what a killed run put live. Raises CannotWork for a wrong key.
    """
    if release_folder.current_id() is None:
        return 0
    repository = open_repository(repo)
    with publisher_lock(repository.git_dir):
        memory = memory or RunMemory()
        return note_at(bare_counter.open_merging(repository, key, moment, memory.verified(), memory), release_folder)


def note_at(merging: Merging, release_folder: ReleaseFolder) -> int:
    """Like `note`, on a bare repository or a forge."""
    current = release_folder.current_id()
    before = next(reversed([*merging.work.log.of(RecordKind.DEPLOYMENT)]), None)
    if current is None or (before and before.facts.get("release") == current):
        return 0
    content = release_folder.manifest(current)
    if content["source"] != APPROVED:
        return 0
    facts = [_deployment(release_folder, current, content), *_takedowns(merging.work.log, current, content)]
    merging.record(facts)
    return len(facts)


def note_alive(open_merging: Callable[[], Merging], release_folder: ReleaseFolder) -> int:
    """Like `note_at`, and records that the publishing machine is alive. Retries if another machine wrote meanwhile."""
    count = 0
    for attempt in _AGAIN.attempts():
        try:
            merging = open_merging()
            count += note_at(merging, release_folder)
            merging.record([(RecordKind.HEARTBEAT, {"release": release_folder.current_id()})])
            break
        except GitFailed:
            if attempt.is_last:
                raise
            _LOG.info("the audit-log could not be pushed, perhaps because another machine wrote to it; trying again")
    return count


def is_due(log: AuditLog, day: datetime.date) -> bool:
    """Whether something was merged since the publishing machine last recorded anything, or that was before `day`, on
    which other items may start or come down."""
    kinds = (RecordKind.MERGE, RecordKind.DEPLOYMENT, RecordKind.HEARTBEAT)
    newest = next(reversed([*log.of(*kinds)]), None)
    if newest is None:
        return False
    _LOG.info("the newest record of a merge or of the publishing machine is %d: %s", newest.sequence, newest.kind.value)
    return newest.kind is RecordKind.MERGE or bangkok_day(newest.at) < day


def _deployment(release_folder: ReleaseFolder, current: str, content: Mapping[str, Any]) -> Fact:
    return RecordKind.DEPLOYMENT, {
        "release": current,
        "manifest": record.digest(release_folder.manifest_file(current).read_bytes()),
        "commit": content["commit"],
        "day": content["day"],
        "source": content["source"],
        "shown": sum(State(each["state"]).is_public for each in content["items"]),
        "left_out": content["left_out"],
    }


def _takedowns(log: AuditLog, current: str, content: Mapping[str, Any]) -> Iterator[Fact]:
    """Records for what the release shows as taken down and is not yet recorded; no earlier release is needed for that.

    An item that is deleted from content/ gets none: the record of that merge tells it.
    """
    told = {(each.facts.get("path"), each.facts.get("since")) for each in log.of(RecordKind.TAKEDOWN)}
    for each in content["items"]:
        if State(each["state"]).is_taken_down and (each["path"], each["since"]) not in told:
            facts = {name: each[name] for name in ("path", "state", "since")}
            yield RecordKind.TAKEDOWN, {**facts, "day": content["day"], "release": current}
