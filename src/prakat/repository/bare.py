"""folder -> the office's bare repository, with the hook that examines every push"""

import shlex
import sys
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.repository import Repository

_SETTINGS = {
    "receive.fsckObjects": "true",
    "receive.denyDeletes": "false",
    "core.logAllRefUpdates": "always",
    "gc.reflogExpire": "never",
}


def make_bare(place: Path, hook: Path | None = None) -> Repository:
    """A new bare repository with the branch main; `hook` is pre_receive.py of the checkout that is to guard it.

    Raises CannotWork if the folder holds anything."""
    if place.exists() and any(place.iterdir()):
        raise CannotWork("repository.exists", place=place)
    place.mkdir(parents=True, exist_ok=True)
    made = Repository(place, place.resolve(), True)
    made.run("init", "-q", "--bare", "--initial-branch=main", ".")
    for name, value in _SETTINGS.items():
        made.run("config", name, value)
    made.run("hash-object", "-t", "tree", "-w", "--stdin")
    if hook:
        guard(place, hook)
    return made


def guard(place: Path, hook: Path) -> None:
    """Installs the pre-receive hook, run by the present Python interpreter, so that it finds the package."""
    path = place / "hooks" / "pre-receive"
    path.parent.mkdir(exist_ok=True)
    command = " ".join(shlex.quote(str(each)) for each in (sys.executable, hook.resolve()))
    path.write_text(f"#!/bin/sh\nexec {command}\n", encoding="utf-8")
    path.chmod(0o755)
