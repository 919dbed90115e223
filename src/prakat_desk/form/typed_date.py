"""day, month, year and time as people type them -> an ISO date, or what is wrong with them and how to mend it"""

import re

from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import DateProblem, parse_date, parse_with_time, to_arabic_digits
from prakat.thai.clock import clock_meant
from prakat.thai.month import month_number

_WHOLE_TIME = re.compile(r"[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?(\+07:00)?")


def typed_date(day: str, month: str, year: str, time: str = "") -> str | Message:
    """Empty where nothing is typed. The year may be of either era, digits Thai, and a whole date may stand in the
    place of the day; what can mean several days is never decided here."""
    day, month, year, time = (to_arabic_digits(each).strip() for each in (day, month, year, time))
    if not any((day, month, year, time)):
        return ""
    if day and not (month or year):
        return _whole(day, time)
    if not (day and month and year):
        return message("desk_form.date-incomplete")
    number = month_number(month)
    if not (day.isdecimal() and year.isdecimal() and number and len(day) <= 2 and len(year) == 4):
        return message("desk_form.date-form")
    iso = f"{year}-{number:02}-{int(day):02}"
    found = parse_date(iso)
    meant = found.suggestion if isinstance(found, DateProblem) and found.is_certain else iso
    if isinstance(parse_date(meant), DateProblem):
        return message("desk_form.no-such-day", day=day, month=month, year=year)
    return _with_time(meant, time)


def _whole(text: str, time: str) -> str | Message:
    """As `4 พ.ย. 2569` or `2026-11-04`, where nothing else can have been meant."""
    found = parse_with_time(text)
    if not isinstance(found, DateProblem):
        return _with_time(text, time)
    if found.is_certain and not isinstance(parse_with_time(found.suggestion), DateProblem):
        return _with_time(found.suggestion, time)
    return message("desk_form.date-form")


def _with_time(day: str, time: str) -> str | Message:
    if not time:
        return day
    meant = f"{day}T{time if _WHOLE_TIME.fullmatch(time) else clock_meant(time)}"
    if "T" in day or isinstance(parse_with_time(meant), DateProblem):
        return message("desk_form.time-form", found=time)
    return meant
