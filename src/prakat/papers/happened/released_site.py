"""the audit-log -> when the released site first lacked an item, and on which days the publishing machine was silent"""

import datetime
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import Record, RecordKind
from prakat.item.item_path import ROOT, folder_of
from prakat.thai.buddhist_era import BANGKOK, bangkok_day
from prakat.thai.period import Period

_DAY = datetime.timedelta(days=1)


class _Deployment(NamedTuple):
    at: datetime.datetime
    day: str
    """The day of which it shows the site, as written."""
    height: int
    """How many commits of main come before the one that it shows."""


@dataclass(frozen=True, slots=True)
class ReleasedSite:
    taken_down: Mapping[str, list[datetime.datetime]] = field(default_factory=dict)
    """Item folder -> when it was recorded that a release showed it no longer."""
    deployments: tuple[_Deployment, ...] = ()
    signs: tuple[datetime.date, ...] = ()
    """The days on which the publishing machine recorded anything, once each, in order."""

    @classmethod
    def of(cls, log: AuditLog, heights: Mapping[str, int], day: datetime.date) -> "ReleasedSite":
        """As recorded up to the end of that day. `heights`: of main's commits."""
        taken_down: dict[str, list[datetime.datetime]] = {}
        deployments: list[_Deployment] = []
        signs: dict[datetime.date, None] = {}
        for each in log.of(RecordKind.TAKEDOWN, RecordKind.DEPLOYMENT, RecordKind.HEARTBEAT):
            if bangkok_day(each.at) > day:
                continue
            if each.kind is RecordKind.TAKEDOWN:
                taken_down.setdefault(_folder(each), []).append(each.at.astimezone(BANGKOK))
                continue
            signs[bangkok_day(each.at)] = None
            height = heights.get(str(each.facts.get("commit")))
            if each.kind is RecordKind.DEPLOYMENT and height is not None:
                deployments.append(_Deployment(each.at.astimezone(BANGKOK), str(each.facts.get("day")), height))
        return cls(taken_down, tuple(sorted(deployments)), tuple(sorted(signs)))

    def first_without(
        self, folder: str, due: datetime.date, height: int, before: datetime.date | None
    ) -> datetime.datetime | None:
        """When the site first lacked what was to come down by that day, by the commit of that height; None where no
        record tells, as before the first, and where it was to be shown again from the day `before` on."""
        if not self.signs or due < self.signs[0]:
            return None
        told = [each for each in self.taken_down.get(folder, ()) if _is_within(each, due, before)]
        begun = bisect_left(self.deployments, due, key=lambda each: each.at.date())
        shown = (each for each in islice(self.deployments, begun, None) if each.height >= height)
        first = next((each.at for each in shown if each.day >= due.isoformat()), None)
        told += [first] if first and _is_within(first, due, before) else []
        return min(told, default=None)

    def missed(self, period: Period, until: datetime.date) -> Iterator[datetime.date]:
        """The days of the period, up to `until`, without a sign of it, though it had begun to give one."""
        given = frozenset(self.signs)
        day = max(period.first, self.signs[0]) if self.signs else until + _DAY
        while day <= until:
            if day not in given:
                yield day
            day += _DAY


def _is_within(at: datetime.datetime, due: datetime.date, before: datetime.date | None) -> bool:
    return due <= at.date() and (before is None or at.date() < before)


def _folder(record: Record) -> str:
    """The path is an item's folder or, in records of other versions, its address."""
    return folder_of(str(record.facts.get("path")).strip("/").removeprefix(f"{ROOT}/"))
