"""a merge that is proven -> the position that approved it, and the day"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endorsement:
    position: str
    """Public pages show positions, never names or mails (DESIGN: Requests)."""
    day: datetime.date
    """In Bangkok."""
