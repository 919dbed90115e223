"""Wheels of Prakat, and environments that hold one, its run-time packages and nothing else: no checkout, no tools."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from once import once, shared_root

CHECKOUT = Path(__file__).resolve().parents[1]
RUNTIME = CHECKOUT / ".cache" / "runtime"
"""An environment of the run-time packages alone, by `make tiers`."""
LOCK = "requirements.lock"
OF_A_DEVELOPER = ("PYTHON", "PRAKAT_", "VIRTUAL_ENV", "PIP_", "GIT_", "NO_MKDOCS_2_WARNING", "PATH")
"""How the variables begin that say where this checkout and its tools are."""


def need_runtime() -> None:
    """Ends the test where the run-time packages are missing or others: as skipped, but under CI as failed."""
    there = RUNTIME / LOCK
    if not there.is_file() or there.read_bytes() != (CHECKOUT / LOCK).read_bytes():
        lack("the run-time packages in .cache/runtime: make tiers")


def lack(what: str) -> NoReturn:
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"package tests need {what}")


@dataclass(frozen=True)
class Environment:
    """A computer's Python with one wheel, and somebody without a checkout who types its commands."""

    folder: Path

    @property
    def packages(self) -> Path:
        return next((self.folder / "lib").glob("python*")) / "site-packages"

    def run(self, *words: str, cwd: Path, code: int = 0, **settings: str) -> str:
        """What a command of this environment says on stdout; every warning of Python is an error."""
        done = subprocess.run(words, cwd=cwd, env=self.settings(**settings), **_CAUGHT)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, done.stderr
        return str(done.stdout)

    def pip(self, *words: str) -> str:
        """It warns of itself."""
        asked = (str(self.folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", *words)
        return self.run(*asked, cwd=self.folder, PYTHONWARNINGS="default")

    def settings(self, **more: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(OF_A_DEVELOPER)}
        path = f"{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin"
        return {**own, "PATH": path, "HOME": str(self.folder), "PYTHONWARNINGS": "error", **more}


_CAUGHT = {"check": False, "capture_output": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL}


def source(to: Path) -> Path:
    """A repository of its own with the files of this checkout as they are now, in one commit."""
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listed, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout.split("\0")[:-1]
    for name in names:
        if (CHECKOUT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, to / name)
    git(to, "init", "-q", "-b", "main")
    committed(to)
    return to


def committed(repository: Path) -> None:
    """All that lies there, as one commit more."""
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Test: as it is")


def git(repository: Path, *words: str) -> str:
    asked = ("git", "-C", str(repository), "-c", "user.name=Test", "-c", "user.email=test@office.example", *words)
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def build(root: Path, to: Path, *kinds: str) -> Path:
    """The newest package of that kind in the folder, wheel by default."""
    asked = (
        sys.executable,
        "-P",
        "-m",
        "hatchling",
        "build",
        "-d",
        str(to),
        *(f"-t{each}" for each in kinds or ("wheel",)),
    )
    done = subprocess.run(asked, cwd=root, **_CAUGHT)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(to.glob("*.whl" if not kinds or "wheel" in kinds else "*.tar.gz"))


def wheel(factory: pytest.TempPathFactory, name: str = "now", change: Callable[[Path], object] | None = None) -> Path:
    """Of this checkout, or of a copy that `change` has changed."""

    def make(place: Path) -> None:
        copy = source(place / "source")
        if change:
            change(copy)
            committed(copy)
        build(copy, place)
        shutil.rmtree(copy)

    return next(once(shared_root(factory) / f"wheel-{name}", make).glob("*.whl"))


def installed(factory: pytest.TempPathFactory, built: Path) -> Environment:
    """A new environment of the run-time packages, into which pip has put the wheel; made once for all tests."""

    def make(place: Path) -> None:
        subprocess.run((sys.executable, "-m", "venv", "--without-pip", str(place)), check=True)
        there = Environment(place)
        for each in Environment(RUNTIME).packages.iterdir():
            (there.packages / each.name).symlink_to(each)  # some 140 MB, which nobody writes to
        there.pip("install", "--no-index", "--no-deps", str(built))

    need_runtime()
    return Environment(once(shared_root(factory) / f"installed-{built.parent.name}", make))


def prepare(place: Path) -> None:
    """What a new environment in that folder finds of the run-time packages, as if PyPI had answered; no pip."""
    need_runtime()
    there = place / Environment(RUNTIME).packages.relative_to(RUNTIME)
    there.mkdir(parents=True)
    for each in Environment(RUNTIME).packages.iterdir():
        if each.name.split("-")[0] not in ("pip", "setuptools"):
            (there / each.name).symlink_to(each)


def answers(url: str) -> str:
    """The address, once somebody answers there."""
    for _ in range(3000):
        try:
            urllib.request.urlopen(url).close()
            return url
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {url}")
