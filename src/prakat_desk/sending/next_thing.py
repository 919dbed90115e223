"""an item x day -> what its owner has to do about it next, and how soon"""

import datetime
from dataclasses import dataclass

from prakat.item.item import Item
from prakat.item.state import State, confirm_by, ratify_by, state_on
from prakat.office.settings import Settings

_URGENT = ("confirm", "review", "ratify", "expires")
"""What has to be done, where its day is near or over; all else only happens."""


@dataclass(frozen=True, slots=True)
class NextThing:
    event: str
    """Of labels.yml, `event`; empty where nothing is to come."""
    on: datetime.date | None
    days: int
    """Left until then; less than 0 where it is overdue."""
    is_urgent: bool

    @property
    def order(self) -> tuple[bool, bool, datetime.date]:
        """What is urgent comes first, then what is soonest; what is over comes last."""
        return not self.is_urgent, self.on is None, self.on or datetime.date.max


def next_thing(item: Item, day: datetime.date, settings: Settings, told: datetime.date | None) -> NextThing:
    """`told` is the day on which its owner was asked to look at the published page, and has not yet."""
    state = state_on(item, day, settings)
    if state.is_taken_down:
        return NextThing("", None, 0, is_urgent=False)
    coming: dict[str, datetime.date | None] = {
        "confirm": confirm_by(item, told, settings) if told and state.is_public else None,
        "review": item.review_by,
        "ratify": ratify_by(item, settings),
        "expires": item.expires_on,
        "withdrawn": item.withdrawn.on if item.withdrawn else None,
        "starts": item.publish_on if state is State.SCHEDULED else None,
    }
    found = [_thing(event, on, day, settings) for event, on in coming.items() if on]
    return min(found, key=lambda each: each.order, default=NextThing("", None, 0, is_urgent=False))


def _thing(event: str, on: datetime.date, day: datetime.date, settings: Settings) -> NextThing:
    left = (on - day).days
    is_near = left <= (settings.expiring_within_days if event == "expires" else 0)
    return NextThing(event, on, left, is_urgent=event in _URGENT and (is_near or event in ("confirm", "ratify")))
