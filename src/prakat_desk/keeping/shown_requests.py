"""requests whose pages this process has shown -> where each left main, so that its frames need not ask for it again"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

_MOST = 256


@dataclass(frozen=True, slots=True)
class ShownRequests:
    """Of those shown last; the rest is asked for where requests live."""

    _bases: OrderedDict[tuple[int, str], str] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, number: int, head: str, base: str) -> None:
        with self._lock:
            self._bases[number, head] = base
            self._bases.move_to_end((number, head))
            while len(self._bases) > _MOST:
                self._bases.popitem(last=False)

    def base_of(self, number: int, head: str) -> str:
        """Empty where it was not shown lately."""
        with self._lock:
            return self._bases.get((number, head), "")
