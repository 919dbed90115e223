"""office.yml -> how long things may take in this office, and its closed days besides the public holidays"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    expiring_within_days: int = 14
    ratify_within_working_days: int = 1
    extra_holidays: frozenset[datetime.date] = frozenset()
    confirm_within_working_days: int = 3
