"""name of a program -> where it is installed; never looked for in the present folder, as Windows itself would do"""

import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from prakat.cannot_work import CannotWork

IS_WINDOWS = os.name == "nt"


def program(name: str) -> str:
    """The whole path of git or ssh-keygen. Raises CannotWork where it is not installed."""
    found = _found(name, os.environ.get("PATH", os.defpath), IS_WINDOWS)
    if found is None:
        is_git = name == "git"
        raise CannotWork("repository.no-git") if is_git else CannotWork("repository.no-ssh-keygen")
    return found


@lru_cache(maxsize=64)
def _found(name: str, path: str, is_windows: bool) -> str | None:
    """A relative folder on PATH, "." among them, may be one of a repository that is being judged: it is passed over."""
    folders = [each for each in path.split(os.pathsep) if Path(each).is_absolute()]
    if is_windows and name != "git" and (git := _found("git", path, is_windows)):
        folders = [*map(str, _of_git(Path(git))), *folders]
    places = (Path(folder) / (f"{name}.exe" if is_windows else name) for folder in folders)
    return next((str(each) for each in places if shutil.which(each)), None)


def _of_git(git: Path) -> Iterator[Path]:
    """Where Git for Windows, of which `cmd` or `bin` is on PATH, keeps its own OpenSSH.

    It is asked first: OpenSSH before 8.4, as Windows 10 has it, takes a passkey's signature for a wrong one."""
    return (folder / "usr" / "bin" for folder in git.parents[1:3])
