"""release x publisher's key -> its record in the audit-log, and one of each item that it took down (R37)"""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from prakat import publisher, record
from prakat.audit_log import Fact
from prakat.history import open_repository
from prakat.lifecycle import State
from prakat.publisher import Desk
from prakat.receipt import only_one
from prakat.record import RecordKind
from prakat.release import Place


def note(repo: Path, key: Path, place: Place, moment: datetime.datetime) -> int:
    """Records the current release and what it took down, unless the newest such record is of it; how many records.

    Called before a release too, it records what a killed run had switched to. Raises CannotWork for another's key.
    """
    if place.current_id() is None:
        return 0
    repository = open_repository(repo)
    with only_one(repository.git_dir, "publisher"):
        return note_at(publisher.open_desk(repository, key, moment), place)


def note_at(desk: Desk, place: Place) -> int:
    """The same at an open desk, a forge's for one."""
    current = place.current_id()
    before = next(reversed([*desk.log.of(RecordKind.DEPLOYMENT)]), None)
    if current is None or (before and before.facts.get("release") == current):
        return 0
    facts = list(_facts(place, current, before.facts.get("release") if before else None))
    desk.record(facts)
    return len(facts)


def _facts(place: Place, current: str, previous: str | None) -> Iterator[Fact]:
    now = place.manifest(current)
    then = place.manifest(previous) if previous in place.known() else {"items": []}
    yield (
        RecordKind.DEPLOYMENT,
        {
            "release": current,
            "manifest": record.digest(place.manifest_file(current).read_bytes()),
            "commit": now["commit"],
            "day": now["day"],
            "source": now["source"],
            "shown": len(_shown(now)),
            "left_out": now["left_out"],
        },
    )
    after = {each["path"]: each for each in now["items"]}
    for path in sorted(_shown(then) - _shown(now)):
        yield (
            RecordKind.TAKEDOWN,
            {
                "path": path,
                "state": after[path]["state"] if path in after else "removed",
                "day": now["day"],
                "release": current,
            },
        )


def _shown(manifest: Mapping[str, Any]) -> set[str]:
    return {each["path"] for each in manifest["items"] if State(each["state"]).is_public}
