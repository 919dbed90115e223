"""date, title, text, telephone number -> the HTML that shows it as Thai readers write and break it (R12, R32)"""

import datetime
import re

from markupsafe import Markup, escape

from prakat.thai import buddhist_era
from prakat.thai.written_date import MONTHS

_TIME = Markup('<time datetime="{}">{}</time>')
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date(day: datetime.date) -> Markup:
    return _TIME.format(day.isoformat(), buddhist_era.long_date(day))


def short_date(day: datetime.date) -> Markup:
    return _TIME.format(day.isoformat(), buddhist_era.short_date(day))


def english_date(day: datetime.date) -> Markup:
    """The common-era date for foreigners: 20 November 2026."""
    return _TIME.format(day.isoformat(), f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}")


def moment(when: datetime.date | datetime.datetime) -> Markup:
    """A date, with its time in Bangkok where it has one (R25)."""
    if not isinstance(when, datetime.datetime):
        return date(when)
    return _TIME.format(when.isoformat(timespec="minutes"), buddhist_era.long_moment(when))


_WHOLE = re.compile(
    r"(<[^>]*>)"
    rf"|(?:วันที่ )?\b\d{{1,2}} (?:{'|'.join(map(re.escape, MONTHS))})(?: \d{{4}})?\b"
    r"|\b\d{1,2}\.\d{2}(?:[–-]\d{1,2}\.\d{2})? น\."
    r"|\b\d[\d,.]* บาท"
)


def whole(content: str) -> str:
    """Safe HTML whose dates, times and sums of money never break across two lines; no character of it changes."""
    return _WHOLE.sub(lambda found: found[0] if found[1] else f'<span class="whole">{found[0]}</span>', content)


SHORTEST_TITLE = 20
"""Characters from which on a title may be split into phrases; a shorter one stays whole for `site.leak` to find."""
_PHRASE = Markup('<span class="phrase">{}</span>')


def phrases(title: str) -> Markup:
    """A title split into phrases, each of which the style sheet keeps on one line where it fits: Thai has spaces only
    between phrases, and browsers often guess wrong where a word ends. No character changes."""
    if len(title) < SHORTEST_TITLE:
        return escape(title)
    found: list[str] = []
    for word in title.split(" "):
        if found and _goes_on(found[-1], word):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return Markup(" ").join(map(_PHRASE.format, found)) if len(found) > 1 else escape(title)


_SHORT = 4
"""A word of fewer characters between two spaces does not stand alone on a line: พ.ศ., และ, –."""


def _goes_on(phrase: str, word: str) -> bool:
    """Whether a number, its unit, a month, a short word or the rest of a bracket belongs to the phrase before it."""
    before = phrase.rpartition(" ")[2]
    is_open = phrase.count("(") > phrase.count(")")
    return is_open or before.isdecimal() or not word[:1].isalpha() or min(len(phrase), len(word)) < _SHORT


_MOBILE = "689"
"""What follows the 0 of a mobile number, which has ten digits; others have nine."""


def dial(phone: str) -> str:
    """The number to dial, from a telephone number as people write it: no spaces, extension or second number."""
    written = re.match(r"[+\d][\d -]*", buddhist_era.to_arabic_digits(phone))
    digits = re.sub("[ -]", "", written[0]) if written else ""
    if not digits.startswith("0"):
        return digits
    return digits[: 10 if digits[1:2] in _MOBILE else 9]
