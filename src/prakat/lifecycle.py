"""item x day x office's settings -> state. A pure function: take-down never waits for anyone (R19, R20)"""

import datetime
import enum
import functools
from collections.abc import Collection
from dataclasses import dataclass

from prakat.item import Item

_NOT_FOR_OFFICES = {(5, 1)}
"""1 May is a holiday of private employees: offices work (LAW_AND_DATES: calendar)."""


class State(enum.StrEnum):
    SCHEDULED = "scheduled"
    LIVE = "live"
    EXPIRING = "expiring"
    REVIEW_DUE = "review_due"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"

    @property
    def is_public(self) -> bool:
        """Body, summary and files may be read."""
        return self in (State.LIVE, State.EXPIRING, State.REVIEW_DUE)

    @property
    def is_taken_down(self) -> bool:
        """Only a tombstone stands at the old URL."""
        return self in (State.EXPIRED, State.WITHDRAWN, State.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Settings:
    expiring_within_days: int = 14
    ratify_within_working_days: int = 1
    extra_holidays: frozenset[datetime.date] = frozenset()
    confirm_within_working_days: int = 3


def state(item: Item, day: datetime.date, settings: Settings) -> State:
    """The item's state on a day of Asia/Bangkok (DESIGN: States)."""
    if day < item.publish_on:
        return State.SCHEDULED
    if item.withdrawn and item.withdrawn.on <= day:
        return State.WITHDRAWN
    if item.expires_on and item.expires_on < day:
        return State.EXPIRED
    if (deadline := ratify_by(item, settings)) and deadline < day:
        return State.SUSPENDED
    if item.expires_on and (item.expires_on - day).days <= settings.expiring_within_days:
        return State.EXPIRING
    if item.review_by and item.review_by <= day:
        return State.REVIEW_DUE
    return State.LIVE


def ratify_by(item: Item, settings: Settings) -> datetime.date | None:
    """The last day on which an item permitted by word of mouth is shown without the written approval (R09)."""
    if item.verbal is None:
        return None
    return working_days_after(item.verbal.at.date(), settings.ratify_within_working_days, settings)


def confirm_by(item: Item, told: datetime.date, settings: Settings) -> datetime.date:
    """The last day for the owner, told on a day, to have looked at the page: it can be seen once it is shown (R07)."""
    return working_days_after(max(told, item.publish_on), settings.confirm_within_working_days, settings)


def working_days_after(day: datetime.date, count: int, settings: Settings) -> datetime.date:
    for _ in range(count):
        day = next_working_day(day, settings.extra_holidays)
    return day


def next_working_day(day: datetime.date, extra_holidays: frozenset[datetime.date] = frozenset()) -> datetime.date:
    """The first day after `day` on which Thai government offices are open."""
    day += datetime.timedelta(days=1)
    while not is_working_day(day, extra_holidays):
        day += datetime.timedelta(days=1)
    return day


def is_working_day(day: datetime.date, extra_holidays: frozenset[datetime.date] = frozenset()) -> bool:
    """Bridge days are decreed late: office.yml's extra_holidays adds them."""
    if day.weekday() >= 5 or day in extra_holidays:
        return False
    return (day.month, day.day) in _NOT_FOR_OFFICES or day not in _holidays(day.year)


@functools.cache
def _holidays(year: int) -> Collection[datetime.date]:
    import holidays  # here, since few commands ask for them and the package takes long to load

    return holidays.country_holidays("TH", years=year, categories=("public", "government"))


def visible_until(item: Item, settings: Settings) -> datetime.date | None:
    """The last day in Bangkok on which the item can be read; None where no date ends it."""
    ends = [day for day in (item.expires_on, ratify_by(item, settings)) if day]
    if item.withdrawn:
        ends.append(item.withdrawn.on - datetime.timedelta(days=1))
    return min(ends, default=None)
