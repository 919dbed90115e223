"""the grams of each passage -> shards: sorted files that say which passages contain a gram"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import repeat
from operator import iadd, sub
from struct import Struct, pack, unpack

ENTRY = Struct("<BI")
"""Stands before each gram: the length of its UTF-8 and that of its segments."""
SEGMENT = Struct("<HHB")
"""Stands before the gaps of each segment: its number, its number of passages, and its number of planes: one for the low
bytes of all gaps, a second for the high bytes if any is not 0. Planes compress far better than mixed lengths."""
PASSAGES_PER_SEGMENT = 1 << 14
SHARD_BYTES = 12_000
"""A shard ends with the entry that reaches this size before compression; a browser fetches a shard for each gram."""


class Postings:
    """The passages of each gram; takes about two bytes for each gram of a passage."""

    def __init__(self) -> None:
        self.passages = 0
        self._recent: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._packed: dict[str, bytes] = {}

    def add(self, grams: Iterable[str]) -> None:
        """Adds the grams of the next passage."""
        place = (self.passages % PASSAGES_PER_SEGMENT).to_bytes(2, "little")
        deque(map(iadd, map(self._recent.__getitem__, grams), repeat(place)), 0)
        self.passages += 1
        if self.passages % PASSAGES_PER_SEGMENT == 0:
            self._pack()

    def _pack(self) -> None:
        number = (self.passages - 1) // PASSAGES_PER_SEGMENT
        for gram, places in self._recent.items():
            self._packed[gram] = self._packed.get(gram, b"") + _segment(number, places)
        self._recent.clear()

    def shards(self) -> Iterator[tuple[str, bytes]]:
        """The first gram of each shard and its bytes, in the order of the grams."""
        self._pack()
        entries: list[bytes] = []
        first, size = "", 0
        for gram in sorted(self._packed):
            entry = _entry(gram, self._packed[gram])
            first = first or gram
            entries.append(entry)
            size += len(entry)
            if size >= SHARD_BYTES:
                yield first, b"".join(entries)
                entries, first, size = [], "", 0
        if entries:
            yield first, b"".join(entries)


def _segment(number: int, places: bytearray) -> bytes:
    count = len(places) // 2
    numbers = unpack(f"<{count}H", places)
    gaps = pack(f"<{count}H", numbers[0], *map(sub, numbers[1:], numbers))
    low, high = gaps[::2], gaps[1::2]
    return SEGMENT.pack(number, count, 2) + low + high if any(high) else SEGMENT.pack(number, count, 1) + low


def _entry(gram: str, segments: bytes) -> bytes:
    name = gram.encode("utf-8")
    return ENTRY.pack(len(name), len(segments)) + name + segments


def grams_in(shard: bytes) -> Iterator[str]:
    """The grams of a shard, in its order."""
    place = 0
    while place < len(shard):
        name, segments = ENTRY.unpack_from(shard, place)
        start = place + ENTRY.size
        yield shard[start : start + name].decode("utf-8")
        place = start + name + segments
