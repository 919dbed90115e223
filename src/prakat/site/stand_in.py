"""register x history -> what stands in place of items that wait; by a file for the site builder, another process"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from prakat.content.address import TODAY
from prakat.content.item_folder import ItemFolder
from prakat.content.register import Register
from prakat.content.succession import StandIn, in_work_tree, written_out
from prakat.item.item_path import ItemPath, url_of
from prakat.repository.repository import open_repository
from prakat.site.revision import Revision


def find(found: Register, git: Path, commit: str, to: Path) -> Mapping[str, StandIn]:
    """By the history of main up to `commit`, written below the empty folder `to`: for a tree of which nothing is
    proven."""
    known = in_work_tree(found, git, commit)
    return written_out(known, open_repository(git), to) if known else {}


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


def write(found: Mapping[str, StandIn], to: Path) -> None:
    """Writes them by the folder of the newest version."""
    rows = {newest: _row(each.commit, each.folder) for newest, each in found.items()}
    to.write_text(json.dumps(rows), encoding="utf-8", newline="\n")


def _row(commit: str, folder: ItemFolder) -> list[object]:
    path = folder.path
    return [commit, [path.category, path.year, path.slug], str(folder.on_disk.resolve()), folder.files]


def read(path: Path) -> Mapping[str, StandIn]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        newest: StandIn(commit, ItemFolder(ItemPath(*parts), Path(place), tuple(files)))
        for newest, (commit, parts, place, files) in rows.items()
    }
