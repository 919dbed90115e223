"""text -> the days that are written in it, whole or without their year, in any form that Thai readers use"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from prakat.thai import buddhist_era
from prakat.thai.month import MONTHS, SHORT_MONTHS

_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _short(month: str) -> str:
    """พ.ย. with or without its dots: a pattern. Without the last one no other letter may follow."""
    return r"{}\.? ?{}(?:\.|(?![ก-๎]))".format(*month.split(".")[:2])


def _english(month: str) -> str:
    """The whole name or its first three letters: a pattern."""
    return f"{month[:3]}(?:{month[3:]})?".lower()


_THAI = "|".join((*MONTHS, *map(_short, SHORT_MONTHS)))
_ENGLISH = "|".join(map(_english, _ENGLISH_MONTHS))
_MONTH = rf"{_THAI}|(?:{_ENGLISH})(?![a-z])\.?"
_DAYS = "[0-9]?(?: ?(?:[-–—,]|ถึง(?:วันที่)?|และ|to|and) ?[0-9]{1,2}){0,4}"
_YEAR = rf"[0-9]{{4}}|[0-9]{{2}}(?! ?(?:เดือน|{_MONTH}))"
_WITH_MONTH = rf"({_DAYS})(?:st|nd|rd|th)? ?(?:เดือน ?)?({_MONTH})(?:,? ?(?:พ\.? ?ศ\.? ?)?({_YEAR})(?![.:]?[0-9]))?"
_ISO = "([0-9]{3})-([0-9]{2})-([0-9]{2})"
_NUMERIC = "(?<![/-].)([0-9]?)[/-]([0-9]{1,2})[/-]([0-9]{4}|[0-9]{2})(?![/-]?[0-9])"
_NUMBER = re.compile("[0-9]+")


def in_english(day: datetime.date) -> str:
    """The common-era date for foreigners: 20 November 2026."""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day that is written somewhere; no calendar has to know it."""

    year: int
    """Common era; 0 where none is written, or one that is none."""
    month: int
    day: int


def written_dates(text: str) -> Iterator[WrittenDate]:
    """Of a text on one line, in small letters and Arabic digits (search.folding): ๒๗ พฤศจิกายน พ.ศ. ๒๕๖๙, 27 พ.ย. 69,
    27/11/2569, 2026-11-27, 27 November 2026; 9–27 พฤศจิกายน and 9 และ 27 พฤศจิกายน are two days each.

    theme/assets/search/dates.js reads a query by the same rule; a browser test compares the two."""
    for found in _written().finditer(text):
        first, days, name, year, *iso = found.groups()
        if name:
            listed = _NUMBER.findall(first + days)
            dates = [(_year(year or "", is_english=name.isascii()), _month(name), int(day)) for day in listed]
        elif iso[0]:
            dates = [(_year(first + iso[0]), int(iso[1]), int(iso[2]))]
        else:
            dates = [(_year(iso[5]), int(iso[4]), int(first + iso[3]))]
        yield from (WrittenDate(*each) for each in dates if 1 <= each[1] <= 12 and 1 <= each[2] <= 31)


@cache
def _written() -> re.Pattern[str]:
    """Begins with a digit that goes on from no other, so that a text without digits is passed over quickly. Made when
    it is asked for: of all patterns it takes longest."""
    return re.compile(rf"([0-9])(?<![0-9].)(?:{_WITH_MONTH}|{_ISO}|{_NUMERIC})")


@cache
def _months() -> dict[str, int]:
    """Full and short names, without dots and spaces; of English ones the first three letters."""
    short = (each.replace(".", "") for each in SHORT_MONTHS)
    english = (each[:3].lower() for each in _ENGLISH_MONTHS)
    return {name: number for names in (MONTHS, short, english) for number, name in enumerate(names, 1)}


def _month(name: str) -> int:
    bare = re.sub("[. ]", "", name)
    return _months().get(bare) or _months()[bare[:3]]


def _year(written: str, *, is_english: bool = False) -> int:
    """69 and 2569 are 2026, as 2026 is, and 26 after an English month."""
    number = int(written or 0)
    if len(written) == 2:
        number += 2000 if is_english else 2500
    if buddhist_era.FIRST_BE <= number <= buddhist_era.LAST_BE:
        number -= buddhist_era.OFFSET
    return number if buddhist_era.EARLIEST <= number <= buddhist_era.LATEST else 0
