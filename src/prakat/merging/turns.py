"""work that the clock calls for in every office at once, as at midnight -> so many offices at a time"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.lock import held

_LOOKS_EVERY = 0.2
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Turns:
    folder: Path
    """Of the locks, each of which the kernel takes back from a process that dies."""

    @contextmanager
    def turn(self, is_urgent: Callable[[], bool]) -> Iterator[None]:
        """Waits while as many as the machine has processors are at work, unless and until it `is_urgent`."""
        with ExitStack() as taken:
            while not is_urgent() and not self._takes(taken):
                time.sleep(_LOOKS_EVERY)
            yield

    def _takes(self, taken: ExitStack) -> bool:
        for number in range(os.cpu_count() or 1):
            try:
                taken.enter_context(held(self.folder / f"{number}.lock", CannotWork("repository.busy")))
            except CannotWork:
                continue
            return True
        return False
