"""a number of tries and the waits between them -> one attempt after another, each knowing whether it is the last"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Sleep = Callable[[float], None]
"""Waits for that many seconds."""


@dataclass(slots=True)
class Attempt:
    is_last: bool
    wait: float
    """Seconds until the next attempt; the caller sets more if a server asks for it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """For things that may fail for a while. The waits, in seconds, double from `first` up to `longest`."""

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
