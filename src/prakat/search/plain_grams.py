"""the slots of many pages -> the postings of all their grams, by plain Python, where numpy is not installed"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from prakat.search.folding import GRAM
from prakat.search.index_manifest import PAGES_PER_BATCH
from prakat.search.postings import PAGES_PER_RANGE, PARTS_OF_A_BLOCK, Segment, SegmentPlace, joined_segment
from prakat.search.slot import SLOTS, masks_of

_NO_LETTER, _BEHIND = "\0", "\U0010ffff"
"""What fills a shorter gram up, before every letter; and what stands behind every gram."""


@dataclass(frozen=True, slots=True, eq=False)
class PlainGrams:
    """A GatheredGrams."""

    letters: str
    """Of all grams in their order, GRAM each."""
    ends: "array[int]"
    """Of each gram's postings: where the next one's begin."""
    gaps: bytes
    """Of each posting: from the page before that holds the same gram, and of the first from the batch's first page."""
    masks: bytes
    """As many."""

    @classmethod
    def of(cls, slots: Sequence[str]) -> "PlainGrams":
        found: dict[str, tuple[bytearray, bytearray]] = {}
        for page in range(len(slots) // SLOTS):
            for gram, mask in masks_of(slots[page * SLOTS : (page + 1) * SLOTS]).items():
                if gram not in found:
                    found[gram] = bytearray(), bytearray()
                pages, masks = found[gram]
                pages.append(page)
                masks.append(mask)
        known = sorted(found)
        letters = "".join(each.ljust(GRAM, _NO_LETTER) for each in known)
        ends = array("I", accumulate(len(found[each][0]) for each in known))
        gaps = b"".join(_gaps(found[each][0]) for each in known)
        return cls(letters, ends, gaps, b"".join(found[each][1] for each in known))

    @classmethod
    def segments(cls, batches: "Sequence[PlainGrams]", first: int) -> Iterator[Segment]:
        sample = sorted(each.gram(place) for each in batches for place in range(0, len(each), len(each) // 256 + 1))
        seams = [
            "",
            *(sample[len(sample) * part // PARTS_OF_A_BLOCK] for part in range(1, PARTS_OF_A_BLOCK) if sample),
            _BEHIND,
        ]
        for start, end in pairwise(seams):
            runs: dict[SegmentPlace, list[_Run]] = {}
            for number, batch in enumerate(batches):
                part, page = divmod(first + number * PAGES_PER_BATCH, PAGES_PER_RANGE)
                for place in range(batch.place(start), batch.place(end)):
                    runs.setdefault(SegmentPlace(batch.gram(place), part), []).append((page, batch, place))
            yield from (_segment(place, runs[place]) for place in sorted(runs))

    def __len__(self) -> int:
        return len(self.ends)

    def gram(self, place: int) -> str:
        return self.letters[place * GRAM : (place + 1) * GRAM].rstrip(_NO_LETTER)

    def place(self, gram: str) -> int:
        """Of the first that is not before it."""
        return bisect_left(range(len(self)), gram, key=self.gram)

    def postings(self, place: int) -> tuple[bytes, bytes]:
        """The gaps and masks of a gram."""
        start, end = self.ends[place - 1] if place else 0, self.ends[place]
        return self.gaps[start:end], self.masks[start:end]


_Run = tuple[int, PlainGrams, int]
"""The first page of a batch, counted from the first of its range; the batch; a gram's place there."""


def _gaps(pages: bytearray) -> bytes:
    return bytes((pages[0], *(after - before for before, after in pairwise(pages))))


def _segment(place: SegmentPlace, runs: Sequence[_Run]) -> Segment:
    low, high, masks, last = bytearray(), dict[int, int](), bytearray(), 0
    for page, batch, at in runs:
        gaps, own = batch.postings(at)
        gap = page + gaps[0] - last
        if gap >> 8:
            high[len(low)] = gap >> 8
        last = page + sum(gaps)
        low += bytes((gap & 255,)) + gaps[1:]
        masks += own
    far = bytes(high.get(number, 0) for number in range(len(low))) if high else b""
    return joined_segment(place, len(low), bytes(low), far, bytes(masks))
