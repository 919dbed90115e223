"""bare repository -> what of its protection is switched off, or belongs to another installation of Prakat (R34)"""

import os
from collections.abc import Iterator
from pathlib import Path

from prakat.hosting.bare_files import BareFiles
from prakat.hosting.bare_keys import BareKeys
from prakat.hosting.bare_refs import BareRefs
from prakat.hosting.bare_settings import BareSettings
from prakat.hosting.drift import MISSING, THERE, Drift
from prakat.repository.bare import DOOR, door, guard
from prakat.repository.receipt import CLOCK
from prakat.repository.repository import open_repository
from prakat.rules.message import message


def bare_drifts(folder: Path, hook: Path, home: Path) -> Iterator[Drift]:
    """The door must be kept by `hook`, run by the present Python, so that an upgrade moves it, too. `home` is that of
    the account which owns the repository, whose own git settings count at each push."""
    yield from _door(folder, hook)
    yield from _other_hooks(folder)
    if (folder / CLOCK).exists():
        yield Drift(CLOCK, "", MISSING, THERE)
    repository = open_repository(folder)
    settings = BareSettings(repository, home)
    yield from settings.drifts()
    yield from BareRefs(repository).drifts()
    yield from BareFiles(repository.git_dir).drifts()
    yield from BareKeys(home, folder).drifts()


def protect_bare(folder: Path, hook: Path, home: Path) -> None:
    """Puts the door back, takes other programs away from it, and sets what is set in the repository itself."""
    for each in _foreign_hooks(folder):
        each.unlink() if each.is_symlink() else each.chmod(each.stat().st_mode & ~0o111)
    guard(folder, hook)
    (folder / CLOCK).unlink(missing_ok=True)
    repository = open_repository(folder)
    BareSettings(repository, home).apply()
    BareRefs(repository).apply()
    BareFiles(repository.git_dir).apply()


def _door(folder: Path, hook: Path) -> Iterator[Drift]:
    path = folder / DOOR
    if path.parent.is_symlink() or path.is_symlink():
        yield Drift(DOOR, "", message("hosting.this-door"), message("hosting.link"))
    elif not path.is_file() or not os.access(path, os.X_OK):
        yield Drift(DOOR, "", THERE, MISSING)
    elif path.read_bytes() != door(hook).encode():
        yield Drift(DOOR, "", message("hosting.this-door"), message("hosting.other-door"))


def _other_hooks(folder: Path) -> Iterator[Drift]:
    for each in _foreign_hooks(folder):
        yield Drift(each.relative_to(folder).as_posix(), "", MISSING, message("hosting.program"))


def _foreign_hooks(folder: Path) -> list[Path]:
    """Programs that git would run, too, at a push or a fetch; none that it runs has a dot in its name."""
    door_itself = folder / DOOR
    is_ours = door_itself.parent.is_dir() and not door_itself.parent.is_symlink()
    found = sorted(door_itself.parent.iterdir()) if is_ours else []
    others = [each for each in found if each != door_itself and "." not in each.name]
    return [each for each in others if not each.is_dir() and os.access(each, os.X_OK)]
