"""many findable pages -> their texts packed, and the postings of all their grams, by numpy where that is installed"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, Self

from prakat.search.findable_page import FindablePage, text_file
from prakat.search.index_file import packed
from prakat.search.index_manifest import PAGES_PER_FILE, PageMark, with_grams
from prakat.search.postings import Segment
from prakat.search.slot import SLOTS, slots_of


class GatheredGrams(Protocol):
    """What stands in the slots of PAGES_PER_BATCH successive pages, the last of all fewer; picklable. Whatever makes
    it, the segments are the same."""

    @classmethod
    def of(cls, slots: Sequence[str]) -> Self:
        """`slots`: of each page all eight, empty ones where it came down."""

    @classmethod
    def segments(cls, batches: Sequence[Self], first: int) -> Iterator[Segment]:
        """All of successive batches, in their order; `first`: the number of the first page."""


@dataclass(frozen=True, slots=True, eq=False)
class GatheredPages:
    """PAGES_PER_BATCH successive pages, the last of all fewer. It can be made in another process: it is picklable."""

    texts: tuple[bytes, ...]
    """The text files, compressed; empty where all pages of one came down."""
    marks: tuple[PageMark | None, ...]
    grams: GatheredGrams


def gather(pages: Sequence[FindablePage | None]) -> GatheredPages:
    """The pages with the next numbers, at most PAGES_PER_BATCH; None where one came down. Raises ValueError for a
    `published` that is not a date."""
    marks = tuple(map(PageMark.of, pages))
    clean = [page and page.as_shown for page in pages]
    files = (clean[start : start + PAGES_PER_FILE] for start in range(0, len(clean), PAGES_PER_FILE))
    texts = tuple(packed(file) if file else b"" for file in map(text_file, files))
    whole = clean[: with_grams(len(clean))]
    slots = [slot for page in whole for slot in (slots_of(page) if page else [""] * SLOTS)]
    return GatheredPages(texts, marks, gatherer().of(slots))


@cache
def gatherer() -> type[GatheredGrams]:
    """numpy is slow to load: only a whole index asks."""
    try:
        from prakat.search.numpy_grams import NumpyGrams
    except ImportError:  # the extra `quick` is not installed
        from prakat.search.plain_grams import PlainGrams

        return PlainGrams
    return NumpyGrams
