"""what a request deletes x main -> a finding for each page that readers have seen and that would be gone (R18)"""

import datetime
from collections.abc import Iterable, Iterator

from prakat.content.version import UNPROVEN, versions_before
from prakat.item.item import parse_approved
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import folder_of, index_of, item_folder, parse_path
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.rules.finding import Finding


def vanished_pages(
    repository: Repository, main: str, net: Iterable[PathChange], day: datetime.date
) -> Iterator[Finding]:
    """Not of what moved, which says so in former_paths, nor of what nobody could read up to that day."""
    indexes = [each for each in net if (folder := item_folder(each.path)) and each.path == index_of(folder)]
    gone = [each for each in indexes if each.new == NOTHING]
    if not gone:
        return
    new = [data for _, _, data in repository.objects(each.new for each in indexes if each.new != NOTHING)]
    left = {folder_of(former) for data in new for former in ItemFacts(data).former_paths}
    for each, (_, _, data) in zip(gone, repository.objects(each.old for each in gone), strict=True):
        folder = item_folder(each.path) or ""
        if folder not in left and _was_shown(repository, main, folder, data, day):
            values = {"found": folder, "suggestion": f"on: {day.isoformat()}", "former": folder.partition("/")[2]}
            yield Finding(each.path, 1, "path.gone", values)


def _was_shown(repository: Repository, main: str, folder: str, data: bytes, day: datetime.date) -> bool:
    path = parse_path(folder.partition("/")[2])
    item = parse_approved(path, data)[0] if path else None
    if item is None or item.publish_on <= day:
        return item is not None
    after = None
    for each in versions_before({folder: item}, (), repository, main, UNPROVEN)[folder]:
        if each.item.publish_on <= day and not (after and each.is_put_off_by(after)):
            return True
        after = each
    return False
