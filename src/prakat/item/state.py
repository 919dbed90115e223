"""item x day x office's settings -> state; a pure function, so that take-down waits for nobody (R19, R20)"""

import datetime
import enum
from typing import NamedTuple

from prakat.item.item import Item
from prakat.office.settings import Settings
from prakat.thai.working_day import working_days_after


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
        """Whether the public may read body, summary and files."""
        return self in (State.LIVE, State.EXPIRING, State.REVIEW_DUE)

    @property
    def is_taken_down(self) -> bool:
        """Whether only a tombstone is at its URL."""
        return self in (State.EXPIRED, State.WITHDRAWN, State.SUSPENDED)


class StateDates(NamedTuple):
    """What of an item its state follows from."""

    publish_on: datetime.date
    expires_on: datetime.date | None
    withdrawn_on: datetime.date | None
    permitted_on: datetime.date | None
    """The day of the word of mouth that it rests on."""
    review_by: datetime.date | None


def dates_of(item: Item) -> StateDates:
    away, permitted = item.withdrawn, item.verbal
    return StateDates(
        item.publish_on,
        item.expires_on,
        away.on if away else None,
        permitted.at.date() if permitted else None,
        item.review_by,
    )


def state_on(item: Item, day: datetime.date, settings: Settings) -> State:
    """The item's state on a day of Asia/Bangkok (DESIGN: States)."""
    return state_by(dates_of(item), day, settings)


def state_by(dates: StateDates, day: datetime.date, settings: Settings) -> State:
    """The same of an item of which only these dates are known."""
    if dates.withdrawn_on and dates.withdrawn_on <= day:
        return State.WITHDRAWN
    if day < dates.publish_on:
        return State.SCHEDULED
    if dates.expires_on and dates.expires_on < day:
        return State.EXPIRED
    deadline = _ratify_by(dates.permitted_on, settings)
    if deadline and deadline < day:
        return State.SUSPENDED
    if dates.expires_on and (dates.expires_on - day).days <= settings.expiring_within_days:
        return State.EXPIRING
    if dates.review_by and dates.review_by <= day:
        return State.REVIEW_DUE
    return State.LIVE


def is_held_back(item: Item, day: datetime.date, settings: Settings) -> bool:
    """Whether this version may not be shown on that day, so that the one before it, if any, stands under its own dates
    (DESIGN: States): its day has not come, or the written approval of what it rests on did not come in time. A
    withdrawal waits for no such day."""
    is_early = day < item.publish_on and not _is_withdrawn(item, day)
    return is_early or is_overdue(item, day, settings)


def is_overdue(item: Item, day: datetime.date, settings: Settings) -> bool:
    """Whether the written approval of what it rests on did not come in time (R09)."""
    deadline = ratify_by(item, settings)
    return deadline is not None and deadline < day


def _is_withdrawn(item: Item, day: datetime.date) -> bool:
    return item.withdrawn is not None and item.withdrawn.on <= day


def ratify_by(item: Item, settings: Settings) -> datetime.date | None:
    """The last day on which an item permitted by word of mouth is shown without the written approval (R09)."""
    return _ratify_by(item.verbal.at.date() if item.verbal else None, settings)


def _ratify_by(permitted: datetime.date | None, settings: Settings) -> datetime.date | None:
    if permitted is None:
        return None
    return working_days_after(permitted, settings.ratify_within_working_days, settings.extra_holidays)


def confirm_by(item: Item, told: datetime.date, settings: Settings) -> datetime.date:
    """The last day for the owner to look at the page, counted from the notice or, if later, publication (R07)."""
    return working_days_after(max(told, item.publish_on), settings.confirm_within_working_days, settings.extra_holidays)


def visible_until(item: Item, settings: Settings) -> datetime.date | None:
    """The last day in Bangkok on which the item can be read; None where no date ends it."""
    ends = [day for day in (item.expires_on, ratify_by(item, settings)) if day]
    if item.withdrawn:
        ends.append(item.withdrawn.on - datetime.timedelta(days=1))
    return min(ends, default=None)
