"""office.yml -> how long things may take in this office, and its closed days besides the public holidays"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    expiring_within_days: int = 14
    ratify_within_working_days: int = 1
    extra_holidays: frozenset[datetime.date] = frozenset()
    confirm_within_working_days: int = 3
    quiet_from: datetime.time = datetime.time(18)
    quiet_until: datetime.time = datetime.time(7)
    """Between them, in Bangkok, nobody gets mail that is not urgent."""
