"""who tries what, and when -> whether it is too often; kept in memory, and of a bounded size"""

import datetime
import ipaddress
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Tries:
    most: int
    within: datetime.timedelta
    clock: Callable[[], datetime.datetime]
    _seen: dict[str, deque[datetime.datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_too_often(self, who: str) -> bool:
        """Notes one more try, unless there were too many: whoever goes on trying does not lengthen the wait."""
        now = self.clock()
        with self._lock:
            times = self._seen.pop(who, deque())
            while times and now - times[0] >= self.within:
                times.popleft()
            is_over = len(times) >= self.most
            if not is_over:
                times.append(now)
            self._seen[who] = times  # at the end: those that were not seen for longest are forgotten first
            while len(self._seen) > _MOST_KNOWN:
                del self._seen[next(iter(self._seen))]
        return is_over


def network_of(address: str) -> str:
    """The address, or of IPv6 the network that one subscriber has; empty for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
