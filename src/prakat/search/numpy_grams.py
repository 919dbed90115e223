"""the slots of many pages -> the postings of all their grams, by numpy: more than twice as fast as plain Python"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from prakat.search.index_manifest import PAGES_PER_BATCH
from prakat.search.postings import PAGES_PER_RANGE, PARTS_OF_A_BLOCK, Segment, SegmentPlace, joined_segment

_SPACE, _SEAM = ord(" "), ord("\n")


@dataclass(frozen=True, slots=True, eq=False)
class NumpyGrams:
    """A GatheredGrams."""

    grams: NDArray[np.uint64]
    """Ascending, each as 16 bits for each of its letters."""
    counts: NDArray[np.uint16]
    """How many pages hold each gram."""
    pages: NDArray[np.uint8]
    """For each gram after the other the pages that hold it, counted from the first of the batch."""
    masks: NDArray[np.uint8]
    """As many."""

    @classmethod
    def of(cls, slots: Sequence[str]) -> "NumpyGrams":
        return cls(*_gathered_grams("\n".join(slots)))

    @classmethod
    def segments(cls, batches: "Sequence[NumpyGrams]", first: int) -> Iterator[Segment]:
        if not (known := [each.grams for each in batches if len(each.grams)]):
            return
        sample = np.sort(np.concatenate([each[:: len(each) // 256 + 1] for each in known]))
        seams = [
            0,
            *(int(sample[len(sample) * part // PARTS_OF_A_BLOCK]) for part in range(1, PARTS_OF_A_BLOCK)),
            1 << 48,
        ]
        ranges = _by_range(batches, first)
        for start, end in pairwise(seams):
            part = (each for number in ranges for each in _range_segments(number, ranges[number], start, end))
            yield from sorted(part, key=lambda each: each.place)


def _gathered_grams(
    text: str,
) -> tuple[NDArray[np.uint64], NDArray[np.uint16], NDArray[np.uint8], NDArray[np.uint8]]:
    """Of the slots of all pages, each on its line: each gram, a page and a slot as one number, sorted."""
    letters = np.frombuffer(f"{text}\n\n\n".encode("utf-16-le"), "<u2").astype(np.uint64)
    is_seam = letters == _SEAM
    is_space = is_seam | (letters == _SPACE)
    slot = (np.cumsum(is_seam) - is_seam).astype(np.uint64)
    begins = np.flatnonzero(~is_space[:-2] & ~is_space[1:-1])
    third = np.where(is_space[begins + 2], np.uint64(0), letters[begins + 2])
    found = ((letters[begins] << np.uint64(32)) | (letters[begins + 1] << np.uint64(16)) | third) << np.uint64(11)
    found |= slot[begins]
    found.sort()
    firsts = _firsts(found >> np.uint64(3))
    bits = np.left_shift(1, (found & np.uint64(7)).astype(np.uint8), dtype=np.uint8)
    masks = np.bitwise_or.reduceat(bits, firsts) if len(firsts) else bits
    found = found[firsts]
    pages = ((found >> np.uint64(3)) & np.uint64(PAGES_PER_BATCH - 1)).astype(np.uint8)
    found >>= np.uint64(11)
    firsts = _firsts(found)
    counts = np.diff(firsts, append=len(found)).astype(np.uint16)
    return found[firsts], counts, pages, masks


def _firsts(numbers: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Where another number begins, of sorted ones."""
    return np.flatnonzero(np.concatenate((np.ones(min(1, len(numbers)), bool), numbers[1:] != numbers[:-1])))


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """A batch, and where its pages stand in their range."""

    batch: NumpyGrams
    first: int
    offsets: NDArray[np.intp]


def _by_range(batches: Sequence[NumpyGrams], first: int) -> dict[int, list[_Run]]:
    found: dict[int, list[_Run]] = {}
    for page, batch in enumerate(batches):
        number, place = divmod(first + page * PAGES_PER_BATCH, PAGES_PER_RANGE)
        offsets = np.concatenate(([0], np.cumsum(batch.counts, dtype=np.intp)))
        found.setdefault(number, []).append(_Run(batch, place, offsets))
    return found


def _range_segments(number: int, runs: Sequence[_Run], start: int, end: int) -> Iterator[Segment]:
    """Those of the grams from `start` to before `end`."""
    grams, pages, masks = _put_together(runs, start, end)
    firsts = _firsts(grams)
    gaps = np.diff(pages, prepend=np.uint16(0))
    gaps[firsts] = pages[firsts]
    low, high, kept = (gaps & 255).astype(np.uint8).tobytes(), (gaps >> 8).astype(np.uint8), masks.tobytes()
    is_far = np.maximum.reduceat(high, firsts).astype(bool).tolist() if len(firsts) else []
    far, seams = high.tobytes(), [*firsts.tolist(), len(grams)]
    for gram, is_high, at, to in zip(grams[firsts].tolist(), is_far, seams, seams[1:], strict=False):
        place = SegmentPlace(_letters(gram), number)
        yield joined_segment(place, to - at, low[at:to], far[at:to] if is_high else b"", kept[at:to])


def _put_together(
    runs: Sequence[_Run], start: int, end: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint16], NDArray[np.uint8]]:
    """For each posting its gram, page and mask, by gram and then by page."""
    grams, pages, masks = [], [], []
    for run in runs:
        low, high = np.searchsorted(run.batch.grams, np.array([start, end], np.uint64)).tolist()
        at, to = run.offsets[low], run.offsets[high]
        grams.append(np.repeat(run.batch.grams[low:high], run.batch.counts[low:high]))
        pages.append(run.batch.pages[at:to].astype(np.uint16) + np.uint16(run.first))
        masks.append(run.batch.masks[at:to])
    told = np.concatenate(grams)
    order = np.argsort(told, kind="stable")
    return told[order], np.concatenate(pages)[order], np.concatenate(masks)[order]


def _letters(gram: int) -> str:
    last = chr(gram & 0xFFFF) if gram & 0xFFFF else ""
    return chr(gram >> 32) + chr(gram >> 16 & 0xFFFF) + last
