"""main before a request -> the verbal permissions on it that are not in writing (DESIGN: Urgent)"""

from collections.abc import Collection, Iterator

from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import is_index
from prakat.request.fact_reader import FactReader
from prakat.request.main_before import MainBefore
from prakat.request.policy.request import SpokenWord


def spoken_words(before: MainBefore, reader: FactReader, approvers: Collection[str]) -> Iterator[SpokenWord]:
    """Those of the approvers, by path. Reads all items of main at the first question, and then only what changed."""
    if before.spoken is None:
        before.spoken = {path: blob for path, (_, blob) in before.files.entries.items() if is_index(path)}
        before.unread = set(before.spoken)
    paths = sorted(before.unread)
    before.unread.clear()
    blobs = [before.spoken[path] for path in paths]
    for path, (_, _, raw) in zip(paths, reader.repository.objects(blobs), strict=True):
        if ItemFacts(raw).verbal is None:
            del before.spoken[path]
    for path, blob in sorted(before.spoken.items()):
        permission = reader.item(blob).verbal
        if permission and permission[0] in approvers:
            yield SpokenWord(*permission, path.rpartition("/")[0])
