"""what stands in place of items that wait -> its place in a preview, and its history"""

from collections.abc import Mapping
from dataclasses import replace

from prakat.content.address import TODAY
from prakat.content.register import Register
from prakat.content.succession import StandIn
from prakat.item.item_path import url_of
from prakat.site.revision import Revision


def beside(stand_ins: Mapping[str, StandIn], found: Register) -> Mapping[str, StandIn]:
    """The same for a preview, in which what waits for its day has its own place, and what readers see another."""
    placed = {}
    for newest, each in stand_ins.items():
        path = each.folder.path
        if found.day >= found.entries[url_of(newest)].item.publish_on:
            placed[newest] = each
        elif path.folder == newest:
            other = replace(each.folder, path=replace(path, slug=path.slug + TODAY))
            placed[other.path.folder] = replace(each, folder=other)
        else:
            placed[path.folder] = each
    return placed


def known_by(
    stand_ins: Mapping[str, StandIn], revisions: Mapping[str, tuple[Revision, ...]]
) -> Mapping[str, tuple[Revision, ...]]:
    """The history of each, which is also that of the newest version where this has moved, or has another place."""
    also = {}
    for newest, each in stand_ins.items():
        folder = each.folder.path.folder
        places = dict.fromkeys((folder.removesuffix(TODAY), newest.removesuffix(TODAY)))
        known = (revision for place in places for revision in revisions.get(place, ()))
        also[folder] = tuple(sorted(known, key=lambda revision: revision.height))
    return {**revisions, **also}
