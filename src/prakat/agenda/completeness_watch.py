"""what an office's lists lack x day -> what its webmasters are told of it by mail: assessments, and 1 October (R21)"""

import datetime
from collections.abc import Iterator

from prakat.agenda.completeness_lines import COMPLETENESS_PAGE, evidence_said
from prakat.agenda.matter import Matter
from prakat.agenda.quarter_record import record_page, record_said
from prakat.agenda.situation import Situation
from prakat.office.settings import Settings
from prakat.rules.message import message
from prakat.thai.buddhist_era import fiscal_days
from prakat.thai.working_day import is_working_day, next_working_day
from prakat.thai.working_time import last_working_day

_STAGES = (30, 14, 3, 0)
"""So many days before evidence is taken for the last time; a day on which the office is closed is told of before it."""
_LOOKED_FOR = datetime.timedelta(days=31)
"""So long from 1 October on it is told that the announcement of the year is missing."""
_DAY = datetime.timedelta(days=1)


def completeness_matters(found: Situation, person: str) -> Iterator[Matter]:
    """Of a webmaster."""
    if quarter := found.without_record:
        yield Matter(person, f"record/{quarter.id}", record_said(quarter), 1, (), record_page(quarter))
    now, settings = found.completeness, found.office.settings
    if now is None:
        return
    for each in now.evidence:
        asked = each.assessment
        stage = evidence_stage(asked.until, found.day, settings)
        if stage:
            key = f"evidence/{asked.list}/{asked.start.isoformat()}/{asked.until.isoformat()}/{asked.what}"
            yield Matter(person, key, evidence_said(now, each), stage, (), COMPLETENESS_PAGE)
    if now.lacks_announcement and is_announcement_due(now.year, found.day, settings):
        about = message("told.no-announcement", year=now.year)
        yield Matter(person, f"announcement/{now.year}", about, 1, (), COMPLETENESS_PAGE)


def evidence_stage(until: datetime.date, day: datetime.date, settings: Settings) -> int:
    """How often it was told by that day; 0 before the first time, and once it is too late."""
    if day > until:
        return 0
    return sum(_told_on(until - _DAY * before, settings) <= day for before in _STAGES)


def _told_on(day: datetime.date, settings: Settings) -> datetime.date:
    is_open = is_working_day(day, settings.extra_holidays)
    return day if is_open else last_working_day(day, settings.extra_holidays)


def is_announcement_due(year: int, day: datetime.date, settings: Settings) -> bool:
    """From the first working day of the fiscal year on."""
    first = fiscal_days(year)[0]
    return next_working_day(first - _DAY, settings.extra_holidays) <= day < first + _LOOKED_FOR
