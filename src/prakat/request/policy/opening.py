"""a request's change of office.yml -> what of it rests on an order, and whatever else it is; pure (DESIGN: Requests)"""

import datetime
from dataclasses import dataclass
from typing import NamedTuple


class OrderedAct(NamedTuple):
    """An appointment, or a key in place of a lost one, with the day of its order."""

    person: str
    role: str
    """Empty for a key."""
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Opening:
    """What a request does to office.yml, in the parts of which break-glass allows one."""

    acts: tuple[OrderedAct, ...] = ()
    ended: tuple[OrderedAct, ...] = ()
    """Appointments that it ends by an order, since their holder is dead or gone; the day is the last one."""
    beyond: tuple[str, ...] = ()
    """Whatever else it changes: keys of office.yml, and names of people."""
