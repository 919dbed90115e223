"""a bare repository -> one publisher that waits there, woken by what arrives, with other work going on beside it"""

import datetime
import enum
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.merging import in_tray
from prakat.merging.beside import work_beside
from prakat.merging.publisher_state import beat, leave
from prakat.merging.stirring import LOOKS_EVERY, Stirring
from prakat.repository.receipt import moment_of_receipt, only_one, receipts_file
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import BANGKOK, bangkok_day


class Call(enum.Enum):
    ARRIVED = "arrived"
    DUE = "due"
    IDLE = "idle"


_LOG = logging.getLogger(__name__)
BEATS_EVERY, NET = 30.0, 60.0
"""Seconds: between two signs of life, and after which there is work all the same."""
_LOCK = "attend"


@dataclass(frozen=True, slots=True)
class Attendance:
    repository: Repository
    ended: threading.Event = field(default_factory=threading.Event)
    resting: threading.Event = field(default_factory=threading.Event)
    """Set while it waits for what arrives."""
    seen: list[tuple[int, ...]] = field(default_factory=list)
    """What had arrived at the last call."""

    @contextmanager
    def alone(self, told: Callable[[], None]) -> Iterator[bool]:
        """Waits until nobody else attends there, tells once that it does, and gives signs of life from then on. False
        if it was ended before its turn came."""
        git_dir = self.repository.git_dir
        with ExitStack() as held:
            is_told = False
            while not self.ended.is_set():
                try:
                    held.enter_context(only_one(git_dir, _LOCK))
                    break
                except CannotWork:
                    if not is_told:
                        told()
                    is_told = True
                    self.ended.wait(LOOKS_EVERY)
            else:
                yield False
                return
            held.callback(lambda: leave(git_dir, moment_of_receipt(git_dir)))
            held.enter_context(self.beside(lambda: beat(git_dir, moment_of_receipt(git_dir)), BEATS_EVERY))
            yield True

    def calls(self) -> Iterator[Call]:
        """ARRIVED each time that something has, DUE at first, on another day and when a minute has passed, and IDLE
        once when nothing has come since. What arrives during the work is a call of its own."""
        day, done, was = self._day(), -NET, Call.IDLE
        self.seen[:] = [self._arrived()]
        with closing(Stirring()) as stirring:
            while not self.ended.is_set():
                stirring.watch(self._folders())
                is_due = time.monotonic() - done >= NET or self._day() != day
                if self.is_stirred() or is_due:
                    was = Call.ARRIVED if self.is_stirred() else Call.DUE
                    self.seen[:], day = [self._arrived()], self._day()
                    self.resting.clear()
                    yield was
                    done = time.monotonic()
                elif was is not Call.IDLE:
                    was = Call.IDLE
                    yield was
                else:
                    self.resting.set()
                    stirring.wait(min(NET - (time.monotonic() - done), self._till_midnight()))

    def _folders(self) -> Iterator[Path]:
        """Where something stirs if it arrives."""
        git_dir = self.repository.git_dir
        return iter((receipts_file(git_dir).parent, *in_tray.folders(git_dir)))

    def is_stirred(self) -> bool:
        """Whether anything has arrived since the last call."""
        return self.seen != [self._arrived()]

    def _arrived(self) -> tuple[int, ...]:
        """What changes when something is received or handed in; asks no program."""
        file = receipts_file(self.repository.git_dir)
        told = file.stat() if file.is_file() else None
        received = (told.st_mtime_ns, told.st_size) if told else (0, 0)
        return (*received, *in_tray.stirred(self.repository.git_dir))

    def _day(self) -> datetime.date:
        return bangkok_day(moment_of_receipt(self.repository.git_dir))

    def _till_midnight(self) -> float:
        """Seconds, by the repository's clock, and a little more."""
        now = moment_of_receipt(self.repository.git_dir).astimezone(BANGKOK)
        next_day = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), BANGKOK)
        return (next_day - now).total_seconds() + 0.1

    @contextmanager
    def beside(self, act: Callable[[], None], every: float, *, at_rest: bool = False) -> Iterator[None]:
        """Does that at once and then every so many seconds, in a thread of its own: however long it takes, and whatever
        becomes of it, nothing else waits. `at_rest`: it is not begun while something that arrived is worked on."""
        over = threading.Event()

        def again() -> None:
            while not over.is_set():
                if at_rest and self.resting.wait() and over.is_set():
                    return
                try:
                    act()
                except Exception:  # noqa: BLE001 (whatever it is, it must not end the thread unsaid)
                    _LOG.exception("what goes on beside the publisher failed; it is tried again")
                over.wait(every)

        thread = work_beside(again)
        try:
            yield
        finally:
            over.set()
            self.resting.set()
            thread.join(every)
