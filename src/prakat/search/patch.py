"""the index before and what changed -> the few files in which the index of today differs from it"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat, zip_longest
from pathlib import Path

from prakat.search.findable_page import FindablePage
from prakat.search.gram_tree import patch_tree
from prakat.search.index import Labels, write_manifest
from prakat.search.index_file import DamagedIndex, IndexFiles
from prakat.search.index_manifest import (
    INDEX_MANIFEST,
    PAGES_PER_BATCH,
    IndexManifest,
    ListedShard,
    PageMark,
    blocks_of,
    manifest_in,
    order_digest,
    with_grams,
)
from prakat.search.postings import PAGES_PER_RANGE, MaskChange, SegmentPlace
from prakat.search.slot import gram_masks
from prakat.search.text_tree import NumberedChange, TextTree

MOST_PAGES = PAGES_PER_BATCH
"""Pages that differ or get another number; beyond, a whole index is made as soon."""


class WholeIndexNeeded(Exception):
    """The index before cannot be patched: it is damaged, or another than its digest and order say; or the newest pages
    join the older ones; or too much changes."""


@dataclass(frozen=True, slots=True)
class KnownIndex:
    """An index that was written before, by the same code, Python and zlib."""

    place: Path
    digest: str
    """What `write_index` or `patch_index` returned."""
    order: Sequence[str]
    """The addresses by the pages' numbers, as either took them."""


@dataclass(frozen=True, slots=True)
class IndexPatch:
    digest: str
    """Of the new manifest."""
    written: frozenset[str]
    """Paths below the index of what the index before does not have; the manifest apart, which is always written."""
    unused: frozenset[str]
    """Paths below the index of what only the index before has."""


def patch_index(
    before: KnownIndex, to: Path, changes: Mapping[str, FindablePage | None], order: Sequence[str], labels: Labels
) -> IndexPatch:
    """Writes into `to` what `write_index` of all pages would write otherwise than it stands in the index before: with
    the rest of that index, and without what is unused, it is that index, byte for byte.

    `changes`: address -> what stands there from now on, None for what came down or moved away. `order`: as
    `write_index` takes it. Only what changes is read, and proven by its name. Raises WholeIndexNeeded, and ValueError
    as `write_index` does, having written some files perhaps."""
    if missing := {url for url, page in changes.items() if page} - set(order):
        raise ValueError(f"{min(missing)} stands not in the order")
    if len(before.order) // PAGES_PER_BATCH != len(order) // PAGES_PER_BATCH:
        raise WholeIndexNeeded
    try:
        manifest, files = _manifest(before), IndexFiles(to)
        texts = TextTree(before.place, manifest.texts)
        changed = dict(_changed(before.order, texts, changes, order))
        regrammed = dict(_regrammed(changed, texts, len(before.order), len(order)))
        blocks, unused_grams = _patched_blocks(before.place, manifest.blocks, regrammed, len(order), files)
        lists, unused_texts = texts.patched(changed, len(order), files)
    except DamagedIndex as problem:
        raise WholeIndexNeeded from problem
    marks = _patched_marks(manifest.marks, changed, len(order))
    digest = write_manifest(IndexManifest(order_digest(order), labels, marks, lists, blocks), to)
    return IndexPatch(digest, frozenset(files.written), unused_grams | unused_texts)


def _manifest(before: KnownIndex) -> IndexManifest:
    """Raises DamagedIndex where it is not the one that is known."""
    try:
        raw = (before.place / INDEX_MANIFEST).read_bytes()
    except OSError as problem:
        raise DamagedIndex from problem
    if hashlib.sha256(raw).hexdigest() != before.digest:
        raise DamagedIndex
    manifest = manifest_in(raw)
    if (manifest.order, len(manifest.marks)) != (order_digest(before.order), len(before.order)):
        raise DamagedIndex
    return manifest


def _changed(
    was: Sequence[str], texts: TextTree, changes: Mapping[str, FindablePage | None], order: Sequence[str]
) -> Iterator[tuple[int, NumberedChange]]:
    """By number, where what stands under it differs. Raises DamagedIndex, and WholeIndexNeeded for too many."""
    pairs = enumerate(zip_longest(was, order))
    asked = [number for number, (url, new) in pairs if url != new or new in changes]
    if len(asked) > MOST_PAGES:
        raise WholeIndexNeeded
    sought = {order[number] for number in asked if number < len(order)}
    numbers = {url: number for number, url in enumerate(was) if url in sought}
    for number in asked:
        page, after = texts.page(number), None
        if page and page.url != was[number]:
            raise DamagedIndex
        if number < len(order):
            url = order[number]
            after = _shown(changes[url]) if url in changes else texts.page(numbers[url]) if url in numbers else None
        if page != after or number >= min(len(was), len(order)):  # a list names also a file of which nothing is left
            yield number, NumberedChange(page, after)


def _shown(page: FindablePage | None) -> FindablePage | None:
    return page and page.as_shown


def _regrammed(
    changed: Mapping[int, NumberedChange], texts: TextTree, was: int, count: int
) -> Iterator[tuple[int, NumberedChange]]:
    """By number, the pages whose postings differ: of the changed ones, and of those that waited until now, or wait
    again since there are fewer."""
    before, after = with_grams(was), with_grams(count)
    for number in changed.keys() | set(range(min(before, after), max(before, after))):
        page = texts.page(number)
        change = changed.get(number, NumberedChange(page, page))
        yield (
            number,
            NumberedChange(change.before if number < before else None, change.after if number < after else None),
        )


def _patched_blocks(
    index: Path,
    blocks: Sequence[Sequence[ListedShard]],
    changed: Mapping[int, NumberedChange],
    count: int,
    files: IndexFiles,
) -> tuple[list[list[ListedShard]], frozenset[str]]:
    """The lists of each block from now on, and the paths of what is not used any more. `changed`: the pages whose
    postings differ."""
    joined = count - count % PAGES_PER_BATCH
    old, new = ({n: each for n, each in changed.items() if (n < joined) is is_old} for is_old in (True, False))
    found, unused = [], frozenset[str]()
    for here, before in zip_longest((old, new) if joined else (new,), blocks):
        lists, left = patch_tree(index, before or (), _posting_changes(here or {}), files)
        found.append(lists)
        unused |= left
    return found[: len(blocks_of(count))], unused


def _posting_changes(changed: Mapping[int, NumberedChange]) -> dict[SegmentPlace, dict[int, MaskChange]]:
    found: dict[SegmentPlace, dict[int, MaskChange]] = {}
    for number, pages in changed.items():
        before, after = (gram_masks(page) if page else {} for page in pages)
        part, place = divmod(number, PAGES_PER_RANGE)
        for gram in before.keys() | after.keys():
            change = MaskChange(before.get(gram, 0), after.get(gram, 0))
            if change.before != change.after:
                found.setdefault(SegmentPlace(gram, part), {})[place] = change
    return found


def _patched_marks(
    marks: Sequence[PageMark | None], changed: Mapping[int, NumberedChange], count: int
) -> list[PageMark | None]:
    found = [*marks, *repeat(None, count)][:count]
    for number in changed.keys() & range(count):
        found[number] = PageMark.of(changed[number].after)
    return found
