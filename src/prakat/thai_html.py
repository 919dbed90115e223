"""date -> <time> element with the Thai date for people and the ISO date for programs (R12)"""

import datetime

from markupsafe import Markup

from prakat import buddhist_era

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
    text = f"{buddhist_era.long_date(when)} เวลา {when:%H.%M} น."
    return _TIME.format(when.isoformat(timespec="minutes"), text)
