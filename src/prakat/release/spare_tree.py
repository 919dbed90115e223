"""current release -> a spare tree of its files, of which the next release is made by a few links, not by thousands"""

import logging
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from prakat.release.inventory import Inventory, is_folder
from prakat.release.release_folder import ReleaseFolder
from prakat.release.shared_tree import SharedTree
from prakat.release.to_disk import flush_tree
from prakat.repository.second_process import done_beside

_LOG = logging.getLogger(__name__)


def prepare_spare(release_folder: ReleaseFolder) -> None:
    """Makes the spare tree what the current release is: after the switch, or when idle, never on the way to the switch.

    19,500 files take 1.3 s where there is none yet. A disk that refuses fails nothing: the next one does without."""
    release, current = release_folder.current_id(), release_folder.current_folder()
    if release is None or current is None or is_folder(release_folder.spares / release):
        return
    try:
        tree = taken(release_folder) or place_of(release_folder)
        tree.mkdir(parents=True, exist_ok=True)
        with done_beside(partial(Inventory.of, tree)) as walked:
            whole = SharedTree.whole(current)
            whole.make(tree, walked())
        flush_tree(tree)
        keep_spare(release_folder, tree, release)
    except OSError as error:
        _LOG.warning("there is no spare tree for the next release: %s", error)
        shutil.rmtree(place_of(release_folder), ignore_errors=True)


def place_of(release_folder: ReleaseFolder) -> Path:
    """Where one lies that was taken."""
    return release_folder.staging / "spare"


def taken(release_folder: ReleaseFolder) -> Path | None:
    """A spare tree, moved to the staging area, where a half-changed one is cleared away; None if there is none."""
    place = place_of(release_folder)
    for spare in spare_trees(release_folder):
        place.parent.mkdir(exist_ok=True)
        return spare.rename(place)
    return None


def keep_spare(release_folder: ReleaseFolder, tree: Path, release: str) -> None:
    """Keeps the tree as a spare one; its name says which release it was or is like, and is not relied on."""
    release_folder.spares.mkdir(exist_ok=True)
    tree.rename(release_folder.spares / release)


def spare_trees(release_folder: ReleaseFolder) -> Iterator[Path]:
    """In any state: what is made of one is compared with the current release, file by file."""
    if is_folder(release_folder.spares):
        yield from (each for each in sorted(release_folder.spares.iterdir(), reverse=True) if is_folder(each))
