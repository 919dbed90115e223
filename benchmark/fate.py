"""What the generator means an item to be on the day of measurement -> the dates that make it so."""

from datetime import date, timedelta
from enum import Enum
from random import Random

from benchmark.front_matter import Timing

DAY = date(2026, 11, 20)
"""The day of every measurement: the pinned day of the sample office."""
NEWEST_SHARE = 0.06
"""Of the items, the newest; half of them are not yet due."""
ENDING_ITEMS = 20
"""So many items end on DAY, or every twentieth of a small office."""


class Fate(Enum):
    STANDING = "standing"
    """Shown until further notice; reviewed some day."""
    REVIEW_DUE = "review due"
    RUNNING = "running"
    EXPIRING = "expiring"
    NEWS = "news"
    ENDING = "ending"
    """Shown on DAY for the last time: on the next day these go, and nothing else changes."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SCHEDULED = "scheduled"

    @property
    def has_page(self) -> bool:
        """Whether readers find the item itself on DAY, not its tombstone or nothing."""
        return self not in (Fate.EXPIRED, Fate.WITHDRAWN, Fate.SCHEDULED)


WEIGHTS = {
    Fate.STANDING: 58,
    Fate.REVIEW_DUE: 1,
    Fate.RUNNING: 23,
    Fate.EXPIRING: 1,
    Fate.NEWS: 7,
    Fate.EXPIRED: 7,
    Fate.WITHDRAWN: 3,
}


def drawn_fate(rng: Random, number: int, count: int) -> Fate:
    """`number`: the item's place in the order of publication, 1 to `count`."""
    if number / count > 1 - NEWEST_SHARE and rng.random() < 0.5:
        drawn = Fate.SCHEDULED
    else:
        drawn = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    return drawn if number % max(ENDING_ITEMS, count // ENDING_ITEMS) else Fate.ENDING


def drawn_timing(fate: Fate, published: date, rng: Random) -> Timing:
    """Dates under which an item merged on `published` (before DAY) has that fate on DAY."""
    start = published - timedelta(days=rng.randrange(0, 30))
    soon = DAY + timedelta(days=rng.randrange(1, 13))
    far = DAY + timedelta(days=rng.randrange(60, 700))
    past = published + timedelta(days=rng.randrange(0, (DAY - published).days))
    standing = Timing("on_change", published, start, review_by=far)
    running = Timing("fixed_period", published, start, period_end=far, expires_on=far + timedelta(days=30))
    match fate:
        case Fate.STANDING:
            return standing
        case Fate.REVIEW_DUE:
            return Timing("on_change", published, start, review_by=past)
        case Fate.RUNNING:
            return running
        case Fate.EXPIRING:
            return Timing("fixed_period", published, start, period_end=soon, expires_on=soon)
        case Fate.ENDING:
            return Timing("fixed_period", published, start, period_end=DAY, expires_on=DAY)
        case Fate.NEWS:
            return Timing("immediate", published, published, period_end=far, expires_on=far)
        case Fate.EXPIRED:
            return Timing("fixed_period", published, start, period_end=past, expires_on=past)
        case Fate.WITHDRAWN:
            return Timing("on_change", published, start, review_by=far, withdrawn_on=past)
        case Fate.SCHEDULED:
            begun = max(soon, DAY + timedelta(days=2))
            return Timing("fixed_period", begun, begun, period_end=far, expires_on=far)
