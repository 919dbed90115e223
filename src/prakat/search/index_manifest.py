"""what a search reads first: the day and kind of each page, and the names of the lists that lead to all else"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from prakat.search import folding
from prakat.search.findable_page import FindablePage
from prakat.search.index_file import DamagedIndex, packed_json, unpacked_json
from prakat.search.postings import PAGES_PER_RANGE, SegmentPlace

INDEX_MANIFEST = "manifest.bin"
PAGES_PER_FILE, FILES_PER_LIST = 2, 128
PAGES_PER_BATCH = PAGES_PER_FILE * FILES_PER_LIST
"""Pages whose texts one list names. The newest pages have shards of their own until they are so many; then they join
the older ones."""
PAGES_AT_ONCE = 16
"""Pages that come into the shards together, so that a new page seldom changes any: a search reads the texts of the few
that wait."""
_RULE = {
    "format": 2,
    "gram": folding.GRAM,
    "overlap": folding.OVERLAP,
    "pagesPerFile": PAGES_PER_FILE,
    "filesPerList": FILES_PER_LIST,
    "pagesPerRange": PAGES_PER_RANGE,
}
_GONE = "."


class PageMark(NamedTuple):
    """What the order of results depends on beside the words."""

    day: int
    """On which the page was published, as in datetime.date.toordinal()."""
    is_for_staff: bool
    is_past: bool

    @classmethod
    def of(cls, page: FindablePage | None) -> "PageMark | None":
        """Raises ValueError for a `published` that is not a date."""
        if page is None:
            return None
        return cls(date.fromisoformat(page.published).toordinal(), page.is_for_staff, page.is_past)


class ListedShard(NamedTuple):
    """A shard, or a list of shards: where its first segment stands, and its name."""

    place: SegmentPlace
    name: str


def listed_json(listed: Iterable[ListedShard]) -> list[tuple[str, int, str]]:
    return [(*each.place, each.name) for each in listed]


def listed_in(content: Iterable[tuple[str, int, str]]) -> list[ListedShard]:
    return [ListedShard(SegmentPlace(gram, number), name) for gram, number, name in content]


@dataclass(frozen=True, slots=True)
class IndexManifest:
    order: str
    """What `order_digest` says of the pages' order."""
    labels: Mapping[str, Mapping[str, str]]
    """Fact's name -> language -> what is called so."""
    marks: Sequence[PageMark | None]
    """By number of page; None where it came down."""
    texts: Sequence[str]
    """The names of the lists of text files."""
    blocks: Sequence[Sequence[ListedShard]]
    """The lists of shards of each block."""

    def packed(self) -> bytes:
        """Days stand as differences to the page before; the sign of a page is 1 for staff, 2 for past, 3 for both, or a
        dot where it came down."""
        known = [mark for mark in self.marks if mark]
        days = [after - before for before, after in pairwise((0, *(mark.day for mark in known)))]
        signs = "".join(str(mark.is_for_staff + 2 * mark.is_past) if mark else _GONE for mark in self.marks)
        told: dict[str, object] = {"order": self.order, "labels": dict(self.labels), "days": days, "signs": signs}
        told |= {"texts": self.texts, "withGrams": with_grams(len(self.marks))}
        return packed_json({**_RULE, **told, "blocks": [listed_json(each) for each in self.blocks]})


def manifest_in(raw: bytes) -> IndexManifest:
    """Raises DamagedIndex for what `IndexManifest.packed` did not write."""
    told = unpacked_json(raw)
    try:
        if any(told[name] != value for name, value in _RULE.items()):
            raise DamagedIndex
        blocks = [listed_in(each) for each in told["blocks"]]
        return IndexManifest(told["order"], told["labels"], _marks(told), told["texts"], blocks)
    except (KeyError, TypeError, ValueError) as problem:
        raise DamagedIndex from problem


def _marks(told: Mapping[str, Any]) -> list[PageMark | None]:
    days = accumulate(told["days"])
    signs = (None if sign == _GONE else int(sign) for sign in told["signs"])
    return [None if sign is None else PageMark(next(days), bool(sign & 1), bool(sign & 2)) for sign in signs]


def order_digest(order: Iterable[str]) -> str:
    """Of the addresses of all pages by their numbers, those that came down included; tells none of them."""
    return hashlib.sha256("\n".join(order).encode("utf-8")).hexdigest()


def with_grams(count: int) -> int:
    """How many of so many pages, or of those of the last batch, have postings; the newest others wait."""
    return count - count % PAGES_AT_ONCE


def blocks_of(count: int) -> list[tuple[int, int]]:
    """The first page of each block, of so many pages, and the one behind it: of the older ones, and of the newest."""
    joined = count - count % PAGES_PER_BATCH
    return [(start, end) for start, end in ((0, joined), (joined, with_grams(count))) if end > start]
