"""audit-log x moment -> when the nightly run last happened, and whether the last one did not (R37)"""

import datetime
from dataclasses import dataclass

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import RecordKind
from prakat.thai.buddhist_era import BANGKOK, bangkok_day

BY = datetime.time(6, tzinfo=BANGKOK)
"""By then the run of the night has happened."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    last: datetime.datetime | None
    """When the publishing machine last recorded that it had published; None where it never has."""
    is_missed: bool
    """Whether it has recorded nothing today, though the night is over."""

    @classmethod
    def of(cls, log: AuditLog, moment: datetime.datetime) -> "Heartbeat":
        told = [each.at for each in log.of(RecordKind.DEPLOYMENT, RecordKind.HEARTBEAT)][-1:]
        day = bangkok_day(moment)
        is_over = moment >= datetime.datetime.combine(day, BY)
        nights = 0 if is_over else 1
        is_missed = bool(told) and bangkok_day(told[0]) < day - datetime.timedelta(days=nights)
        return cls(told[0] if told else None, is_missed)
