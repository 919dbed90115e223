"""grams and the pages that hold them -> segments, and shards of them: sorted files cut at places that they name"""

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from operator import add, sub
from struct import Struct, pack
from typing import NamedTuple

SEGMENT = Struct("<BHHB")
"""Stands before the UTF-8 of each gram: its length, the range of pages, how many of them hold the gram, and the number
of planes of gaps: one for the low bytes of all gaps, a second for the high bytes if any is not 0. Then come the gaps,
and the mask of each page (slot.gram_masks). Planes compress far better than mixed lengths."""
PAGES_PER_RANGE = 1 << 12
PARTS_OF_A_BLOCK = 24
"""In which a block's grams are put together one after the other, so that they need less memory at once."""
SHARD_BYTES = 8_000
"""Of a shard before compression, on average; a browser fetches a shard or more for each gram."""
SHARDS_PER_LIST = 64
"""On average."""
_ALL = 1 << 16


class SegmentPlace(NamedTuple):
    """Where a segment stands in the order of all: by its gram, then by its range of pages."""

    gram: str
    range: int


class MaskChange(NamedTuple):
    """The mask of a gram on a page; 0 where it does not stand there."""

    before: int
    after: int


class Segment(NamedTuple):
    """The pages of one range that hold one gram."""

    place: SegmentPlace
    content: bytes


def joined_segment(place: SegmentPlace, count: int, low: bytes, high: bytes, masks: bytes) -> Segment:
    """Of its parts: the planes of gaps, the second empty where all its bytes are 0."""
    gram = place.gram.encode("utf-8")
    head = SEGMENT.pack(len(gram), place.range, count, 2 if high else 1)
    return Segment(place, b"".join((head, gram, low, high, masks)))


def changed_segment(before: Segment, changes: Mapping[int, MaskChange]) -> Segment | None:
    """`changes` by page, counted from the first of the range; `before` has no content where there was none, and None
    is what is left where no page is. Raises ValueError where a mask was another before."""
    pages, masks = _postings(before.content) if before.content else ([], bytearray())
    for page, change in changes.items():
        at = bisect_left(pages, page)
        end = at + (at < len(pages) and pages[at] == page)
        if change.before != (masks[at] if end > at else 0):
            raise ValueError("another mask")
        pages[at:end], masks[at:end] = ([page], [change.after]) if change.after else ([], [])
    if not pages:
        return None
    gaps = pack(f"<{len(pages)}H", pages[0], *map(sub, pages[1:], pages))
    low, high = gaps[::2], gaps[1::2]
    return joined_segment(before.place, len(pages), low, high if any(high) else b"", bytes(masks))


def _postings(segment: bytes) -> tuple[list[int], bytearray]:
    """Its pages, counted from the first of the range, and the mask of each."""
    name, _, count, planes = SEGMENT.unpack_from(segment)
    start = SEGMENT.size + name
    low, masks = segment[start : start + count], bytearray(segment[start + planes * count :])
    if planes == 1:
        return list(accumulate(low)), masks
    high = segment[start + count : start + 2 * count]
    return list(accumulate(map(add, low, map((1 << 8).__mul__, high)))), masks


def segments_in(shard: bytes) -> Iterator[Segment]:
    """In their order."""
    at = 0
    while at < len(shard):
        gram, part, end = segment_at(shard, at)
        yield Segment(SegmentPlace(gram.decode("utf-8"), part), shard[at:end])
        at = end


def segment_at(shard: bytes, at: int) -> tuple[bytes, int, int]:
    """The gram in UTF-8 and the range of the segment that begins there, and where it ends."""
    size, part, count, planes = SEGMENT.unpack_from(shard, at)
    start = at + SEGMENT.size
    end = start + size
    return shard[start:end], part, end + count * (planes + 1)


def begins_shard(segment: Segment) -> bool:
    """Whether a shard begins with it, by nothing but what it is: then a change moves no seam but its own. The larger a
    segment, the likelier; by the power of two next to its size, so that few changes matter."""
    size = 1 << (len(segment.content) - 1).bit_length()
    return (_chance(segment.place) & (_ALL - 1)) * SHARD_BYTES < size * _ALL


def begins_list(place: SegmentPlace) -> bool:
    """Whether a list of shards begins with the shard that begins there."""
    return (_chance(place) >> 16) * SHARDS_PER_LIST < _ALL


def _chance(place: SegmentPlace) -> int:
    """32 bits that look drawn by lot."""
    return zlib.crc32(f"{place.gram} {place.range}".encode())


def shards(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Segments in their order, cut where shards begin; the first begins one in any case."""
    shard: list[Segment] = []
    for each in segments:
        if shard and begins_shard(each):
            yield shard
            shard = []
        shard.append(each)
    if shard:
        yield shard


def grams_in(shard: bytes) -> Iterator[str]:
    """The grams of a shard, in its order."""
    return (each.place.gram for each in segments_in(shard))
