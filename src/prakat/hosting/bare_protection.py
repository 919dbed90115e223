"""bare repository -> what of its protection is switched off, or belongs to another installation of Prakat (R34)"""

import os
from collections.abc import Iterator
from pathlib import Path

from prakat.hosting.protection import MISSING, THERE, Drift
from prakat.repository.bare import DOOR, SETTINGS, configure, door, guard
from prakat.repository.receipt import CLOCK
from prakat.repository.repository import GitFailed, Repository, open_repository
from prakat.rules.message import message


def bare_drifts(folder: Path, hook: Path) -> Iterator[Drift]:
    """The door must be kept by `hook`, run by the present Python, so that an upgrade moves it, too."""
    path = folder / DOOR
    if not path.is_file() or not os.access(path, os.X_OK):
        yield Drift(DOOR, "", THERE, MISSING)
    elif path.read_bytes() != door(hook).encode():
        yield Drift(DOOR, "", message("hosting.this-door"), message("hosting.other-door"))
    if (folder / CLOCK).exists():
        yield Drift(CLOCK, "", MISSING, THERE)
    repository = open_repository(folder)
    for name, wanted in SETTINGS.items():
        if (found := _setting(repository, name)) != wanted:
            yield Drift("config", name, wanted, found or message("hosting.no-value"))


def protect_bare(folder: Path, hook: Path) -> None:
    guard(folder, hook)
    (folder / CLOCK).unlink(missing_ok=True)
    configure(open_repository(folder))


def _setting(repository: Repository, name: str) -> str:
    try:
        return repository.line("config", "--local", "--get", name)
    except GitFailed:
        return ""
