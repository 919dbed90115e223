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
from prakat.search.postings import MaskChange, Segment, SegmentPlace, begins_list, shards
from prakat.search.shard_patch import PostingChanges, ShardStretch, joined, patched_shard


def write_tree(segments: Iterable[Segment], files: IndexFiles) -> list[ListedShard]:
    """Writes the shards of a block and their lists; returns the lists."""
    cut = shards(segments)
    written = (_written(shard[0].place, b"".join(each.content for each in shard), files) for shard in cut)
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


def _written(first: SegmentPlace, shard: bytes, files: IndexFiles) -> ListedShard:
    return ListedShard(first, files.write(GRAMS, packed(shard)))


def _patched_shards(
    index: Path, before: Sequence[ListedShard], changes: PostingChanges, files: IndexFiles
) -> Iterator[ListedShard]:
    """What did not change stays as it is; between, successive changed shards are cut anew."""
    if not before:
        yield from (_written(each.place, each.content, files) for each in joined(_patched(b"", changes)))
        return
    changed = _changed_shards(index, before, changes)
    for is_changed, numbers in groupby(range(len(before)), changed.__contains__):
        if is_changed:
            stretches = chain.from_iterable(changed[number] for number in numbers)
            yield from (_written(each.place, each.content, files) for each in joined(stretches))
        else:
            yield from (before[number] for number in numbers)


def _changed_shards(
    index: Path, before: Sequence[ListedShard], changes: PostingChanges
) -> dict[int, list[ShardStretch]]:
    """Number of shard -> what it is from now on. A shard whose first segment begins none any more joins the one before
    it."""
    places = [each.place for each in before]
    asked: dict[int, dict[SegmentPlace, Mapping[int, MaskChange]]] = {}
    for place in sorted(changes):
        asked.setdefault(max(0, bisect_right(places, place) - 1), {})[place] = changes[place]
    found: dict[int, list[ShardStretch]] = {}
    for number in sorted(asked, reverse=True):
        is_whole = False
        while not is_whole and number not in found:
            shard = unpacked(read_file(index, GRAMS, before[number].name))
            found[number] = _patched(shard, asked.get(number, {}))
            is_whole = number == 0 or bool(found[number] and found[number][0].begins)
            number -= 1
    return found


def _patched(shard: bytes, changes: PostingChanges) -> list[ShardStretch]:
    try:
        return list(patched_shard(shard, changes))
    except ValueError as problem:
        raise DamagedIndex from problem
