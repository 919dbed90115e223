"""text of a date as people write it -> its year, month, day and time, as far as it says them"""

import datetime
import re
from dataclasses import dataclass

from prakat.thai.month import month_number

_WEEKDAYS = "จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์"
_INTRODUCED = re.compile(rf"(?:วัน)?(?:{_WEEKDAYS})?\s*(?:วัน)?(?:ที่)?\s*")
_ERA = re.compile(r"\s*(?:พ\.\s?ศ\.?|ค\.\s?ศ\.?|พศ|คศ)\s*")
_CLOCK = re.compile(
    r"(?:\s*(?:T|t|เวลา|,)\s*|\s+)([0-9]{0,2})[:.]?([0-9]{0,2})(?:[:.]([0-9]{2}))?"
    r"\s*(?:น\.?|นาฬิกา)?\s*(Z|z|[+-][0-9]{2}:?[0-9]{2})?$"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})\s?[-/.]\s?([0-9]{1,2})(?:\s?[-/.]\s?([0-9]{1,2}))?$")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})$")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s?(?:[/.-]|เดือน|\s)\s?([0-9]{1,2}|[ก-๙.]+)\s?[/.-]?\s?([0-9]{4}|[0-9]{2})$")
_NO_DAY = re.compile(r"(?:เดือน)?\s?([ก-๙.]+)\s?[/.-]?\s?([0-9]{4}|[0-9]{2})$|([0-9]{1,2})\s?[/.-]\s?([0-9]{4})$")
_BANGKOK = 7 * 60


@dataclass(frozen=True, slots=True)
class MeantDate:
    year: int
    year_digits: int
    month: int
    day: int = 0
    """0 where it says none."""
    time: str = ""
    """HH:MM in Bangkok, with seconds if it says them; `..:..` for one that does not exist, empty where it says none."""
    is_thai: bool = False
    """Whether the month is a Thai word, and so the year one of the Buddhist era."""
    is_plain: bool = False
    """Whether day and month cannot be exchanged."""

    @property
    def has_real_time(self) -> bool:
        return bool(self.time) and "." not in self.time


def meant_date(text: str) -> MeantDate | None:
    """Of a text with Arabic digits; None where it is no date, not even one that never was."""
    time = ""
    if clock := _clock(text):
        time, text = clock
    bare = " ".join(_ERA.sub(" ", _INTRODUCED.sub("", text, count=1)).split())
    if match := _YEAR_FIRST.match(bare) or _COMPACT.match(bare):
        year, month, day = match.groups()
        return MeantDate(int(year), 4, int(month), int(day or 0), time, is_plain=True)
    if match := _NO_DAY.match(bare):
        month, year = match[1] or match[3], match[2] or match[4]
        number = month_number(month)
        return MeantDate(int(year), len(year), number, 0, time, bool(match[1])) if number else None
    if match := _DAY_FIRST.match(bare):
        day, month, year = match.groups()
        is_thai = not month.isdecimal()
        number = month_number(month)
        is_plain = is_thai or int(day) > 12
        return MeantDate(int(year), len(year), number, int(day), time, is_thai, is_plain) if number else None
    return None


def _clock(text: str) -> tuple[str, str] | None:
    """The time at the end, in Bangkok, and what stands before it."""
    match = _CLOCK.search(text)
    if match is None or not (match[0].strip("Tt ,") or "T" in match[0]) or _is_year(match):
        return None
    hours, minutes, seconds, zone = match.groups()
    before = text[: match.start()]
    if not hours or len(minutes or "") < 2 or int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        return "..:..", before
    told = datetime.timedelta(hours=int(hours), minutes=int(minutes))
    if zone:
        sign = -1 if zone[0] == "-" else 1
        shift = sign * (int(zone[1:3]) * 60 + int(zone[-2:])) if zone[0] in "+-" else 0
        if (moved := told + datetime.timedelta(minutes=_BANGKOK - shift)).days:
            return "..:..", before
        told = moved
    minutes_told = int(told.total_seconds()) // 60
    return f"{minutes_told // 60:02}:{minutes_told % 60:02}" + f":{seconds}" * bool(seconds), before


def _is_year(match: re.Match[str]) -> bool:
    """Whether what looks like a time is the year of a date: 20 พ.ย. 2569."""
    return bool(re.fullmatch(r"\s+[0-9]{1,4}", match[0]))
