"""a number of tries and the waits between them -> the tries, one after another; each knows whether it is the last"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Sleep = Callable[[float], None]
"""Waits so many seconds."""


@dataclass(slots=True)
class Attempt:
    is_last: bool
    wait: float
    """Seconds until the next one; whoever is told to wait longer puts more here."""


@dataclass(frozen=True, slots=True)
class Retry:
    """For what may fail in passing. Waits double from the first to the longest, in seconds."""

    tries: int
    first: float
    longest: float

    def attempts(self, sleep: Sleep = time.sleep) -> Iterator[Attempt]:
        wait = self.first
        for number in range(1, self.tries + 1):
            attempt = Attempt(number == self.tries, wait)
            yield attempt
            if not attempt.is_last:
                sleep(attempt.wait)
            wait = min(max(wait, attempt.wait) * 2, self.longest)
