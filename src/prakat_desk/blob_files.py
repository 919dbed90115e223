"""files of the repository by name -> the same on disk beside the drafts, written once for each content"""

import contextlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from prakat.repository.repository import Repository
from prakat_desk.keeping import small_file

FOLDER = "blobs"
_UNUSED = 14 * 86_400
"""Seconds."""


def blob_files(repository: Repository, state: Path, files: Mapping[str, str]) -> dict[str, Path]:
    """`files` has the id of each; `state` is the small folder."""
    places = {name: state / FOLDER / oid for name, oid in files.items()}
    missing = {name: oid for name, oid in files.items() if not _is_kept(places[name])}
    for name, (_, _, raw) in zip(missing, repository.objects(missing.values()), strict=True):
        small_file.put(places[name], raw)
    if missing:
        _forget_unused(state / FOLDER)
    return places


def _is_kept(place: Path) -> bool:
    """Notes that it is still used."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _forget_unused(folder: Path) -> None:
    """They are in git, and are written again when they are asked for."""
    now = time.time()
    for place in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if now - place.stat().st_mtime > _UNUSED:
                place.unlink()
