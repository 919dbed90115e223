"""GitPython -> a started program, settings of a new repository. The only module that imports git, if asked"""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from prakat.repository.program import IS_WINDOWS, installed


def starter() -> Callable[..., "subprocess.Popen[bytes]"]:
    """What starts a program. On Windows GitPython's own, with which none is run that lies in the present folder;
    elsewhere, where the system does not look there, GitPython has Popen itself."""
    if not IS_WINDOWS:
        return subprocess.Popen
    _prepare()
    from git.cmd import safer_popen

    return safer_popen


def write_settings(git_dir: Path, settings: Mapping[str, str]) -> None:
    """Into the configuration of a repository that git has just made, all at once; names as git writes them,
    `gc.reflogExpire`. Raises OSError where the disk refuses."""
    _prepare()
    import git

    with git.GitConfigParser(git_dir / "config", read_only=False, merge_includes=False) as written:
        for name, value in settings.items():
            section, _, option = name.rpartition(".")
            written.set_value(section, option, value)


def _prepare() -> None:
    """GitPython runs git when it is imported: the one that is installed, and quietly where there is none. To load its
    forty modules takes longer than git takes to answer."""
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = installed("git") or os.devnull
