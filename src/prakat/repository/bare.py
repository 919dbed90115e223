"""folder -> the office's bare repository, with the hook that examines every push"""

import shlex
import sys
from collections.abc import Collection
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.git_python import write_settings
from prakat.repository.refs import MAIN_BRANCH
from prakat.repository.repository import Repository

DOOR = "hooks/pre-receive"
SETTINGS = {
    "receive.fsckObjects": "true",
    "receive.denyDeletes": "false",
    "core.logAllRefUpdates": "always",
    "gc.reflogExpire": "never",
    "gc.reflogExpireUnreachable": "never",
}
LIMITS = {"receive.maxInputSize": "524288000", "core.bigFileThreshold": "64m", "pack.windowMemory": "256m"}
"""Of what git itself takes of a push, before the hook is asked: `files` of schemas/limits.yml, and memory; a larger
file is written through. An administrator may set less."""


def make_bare(folder: Path, hook: Path | None = None) -> Repository:
    """A new bare repository with the branch main; `hook` is pre_receive.py of the checkout that is to guard it.

    Raises CannotWork if the folder holds anything."""
    if folder.exists() and any(folder.iterdir()):
        raise CannotWork("repository.exists", place=folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = init_bare(folder)
    write_settings(folder, SETTINGS | LIMITS)
    made.run("hash-object", "-t", "tree", "-w", "--stdin")
    if hook:
        guard(folder, hook)
    return made


def is_bare(folder: Path) -> bool:
    """Whether the folder looks like a bare repository; git is not asked."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def init_bare(folder: Path) -> Repository:
    """An empty bare repository in a folder that exists, whose HEAD is main; as git makes it, without our settings."""
    made = Repository(folder, folder.resolve(), True)
    made.run("init", "-q", "--bare", f"--initial-branch={MAIN_BRANCH}", ".")
    return made


def configure(repository: Repository, names: Collection[str]) -> None:
    """Of a repository in use, whose administrator may have written other settings beside ours."""
    for name in names:
        repository.run("config", "--replace-all", name, (SETTINGS | LIMITS)[name])


def guard(folder: Path, hook: Path) -> None:
    """Installs the pre-receive hook, run by the present Python interpreter, so that it finds the package."""
    path = folder / DOOR
    for place in (path.parent, path):  # never through a link, to a file that is not ours
        if place.is_symlink():
            place.unlink()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(door(hook).encode())
    path.chmod(0o755)


def door(hook: Path) -> str:
    """What git runs at each push: `hook` by the present Python, which takes nothing from the pusher's environment."""
    command = " ".join(shlex.quote(str(each)) for each in (sys.executable, "-I", hook.resolve()))
    return f"#!/bin/sh\nexec {command}\n"
