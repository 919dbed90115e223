"""segments -> a tree of small files: lists of shards; and the tree of changed postings from the one before"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path

from prakat.search.index_file import (
    GRAMS,
    LISTS,
    DamagedIndex,
    IndexFiles,
    file_path,
    packed,
    packed_json,
    read_file,
    unpacked,
    unpacked_json,
)
from prakat.search.index_manifest import ListedShard, listed_in, listed_json
from prakat.search.postings import (
    MaskChange,
    Segment,
    SegmentPlace,
    begins_list,
    begins_shard,
    changed_segment,
    segments_in,
    shards,
)

PostingChanges = Mapping[SegmentPlace, Mapping[int, MaskChange]]
"""For each segment that changes, by page, counted from the first of its range."""


def write_tree(segments: Iterable[Segment], files: IndexFiles) -> list[ListedShard]:
    """Writes the shards of a block and their lists; returns the lists."""
    written = (_written(shard, files) for shard in shards(segments))
    return [_written_list(each, files) for each in _lists(written)]


def patch_tree(
    index: Path, lists: Sequence[ListedShard], changes: PostingChanges, files: IndexFiles
) -> tuple[list[ListedShard], frozenset[str]]:
    """The lists of a block from now on, equal to what `write_tree` makes of all its segments, and the paths of what is
    not used any more. Of the index before only the lists and the shards that change are read. Raises DamagedIndex where
    one is missing, or says otherwise than a change."""
    if not changes:
        return list(lists), frozenset()
    known = {tuple(_listed(index, each)): each for each in lists}
    before = list(chain.from_iterable(known))
    files.know(LISTS, (each.name for each in lists))
    files.know(GRAMS, (each.name for each in before))
    after = list(_patched_shards(index, before, changes, files))
    new = [known.get(tuple(each)) or _written_list(each, files) for each in _lists(after)]
    left = {GRAMS: set(before) - set(after), LISTS: set(lists) - set(new)}
    return new, frozenset(file_path(folder, each.name) for folder, unused in left.items() for each in unused)


def _listed(index: Path, which: ListedShard) -> list[ListedShard]:
    try:
        return listed_in(unpacked_json(read_file(index, LISTS, which.name)))
    except (TypeError, ValueError) as problem:
        raise DamagedIndex from problem


def _lists(listed: Iterable[ListedShard]) -> Iterator[list[ListedShard]]:
    """Shards in their order, cut where lists begin."""
    found: list[ListedShard] = []
    for each in listed:
        if found and begins_list(each.place):
            yield found
            found = []
        found.append(each)
    if found:
        yield found


def _written_list(listed: Sequence[ListedShard], files: IndexFiles) -> ListedShard:
    return ListedShard(listed[0].place, files.write(LISTS, packed_json(listed_json(listed))))


def _written(shard: Sequence[Segment], files: IndexFiles) -> ListedShard:
    return ListedShard(shard[0].place, files.write(GRAMS, packed(b"".join(each.content for each in shard))))


def _patched_shards(
    index: Path, before: Sequence[ListedShard], changes: PostingChanges, files: IndexFiles
) -> Iterator[ListedShard]:
    """What did not change stays as it is; between, successive changed shards are cut anew."""
    if not before:
        yield from (_written(shard, files) for shard in shards(_patched_segments(b"", changes)))
        return
    changed = _changed_shards(index, before, changes)
    for is_changed, numbers in groupby(range(len(before)), changed.__contains__):
        if is_changed:
            segments = chain.from_iterable(changed[number] for number in numbers)
            yield from (_written(shard, files) for shard in shards(segments))
        else:
            yield from (before[number] for number in numbers)


def _changed_shards(index: Path, before: Sequence[ListedShard], changes: PostingChanges) -> dict[int, list[Segment]]:
    """Number of shard -> its segments from now on. A shard whose first segment begins none any more joins the one
    before it."""
    places = [each.place for each in before]
    asked: dict[int, dict[SegmentPlace, Mapping[int, MaskChange]]] = {}
    for place in sorted(changes):
        asked.setdefault(max(0, bisect_right(places, place) - 1), {})[place] = changes[place]
    found: dict[int, list[Segment]] = {}
    for number in sorted(asked, reverse=True):
        is_whole = False
        while not is_whole and number not in found:
            shard = unpacked(read_file(index, GRAMS, before[number].name))
            found[number] = list(_patched_segments(shard, asked.get(number, {})))
            is_whole = number == 0 or bool(found[number] and begins_shard(found[number][0]))
            number -= 1
    return found


def _patched_segments(shard: bytes, changes: PostingChanges) -> Iterator[Segment]:
    known = {each.place: each for each in segments_in(shard)}
    if not known.keys() >= changes.keys():
        known |= {place: Segment(place, b"") for place in changes if place not in known}
        known = dict(sorted(known.items()))
    for place, each in known.items():
        if place not in changes:
            yield each
        elif after := _patched(each, changes[place]):
            yield after


def _patched(before: Segment, changes: Mapping[int, MaskChange]) -> Segment | None:
    try:
        return changed_segment(before, changes)
    except ValueError as problem:
        raise DamagedIndex from problem
