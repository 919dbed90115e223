"""how often each device says it has signed, by the records so far -> whether a signature's place among them is right"""

from bisect import bisect, insort
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class DeviceCounters:
    """Filled from the records in order, so that publisher and audit know the same at the same place of history."""

    seen: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Public key -> place of receipt and counter of each signature, in the order of receipt."""
    unread: Iterator[tuple[str, int, int]] = field(default_factory=lambda: iter(()))
    """What is still to be learned, once somebody asks."""

    def overtaken(self, key: str, place: int, counter: int) -> int | None:
        """The counter of the signature before or after it with which it does not agree: a device counts upwards, so two
        devices have this key, or an old answer was kept back. None where all is right, as where none of them counts."""
        for each in self.unread:
            self.learn(*each)
        seen = self.seen.get(key, [])
        at = bisect(seen, (place, -1))
        before = [found for _, found in seen[:at][-1:] if found and found >= counter]
        after = [found for where, found in seen[at:][:1] if where > place and counter and found <= counter]
        return next(iter((*before, *after)), None)

    def learn(self, key: str, place: int, counter: int) -> None:
        """Called for every signature of a device in the record of a merge that is in order."""
        if counter:
            insort(self.seen.setdefault(key, []), (place, counter))

    def copy(self) -> "DeviceCounters":
        return DeviceCounters({key: [*found] for key, found in self.seen.items()})
