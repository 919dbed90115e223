"""day, month, year and time as people type them -> an ISO date, or what is wrong with them and how to mend it"""

import re

from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import EARLIEST, LATEST, OFFSET, DateProblem, parse_with_time, to_arabic_digits
from prakat.thai.clock import clock_meant, is_clock
from prakat.thai.month import MONTHS, month_number

_WHOLE_TIME = re.compile(r"[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?(\+07:00)?")
_MOST = 60
"""Characters that a date may have; longer ones are none, and are not searched."""


def typed_date(day: str, month: str, year: str, time: str = "") -> str | Message:
    """Empty where nothing is typed. The year may be of either era, digits Thai, and a whole date may stand in the
    place of the day; what can mean several days is never decided here."""
    day, month, year, time = (to_arabic_digits(each.strip()[: _MOST + 1]) for each in (day, month, year, time))
    if not any((day, month, year, time)):
        return ""
    if day and not (month or year) and not day.isdecimal():
        return _whole(day, time)
    if not (day and month and year):
        return message("desk_form.date-incomplete")
    number = month_number(month)
    named = MONTHS[number - 1] if 1 <= number <= len(MONTHS) else month
    found = _day(f"{day} {named} {year}")
    return _refused(found, f"{day} {named} {year}", year) if isinstance(found, DateProblem) else _with_time(found, time)


def _refused(problem: DateProblem, found: str, year: str) -> Message:
    if problem.rule in ("date.year", "date.short-year"):
        first, last = EARLIEST + OFFSET, LATEST + OFFSET
        return message("desk_form.year-form", first=str(first), last=str(last), found=year[:_MOST])
    if problem.rule == "date.impossible":
        return message("desk_form.no-such-day", found=found[:_MOST])
    return message("desk_form.date-form", found=found[:_MOST])


def typed_time(text: str) -> str | Message:
    """A time of day as 16:30; empty where nothing is typed."""
    meant = clock_meant(text) if text.strip() and len(text) <= _MOST else ""
    return meant if is_clock(meant) or not text.strip() else message("desk_form.time-form", found=text[:_MOST])


def _whole(text: str, time: str) -> str | Message:
    """As `4 พ.ย. 2569`, `2026-11-04` or `4/11/2569`, where nothing else can have been meant."""
    found = _day(text)
    return _refused(found, text, text) if isinstance(found, DateProblem) else _with_time(found, time)


def _day(text: str) -> str | DateProblem:
    """The date that was certainly meant, in ISO, with a time where the text has one."""
    found = parse_with_time(text) if len(text) <= _MOST else DateProblem("date.format", "")
    if not isinstance(found, DateProblem):
        return text
    is_sure = found.is_certain and not isinstance(parse_with_time(found.suggestion), DateProblem)
    return found.suggestion if is_sure else found


def _with_time(day: str, time: str) -> str | Message:
    if not time:
        return day
    meant = f"{day}T{time if _WHOLE_TIME.fullmatch(time) else clock_meant(time)}"
    if "T" in day or isinstance(parse_with_time(meant), DateProblem):
        return message("desk_form.time-form", found=time[:_MOST])
    return meant
