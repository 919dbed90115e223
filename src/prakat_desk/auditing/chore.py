"""a state x work that takes long -> its result, worked out once for each state in a thread beside the visitors"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from prakat.cannot_work import CannotWork
from prakat.merging.beside import work_beside

_T = TypeVar("_T")


@dataclass(slots=True)
class Chore(Generic[_T]):
    """One at a time. While it is under way, whoever asks gets the newest result that there is, of an earlier state."""

    patience: float = 4.0
    """Seconds for which a visitor waits for a new result."""
    _state: Hashable = None
    """Of the newest result, or of the last failure."""
    _found: _T | None = None
    _problem: CannotWork | None = None
    _running: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def result(self, state: Hashable, work: Callable[[], _T]) -> _T | None:
        """None where there is no result yet. Raises CannotWork where the work for this state could not be done."""
        with self._lock:
            if self._running is None and self._state != state:
                self._running = work_beside(self._work, state, work)
            running = self._running
        if running:
            running.join(self.patience)
        with self._lock:
            if self._problem and self._state == state:
                raise self._problem
            return self._found

    @property
    def newest(self) -> _T | None:
        return self._found

    def forget(self) -> None:
        """The next visitor has it done again; till then the last result stands."""
        with self._lock:
            self._state = None

    def _work(self, state: Hashable, work: Callable[[], _T]) -> None:
        found: _T | None = None
        problem: CannotWork | None = CannotWork("desk_audit.failed")  # a bug of ours is in the log, as a thread's end
        try:
            found, problem = work(), None
        except CannotWork as refused:
            problem = refused
        finally:
            with self._lock:
                self._state, self._problem, self._running = state, problem, None
                self._found = self._found if problem else found
