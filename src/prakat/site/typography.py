"""date, title, text, telephone number -> the HTML that shows it as Thai readers write and break it (R12, R32)"""

import datetime
import re
from functools import lru_cache

from markupsafe import Markup, escape

from prakat.item.contact import Contact, contacts, linked
from prakat.thai import buddhist_era, written_date
from prakat.thai.month import MONTHS
from prakat.thai.telephone import dial

_DAYS = 1 << 12
"""Of which the HTML is made once: many pages say the same ones."""
_TIME = Markup('<time datetime="{}">{}</time>')


@lru_cache(_DAYS)
def date(day: datetime.date) -> Markup:
    return _TIME.format(day.isoformat(), buddhist_era.long_date(day))


@lru_cache(_DAYS)
def short_date(day: datetime.date) -> Markup:
    return _TIME.format(day.isoformat(), buddhist_era.short_date(day))


@lru_cache(_DAYS)
def english_date(day: datetime.date) -> Markup:
    """The common-era date for foreigners: 20 November 2026."""
    return _TIME.format(day.isoformat(), written_date.in_english(day))


@lru_cache(_DAYS)
def moment(when: datetime.date | datetime.datetime) -> Markup:
    """A date, with its time in Bangkok where it has one (R25)."""
    if not isinstance(when, datetime.datetime):
        return date(when)
    return _TIME.format(when.isoformat(timespec="minutes"), buddhist_era.long_moment(when))


_WHOLE = re.compile(
    r"[<ว\d](?:"
    r"(?<=<)[^>]*>"
    rf"|(?:(?<=ว)ันที่ \d|(?<=\d)(?<!\w\d))\d? (?:{'|'.join(map(re.escape, MONTHS))})(?: \d{{4}})?\b"
    r"|(?<=\d)(?<!\w\d)(?:\d?\.\d{2}(?:[–-]\d{1,2}\.\d{2})? น\.|[\d,.]* บาท)"
    r")"
)
"""A tag, or what stays together; it says first with which characters that begins, or it takes thrice as long."""


def whole(content: str) -> str:
    """Safe HTML whose dates, times and sums of money never break across two lines; no character of it changes."""
    return _WHOLE.sub(_kept_together, content)


def _kept_together(found: re.Match[str]) -> str:
    return found[0] if found[0][0] == "<" else f'<span class="whole">{found[0]}</span>'


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


_TELEPHONE = "โทรศัพท์"


def telephone(phone: str) -> Markup:
    """The numbers of an office as links that dial them; a way of writing that nobody knows is dialled as a whole."""
    number = dial(phone)
    whole_one = [Contact(0, len(phone), f"tel:{number}")] if number else []
    return Markup(linked(phone, list(contacts(phone, _TELEPHONE)) or whole_one))  # noqa: S704


FILTERS = (date, short_date, moment, english_date, phrases, whole, telephone)
"""What the templates call by their own names."""
