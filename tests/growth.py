"""work x a short and a long thing -> whether its time grows as the thing does, whatever else the machine does"""

import gc
import math
import time
from collections.abc import Callable
from typing import TypeVar

TIMES = 8
"""So many times as long is the long one."""
_TRIES = 8
_SLACK = 2.5
"""What is linear takes so many times as long at most, since caches are small; what is quadratic TIMES times."""
_UNFELT = 0.02
"""Seconds of CPU that nobody can tell from none."""
_Thing = TypeVar("_Thing")


def is_linear(work: Callable[[_Thing], object], short: _Thing, long: _Thing) -> bool:
    """By the best of several tries each, and this thread's CPU alone: what comes between makes a try longer, never
    shorter, so that chance fails no work that is linear, and passes none that is quadratic."""
    shortest = longest = math.inf
    for _ in range(_TRIES):
        shortest, longest = min(shortest, _seconds(work, short)), min(longest, _seconds(work, long))
        if longest <= _SLACK * TIMES * shortest + _UNFELT:
            return True
    return False


def _seconds(work: Callable[[_Thing], object], thing: _Thing) -> float:
    gc.collect()
    gc.disable()  # else all that a worker's earlier tests left is gone through meanwhile
    begun = time.thread_time()
    try:
        work(thing)
        return time.thread_time() - begun
    finally:
        gc.enable()
