"""a copy's folder -> that git finds plain files in it, lest it wait for ever for a pipe that somebody put there"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from prakat.cannot_work import CannotWork

_READ_FIRST = (
    *("config", "config.worktree", "HEAD", "packed-refs", "shallow", "commondir"),
    *("objects/info/alternates", "info/grafts", "info/attributes"),
)
_FOLDERS = ("objects/pack", "refs")


def check_plain(folder: Path) -> None:
    """Raises CannotWork for a pipe, a device or a socket where git reads without asking."""
    own = folder / ".git"
    git_dir = own if own.is_dir() else folder
    for place in (own, *(git_dir / name for name in _READ_FIRST), *_below(git_dir)):
        with suppress(OSError):  # what is not there, or may not be looked at, git says in its own words
            kind = place.stat().st_mode
            if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
                raise CannotWork("repository.no-plain-file", place=place)


def _below(git_dir: Path) -> Iterator[Path]:
    """Whatever is neither file nor folder, by their own folder's word; where links lead is for the caller to see."""
    waiting = [git_dir / name for name in _FOLDERS]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as found:
            for each in found:
                if each.is_dir(follow_symlinks=False):
                    waiting.append(Path(each.path))
                elif not each.is_file(follow_symlinks=False):
                    yield Path(each.path)
