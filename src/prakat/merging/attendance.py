"""a bare repository -> one publisher that waits there, woken by what arrives, with other work going on beside it"""

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from prakat.cannot_work import CannotWork
from prakat.merging import in_tray
from prakat.merging.beside import work_beside
from prakat.merging.publisher_state import beat, leave
from prakat.repository.receipt import moment_of_receipt, only_one, receipts_file
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import bangkok_day

_LOG = logging.getLogger(__name__)
LOOKS_EVERY, BEATS_EVERY, NET = 0.5, 30.0, 60.0
"""Seconds: between two looks at whether something has arrived, between two signs of life, and after which there is work
all the same."""
_LOCK = "attend"


@dataclass(frozen=True, slots=True)
class Attendance:
    repository: Repository
    ended: threading.Event = field(default_factory=threading.Event)

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

    def calls(self) -> Iterator[None]:
        """Each time that something has arrived, the day is another, or a minute has passed. What arrives during the
        work is a call of its own."""
        seen: object = None
        done = 0.0
        while not self.ended.is_set():
            if seen != (now := self._arrived()) or time.monotonic() - done >= NET:
                seen = now
                yield
                done = time.monotonic()
            self.ended.wait(LOOKS_EVERY)

    def _arrived(self) -> tuple[tuple[int, ...], datetime.date]:
        """What changes when something is received or handed in, and at midnight; asks no program."""
        file = receipts_file(self.repository.git_dir)
        told = file.stat() if file.is_file() else None
        day = bangkok_day(moment_of_receipt(self.repository.git_dir))
        received = (told.st_mtime_ns, told.st_size) if told else (0, 0)
        return (*received, *in_tray.stirred(self.repository.git_dir)), day

    @contextmanager
    def beside(self, act: Callable[[], None], every: float) -> Iterator[None]:
        """Does that at once and then every so many seconds, in a thread of its own: however long it takes, and whatever
        becomes of it, nothing else waits."""
        over = threading.Event()

        def again() -> None:
            while not over.is_set():
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
            thread.join(every)
