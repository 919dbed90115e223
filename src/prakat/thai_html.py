"""date -> <time> element with the Thai date for people and the ISO date for programs (R12)"""

import datetime

from markupsafe import Markup

from prakat import buddhist_era

_TIME = Markup('<time datetime="{}">{}</time>')


def date(day: datetime.date) -> Markup:
    return _TIME.format(day.isoformat(), buddhist_era.long_date(day))


def short_date(day: datetime.date) -> Markup:
    return _TIME.format(day.isoformat(), buddhist_era.short_date(day))


def moment(when: datetime.date | datetime.datetime) -> Markup:
    """A date, with its time in Bangkok where it has one (R25)."""
    if not isinstance(when, datetime.datetime):
        return date(when)
    text = f"{buddhist_era.long_date(when)} เวลา {when:%H.%M} น."
    return _TIME.format(when.isoformat(timespec="minutes"), text)
