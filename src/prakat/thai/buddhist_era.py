"""date -> Thai date, fiscal year, quarter; text -> date or what is wrong with it; the only place of B.E. arithmetic"""

import calendar
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from prakat.cannot_work import CannotWork
from prakat.thai.meant_date import MeantDate, meant_date
from prakat.thai.month import MONTHS, SHORT_MONTHS

BANGKOK = datetime.timezone(datetime.timedelta(hours=7), "Asia/Bangkok")
"""Its only offset since 1920: no machine's data of time zones, which Windows does not have, can change a verdict."""
_ZERO = datetime.datetime(1970, 1, 1, 7, tzinfo=BANGKOK)
OFFSET = 543
EARLIEST, LATEST = 1900, 2100
FIRST_BE, LAST_BE = 2400, 2700
_LONGEST = 60
_DATE = "--date / PRAKAT_DATE"
_EXAMPLE = datetime.date(2026, 10, 1)
_UNKNOWN = "..:.."
_OFFSET = "+07:00"
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ARABIC_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(\+07:00)?")


def to_thai_digits(text: str) -> str:
    return text.translate(_THAI_DIGITS)


def to_arabic_digits(text: str) -> str:
    return text.translate(_ARABIC_DIGITS)


def year(day: datetime.date) -> int:
    """The Buddhist-era year. Right from 1941 on: before it the Thai year began on 1 April."""
    return day.year + OFFSET


def fiscal_year(day: datetime.date) -> int:
    """The Buddhist-era fiscal year, 1 October to 30 September, named by the year in which it ends (R43)."""
    return day.year + OFFSET + (day.month >= 10)


def quarter(day: datetime.date) -> int:
    """The quarter of the fiscal year: 1 is October to December (R42)."""
    return (day.month - 10) % 12 // 3 + 1


def fiscal_days(number: int, part: int = 0) -> tuple[datetime.date, datetime.date]:
    """First and last day of a Buddhist-era fiscal year, or of one of its quarters, 1 to 4."""
    months = range(3 * part - 3, 3 * part) if part else range(12)
    first, after = ((number - OFFSET - 1) * 12 + 9 + each for each in (months[0], months[-1] + 1))
    start, end = (datetime.date(each // 12, each % 12 + 1, 1) for each in (first, after))
    return start, end - datetime.timedelta(days=1)


def long_date(day: datetime.date) -> str:
    """As in a notice, but with Arabic digits for the screen: 20 พฤศจิกายน 2569."""
    return f"{day.day} {MONTHS[day.month - 1]} {year(day)}"


def long_moment(moment: datetime.datetime) -> str:
    """Like `long_date`, with the time of day: 20 พฤศจิกายน 2569 เวลา 08.30 น."""
    return f"{long_date(moment)} เวลา {moment:%H.%M} น."


def short_date(day: datetime.date) -> str:
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {year(day) % 100:02}"


def short_moment(moment: datetime.datetime) -> str:
    """Like `short_date`, with the time of day: 20 พ.ย. 69 08.30 น."""
    return f"{short_date(moment)} {moment:%H.%M} น."


def weekday_moment(day: datetime.date, time: datetime.time | None) -> str:
    """As on a notice board, with the day of the week: ศุกร์ 27 พ.ย. 2569 16.30 น."""
    date = f"{WEEKDAYS[day.weekday()]} {day.day} {SHORT_MONTHS[day.month - 1]} {year(day)}"
    return f"{date} {time:%H.%M} น." if time else date


@dataclass(frozen=True, slots=True)
class DateProblem:
    rule: str
    suggestion: str
    """The date that was meant, in ISO, with `..` for what only its writer knows; or an example of the form."""
    is_certain: bool = field(default=False, compare=False)
    """Whether nothing else can have been meant."""


def parse_date(text: str) -> datetime.date | DateProblem:
    """An ISO 8601 date of the common era, or the rule that the text breaks and what it should say."""
    match = _ISO.fullmatch(text)
    if match is None:
        return _not_iso(text[:_LONGEST])
    number, month, day = (int(part) for part in match.groups())
    if number < FIRST_BE:
        return _real(number, month, day)
    meant = _real(number - OFFSET, month, day)
    return meant if isinstance(meant, DateProblem) else DateProblem("date.buddhist-era", meant.isoformat(), True)


def _real(number: int, month: int, day: int) -> datetime.date | DateProblem:
    if not EARLIEST <= number <= LATEST:
        return DateProblem("date.year", f"{EARLIEST}–{LATEST}")
    try:
        return datetime.date(number, month, day)
    except ValueError:
        first, last = (month, month) if 1 <= month <= 12 else (1, 12)
        end = calendar.monthrange(number, last)[1]
        return DateProblem("date.impossible", f"{number}-{first:02}-01–{number}-{last:02}-{end}")


def _not_iso(text: str, *, takes_time: bool = False, time_required: bool = False) -> DateProblem:
    """What is wrong with a date in another form; what its writer left out is never filled in."""
    arabic = to_arabic_digits(text.strip())
    rule = "date.thai-digits" if arabic != text.strip() else "date.format"
    written = meant_date(arabic)
    if written is None:
        return DateProblem(rule, f"{_EXAMPLE.isoformat()}T08:30" if time_required else _EXAMPLE.isoformat())
    if written.year_digits < 4:
        return _short_year(written)
    number = written.year - OFFSET if (is_buddhist := written.year >= FIRST_BE) else written.year
    if not written.day:
        meant = _real(number, written.month, 1)
        return (
            meant if isinstance(meant, DateProblem) else DateProblem("date.no-day", f"{number}-{written.month:02}-..")
        )
    meant = _real(number, written.month, written.day)
    if isinstance(meant, DateProblem):
        return meant
    is_certain = is_buddhist or written.is_plain
    if not written.time and not time_required:
        return DateProblem(rule, meant.isoformat(), is_certain)
    if not takes_time:
        return DateProblem("date.with-time", meant.isoformat())
    rule = "date.buddhist-era" if is_buddhist and _ISO.match(text) else "date.time"
    return DateProblem(rule, f"{meant.isoformat()}T{written.time or _UNKNOWN}", is_certain and written.has_real_time)


def _short_year(written: MeantDate) -> DateProblem:
    """A year of two digits, in each era that it may be of, with what it then is; in none it is no day."""
    eras = [(2500 + written.year, OFFSET)] + [(2000 + written.year, 0)] * (not written.is_thai)
    days = {number: _real(number - offset, written.month, written.day or 1) for number, offset in eras}
    real = {number: day for number, day in days.items() if isinstance(day, datetime.date)}
    if not real:
        return next(day for day in days.values() if isinstance(day, DateProblem))
    shown = (f"{number} = {day.isoformat() if written.day else f'{day:%Y-%m}-..'}" for number, day in real.items())
    return DateProblem("date.short-year", " / ".join(shown))


def parse_with_time(text: str, *, time_required: bool = False) -> datetime.date | datetime.datetime | DateProblem:
    """A date, or a date and a time of Asia/Bangkok (2026-10-01T08:30, seconds and +07:00 may follow)."""
    date_part, mark, _ = text.partition("T")
    day = parse_date(date_part) if _ISO.fullmatch(date_part) else None
    if isinstance(day, datetime.date) and not mark and not time_required:
        return day
    if isinstance(day, datetime.date) and _TIME.fullmatch(text[len(date_part) :]):
        return datetime.datetime.fromisoformat(text).replace(tzinfo=BANGKOK)
    if isinstance(day, DateProblem) and not mark and not time_required:
        return day
    return _not_iso(text[:_LONGEST], takes_time=True, time_required=time_required)


def moment_of(seconds: int) -> datetime.datetime:
    """Seconds since 1970 UTC as a moment in Bangkok; Windows knows none before 1970 and none after 3000 by itself."""
    return _ZERO + datetime.timedelta(seconds=seconds)


def bangkok_day(moment: datetime.datetime) -> datetime.date:
    """The day in Bangkok at an instant of any time zone."""
    return moment.astimezone(BANGKOK).date()


def chosen_day(argument: str | None, environment: Mapping[str, str], option: str = _DATE) -> datetime.date:
    """`--date`, else PRAKAT_DATE (a day, or an instant with its offset), else today in Bangkok.

    Raises CannotWork for a text that is neither, naming the `option`.
    """
    text = environment.get("PRAKAT_DATE") or None if argument is None else argument
    if text is None:
        return bangkok_day(datetime.datetime.now(BANGKOK))
    day = parse_date(text)
    if not isinstance(day, DateProblem):
        return day
    return bangkok_day(_instant(text, day.suggestion, option))


def chosen_moment(argument: str | None, environment: Mapping[str, str]) -> datetime.datetime:
    """Like `chosen_day`, but a moment: the given instant, the given day at Bangkok's present time of day, or now.

    Raises CannotWork for a text that is neither."""
    now = datetime.datetime.now(BANGKOK)
    text = environment.get("PRAKAT_DATE") or None if argument is None else argument
    if text is None:
        return now
    day = parse_date(text)
    if isinstance(day, DateProblem):
        return _instant(text, day.suggestion).astimezone(BANGKOK)
    return datetime.datetime.combine(day, now.timetz())


def _instant(text: str, suggestion: str, option: str = _DATE) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not EARLIEST <= moment.year <= LATEST:
        raise CannotWork("thai.no-day", option=option, suggestion=suggestion, found=text[:40])
    return moment


def moment_of_text(text: str) -> datetime.datetime:
    """What `moment_text` wrote. Raises ValueError for anything without a time zone, or that is no moment."""
    found = datetime.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


@lru_cache(maxsize=1 << 16)
def moment_text(moment: datetime.datetime) -> str:
    """To the second, in Bangkok: 2026-07-01T09:00:00+07:00."""
    text = moment.isoformat(timespec="seconds")
    if text.endswith(_OFFSET):
        return text
    return moment.astimezone(BANGKOK).replace(tzinfo=None).isoformat(timespec="seconds") + _OFFSET
