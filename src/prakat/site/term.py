"""facts of one version of an item -> the days on which it may be shown"""

import datetime
from typing import NamedTuple

from prakat.item.item import Item
from prakat.item.item_facts import ItemFacts


class Term(NamedTuple):
    first: datetime.date
    last: datetime.date | None
    """The last day on which it is shown; None where no date ends it."""
    is_withdrawn: bool
    """Whether a withdrawal ends it."""
    permitted: datetime.date | None
    """The day of the word of mouth that it rests on."""


def term_of(facts: ItemFacts, landed: datetime.date) -> Term:
    """As far as it can be read; what cannot is shown from the day on which it came on main, and ends by no date."""
    ends, away = _day(facts.last_day), _day(facts.withdrawal[0])
    first = _day(facts.first_day) or landed
    return _term(first, ends, away, facts.verbal[1].date() if facts.verbal else None)


def own_term(item: Item) -> Term:
    away = item.withdrawn.on if item.withdrawn else None
    return _term(item.publish_on, item.expires_on, away, item.verbal.at.date() if item.verbal else None)


def _term(
    first: datetime.date, ends: datetime.date | None, away: datetime.date | None, permitted: datetime.date | None
) -> Term:
    last = min((day for day in (ends, _day_before(away)) if day), default=None)
    return Term(first, last, away is not None and last == _day_before(away), permitted)


def _day_before(day: datetime.date | None) -> datetime.date | None:
    return day - datetime.timedelta(days=1) if day and day > datetime.date.min else None


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
