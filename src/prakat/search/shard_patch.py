"""a shard x what changes in it -> the shard from now on, and where others begin in it; what stays is copied unread"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from prakat.search.postings import (
    SEGMENT,
    MaskChange,
    Segment,
    SegmentPlace,
    begins_shard,
    changed_segment,
    segments_in,
)

PostingChanges = Mapping[SegmentPlace, Mapping[int, MaskChange]]
"""For each segment that changes, by page, counted from the first of its range."""


class ShardStretch(NamedTuple):
    """Successive segments, of which none but perhaps the first begins a shard."""

    place: SegmentPlace
    """Of the first."""
    content: bytes
    begins: bool
    """Whether a shard begins with it."""


def patched_shard(shard: bytes, changes: PostingChanges) -> Iterator[ShardStretch]:
    """What `shard` is from now on; nothing where nothing is left. Raises ValueError where a mask was another before
    than a change says.

    Whether a shard begins is asked of what changes and of the shard's first segment alone: none of the others began
    one, and that says nothing but what a segment is itself."""
    left = at = 0
    for (gram, part), place in sorted(((place.gram.encode("utf-8"), place.range), place) for place in changes):
        while at < len(shard) and _key(shard, at) < (gram, part):
            at = _end(shard, at)
        yield from _unchanged(shard, left, at)
        left = at
        if at < len(shard) and _key(shard, at) == (gram, part):
            at = _end(shard, at)
        after = changed_segment(Segment(place, shard[left:at]), changes[place])
        left = at
        if after:
            yield ShardStretch(place, after.content, begins_shard(after))
    yield from _unchanged(shard, left, len(shard))


def joined(stretches: Iterable[ShardStretch]) -> Iterator[ShardStretch]:
    """One for each shard: what begins none is the end of the one before it; the first begins one in any case."""
    parts: list[ShardStretch] = []
    for each in stretches:
        if parts and each.begins:
            yield _one(parts)
            parts = []
        parts.append(each)
    if parts:
        yield _one(parts)


def _one(parts: list[ShardStretch]) -> ShardStretch:
    return ShardStretch(parts[0].place, b"".join(each.content for each in parts), begins=True)


def _unchanged(shard: bytes, start: int, end: int) -> Iterator[ShardStretch]:
    if start < end:
        first = next(segments_in(shard[start:end]))
        yield ShardStretch(first.place, shard[start:end], start == 0 and begins_shard(first))


def _key(shard: bytes, at: int) -> tuple[bytes, int]:
    """The place of the segment that stands there; in the order of UTF-8, which is that of the letters."""
    size, part, *_ = SEGMENT.unpack_from(shard, at)
    start = at + SEGMENT.size
    return shard[start : start + size], part


def _end(shard: bytes, at: int) -> int:
    size, _, count, planes = SEGMENT.unpack_from(shard, at)
    return int(at + SEGMENT.size + size + count * (planes + 1))
