"""front matter -> the reader's deadline, which is not the item's last day (DESIGN: The item)"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closing:
    on: datetime.date
    time: datetime.time | None
    """Of that day in Bangkok; None where the whole day counts."""
    what: str


def closing_of(found: Mapping[str, str] | None) -> Closing | None:
    if found is None:
        return None
    time = datetime.time.fromisoformat(found["time"]) if "time" in found else None
    return Closing(datetime.date.fromisoformat(found["on"]), time, found["what"])
