"""the position that approved each merge, and the day <-> a file for the site builder, which is another process"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Endorsement:
    position: str
    """Public pages show positions, never names or mails (DESIGN: Requests)."""
    day: datetime.date
    """In Bangkok."""


def write(found: Mapping[str, Endorsement], to: Path) -> None:
    """Writes them for the site builder, which is another process."""
    rows = {commit: (each.position, each.day.isoformat()) for commit, each in found.items()}
    to.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8", newline="\n")


def read(path: Path) -> Mapping[str, Endorsement]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {commit: Endorsement(position, datetime.date.fromisoformat(day)) for commit, (position, day) in rows.items()}
