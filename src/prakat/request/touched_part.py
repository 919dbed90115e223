"""paths that a request changes x the items before and after -> its parts: items, moved ones in one piece, and files"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prakat.content.item_action import item_actions, touches
from prakat.item.item_path import item_folder
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import SUBMODULE
from prakat.repository.object_id import NOTHING
from prakat.request.fact_reader import FactReader

Groups = dict[str, list[PathChange]]


class TouchedPart(NamedTuple):
    path: str
    origin: str
    """The former folder of an item that moves here; else empty."""
    changes: tuple[PathChange, ...]
    """Of a moved item, each file that both folders have is one change, at its new path."""


def touched_parts(changes: Sequence[PathChange], reader: FactReader) -> list[TouchedPart]:
    """In the order of their paths; the reader tells from new items where they came from."""
    groups: Groups = defaultdict(list)
    for each in changes:
        groups[item_folder(each.path) or each.path].append(each)
    origins = _origins(changes, reader)
    return [
        TouchedPart(path, origin, tuple(_moved(groups[origin], group, origin, path) if origin else group))
        for path, group in groups.items()
        if path not in origins.values()
        for origin in [origins.get(path, "")]
    ]


def _origins(changes: Sequence[PathChange], reader: FactReader) -> dict[str, str]:
    """New folder -> the folder that its item left. Each folder is left once, and no part is both."""
    files = [each for each in changes if SUBMODULE not in (each.old_mode, each.mode)]
    new = {folder: touch for folder, touch in touches(files).items() if touch.old == NOTHING}
    reader.announce_items(oid for touch in new.values() for oid in touch.asks)
    found: dict[str, str] = {}
    for folder, done in item_actions(new, reader.item).items():
        if done.origin and done.origin not in found.values():
            found[folder] = done.origin
    return found


def _moved(left: Sequence[PathChange], came: Sequence[PathChange], origin: str, path: str) -> Iterator[PathChange]:
    gone = {each.path.removeprefix(f"{origin}/"): each for each in left if each.new == NOTHING}
    for each in came:
        before = gone.pop(each.path.removeprefix(f"{path}/"), None) if each.old == NOTHING else None
        yield PathChange(each.path, before.old_mode, each.mode, before.old, each.new) if before else each
    yield from (each for each in left if each.new != NOTHING or each in gone.values())
