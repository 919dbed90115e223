"""the auditor's files of heads seen, one for each copy -> what is known of a copy, also of one that was moved since"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from prakat.audit.seen import Seen
from prakat.repository.branch_copies import newest_tip
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository


def seen_in(files: Iterable[Path], memory: Path) -> Seen:
    """What these files hold together; nothing of one that cannot be read."""
    mains: list[str] = []
    logs: list[str] = []
    for each in files:
        try:
            found = Seen.read(orjson.loads(each.read_bytes()), memory)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        mains += found.mains
        logs += found.logs
    return Seen(tuple(dict.fromkeys(mains)), tuple(dict.fromkeys(logs)), memory)


def seen_bytes(seen: Seen, repository: Repository) -> bytes:
    """What `seen_in` and `of_moved` read."""
    return orjson.dumps({**seen.kept(), **_about(repository)})


def of_moved(files: Iterable[Path], repository: Repository) -> list[Path]:
    """Those of copies of the same history that are no longer where they were: most likely one of them is this copy.
    A copy that still lies elsewhere says nothing of this one, which may simply not have fetched as much."""
    root = _about(repository).get("root")
    told = {each: _told(each) for each in files} if root else {}
    return [each for each, kept in told.items() if kept.get("root") == root and not Path(str(kept["place"])).exists()]


def _told(path: Path) -> Mapping[str, Any]:
    try:
        kept = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) and isinstance(kept.get("place"), str) else {}


def _about(repository: Repository) -> dict[str, str]:
    """Where this copy lies and the first commit of its main; nothing where either cannot be told."""
    place = str(repository.git_dir.resolve())
    try:
        tip = newest_tip(repository, MAIN)
        root = repository.line("rev-list", "--first-parent", "--max-parents=0", tip, "--") if tip else ""
        place.encode("utf-8")
    except (GitFailed, UnicodeEncodeError):
        return {}
    return {"root": root, "place": place} if root else {}
