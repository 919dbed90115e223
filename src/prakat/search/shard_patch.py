"""a shard x what changes in it -> the shard from now on, and where others begin in it; what stays is copied unread"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from prakat.search.postings import (
    MaskChange,
    Segment,
    SegmentPlace,
    begins_shard,
    changed_segment,
    segment_at,
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
    left = 0
    for gram, part, place in sorted((place.gram.encode("utf-8"), place.range, place) for place in changes):
        begin, end = _where(shard, left, gram, part)
        yield from _unchanged(shard, left, begin)
        if after := changed_segment(Segment(place, shard[begin:end]), changes[place]):
            yield ShardStretch(place, after.content, begins_shard(after))
        left = end
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


def _where(shard: bytes, at: int, gram: bytes, part: int) -> tuple[int, int]:
    """From there on, where that segment begins and ends; twice where it would stand, if there is none. Segments stand
    in the order of UTF-8, which is that of the letters."""
    while at < len(shard):
        other, other_part, end = segment_at(shard, at)
        if (other, other_part) >= (gram, part):
            return at, end if (other, other_part) == (gram, part) else at
        at = end
    return at, at
