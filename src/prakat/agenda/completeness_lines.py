"""what an office's lists lack x day -> the lines of a morning that say it, each with the page where it is closed"""

from collections.abc import Iterator

from prakat.agenda.completeness_now import CompletenessNow, EvidenceDue
from prakat.agenda.quarter_record import record_lines
from prakat.agenda.section import MorningLine
from prakat.agenda.situation import Situation
from prakat.rules.message import Message, message
from prakat.rules.wording import BriefDay, Label

COMPLETENESS_PAGE = "/completeness"
_URGENT = 3
"""Days that are left of what is urgent."""


def completeness_lines(found: Situation) -> Iterator[MorningLine]:
    if now := found.completeness:
        yield from _evidence_lines(now)
    yield from record_lines(found.without_record)
    if now:
        yield from _lacking_lines(now)


def _evidence_lines(now: CompletenessNow) -> Iterator[MorningLine]:
    for each in now.evidence:
        if each.is_near(now.day):
            is_urgent, page = each.left(now.day) <= _URGENT, f"{COMPLETENESS_PAGE}#{each.assessment.list}"
            yield MorningLine(evidence_said(now, each), page=page, is_urgent=is_urgent, on=each.assessment.until)


def _lacking_lines(now: CompletenessNow) -> Iterator[MorningLine]:
    if now.lacks_announcement:
        yield MorningLine(message("agenda.no-announcement", year=now.year), page=COMPLETENESS_PAGE)
    for one in now.missing_months:
        yield MorningLine(message("agenda.months-missing", what=one.what, months=one.months), page=COMPLETENESS_PAGE)
    for lacking in now.lists:
        if count := len(lacking.failures):
            name = Label("assessment", lacking.asked.id)
            said = message("agenda.lacking", name=name, year=now.year, count=count, all=lacking.asked_for)
            yield MorningLine(said, page=f"{COMPLETENESS_PAGE}#{lacking.asked.id}")


def evidence_said(now: CompletenessNow, each: EvidenceDue) -> Message:
    """Until when it is taken, and how much of its list is not there."""
    asked, left, count = each.assessment, each.left(now.day), each.lacking
    name, what, day = Label("assessment", asked.list), asked.what, BriefDay(asked.until)
    if count is None:
        return message("agenda.evidence-of-no-list", name=name, what=what, day=day, left=left)
    if asked.start > now.day:
        begins = BriefDay(asked.start)
        return message("agenda.evidence-soon", name=name, what=what, begins=begins, day=day, count=count)
    if not left:
        return message("agenda.evidence-today", name=name, what=what, day=day, count=count)
    return message("agenda.evidence", name=name, what=what, day=day, left=left, count=count)
