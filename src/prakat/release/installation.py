"""command of an installed Prakat -> its version, and what it says of an office: findings, site, verdicts"""

import datetime
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.release.basis import APPROVED
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.own_folder import own_folder
from prakat.repository.safe_settings import foreign_environment
from prakat.rules.wording import Listed

OLDEST = (0, 2, 0)
"""The first version that was installed and had the command `prakat`; before it an office was a copy of the project."""
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
ToldRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Installation:
    command: tuple[str, ...]
    version: str

    def findings(self, tree: Path, day: datetime.date, language: str) -> list[ToldRow]:
        """What `check` says of a tree. Raises CannotWork where the command fails."""
        return self._rows("check", tree, language, "--date", day.isoformat())

    def verdicts(self, repo: Path, language: str) -> list[ToldRow]:
        """What `audit` says of all of history, of which nothing is remembered. Raises CannotWork."""
        return self._rows("audit", repo, language, "--no-cache")

    def site(
        self, repo: Path, kind: str, day: datetime.date, to: Path, language: str
    ) -> tuple[Path, Mapping[str, Any]]:
        """The folder of the site that `publish` makes of the repository, and its manifest. Raises CannotWork."""
        words = ["--approved"] if kind == APPROVED else []
        done = self._run("publish", repo, language, "--to", str(to), "--date", day.isoformat(), *words)
        made = ReleaseFolder(to)
        if (current := made.current_id()) is None:
            raise self._failed(done)
        return made.releases / current, made.manifest(current)

    @property
    def number(self) -> tuple[int, ...]:
        return tuple(map(int, self.version.split(".")))

    def _rows(self, act: str, repo: Path, language: str, *words: str) -> list[ToldRow]:
        done = self._run(act, repo, language, "--format", "json", *words)
        try:
            found = json.loads(done.stdout)
        except ValueError:
            raise self._failed(done) from None
        return list(found)

    def _run(self, act: str, repo: Path, language: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """Raises CannotWork where the command ends with anything but 0, or 1 for what it found."""
        told = [*self.command, act, "--repo", str(repo.resolve()), "--lang", language, *words]
        with own_folder() as own:
            done = _answer(told, own)
        if done.returncode not in (0, 1):
            raise self._failed(done)
        return done

    def _failed(self, done: "subprocess.CompletedProcess[str]") -> CannotWork:
        said = Listed.of((done.stderr.strip() or done.stdout.strip()).splitlines()[-3:], "\n")
        return CannotWork("release.version-failed", version=self.version, said=said)


def _answer(command: list[str], own: Path) -> "subprocess.CompletedProcess[str]":
    """`own` is an empty folder, in which it stands and keeps what it remembers: another version's memory is not its."""
    env = {**foreign_environment(), "XDG_CACHE_HOME": str(own)}
    return subprocess.run(
        command, env=env, cwd=own, check=False, capture_output=True, encoding="utf-8", errors="replace"
    )


def present() -> Installation:
    """The Prakat that runs this."""
    return Installation((sys.executable, "-P", "-m", "prakat"), product.version())


def other(command: Path) -> Installation:
    """Another Prakat by the path of its command `prakat`.

    Raises CannotWork where there is none, it does not answer, is too old, or is this one."""
    if not command.is_file():
        raise CannotWork("release.no-installation", place=command)
    if command.resolve().parent == Path(sys.executable).parent.resolve():
        raise CannotWork("release.same-installation", place=command)
    try:
        with own_folder() as own:
            done = _answer([str(command.resolve()), "--version"], own)
    except OSError as problem:
        raise CannotWork("release.broken-installation", place=command, said=problem) from None
    version = done.stdout.strip()
    if done.returncode or not _VERSION.fullmatch(version):
        said = Listed.of((done.stderr.strip() or version or "—").splitlines()[-1:])
        raise CannotWork("release.broken-installation", place=command, said=said)
    found = Installation((str(command.resolve()),), version)
    if found.number < OLDEST:
        raise CannotWork("release.too-old", place=command, found=version, least=".".join(map(str, OLDEST)))
    if version == product.version():
        raise CannotWork("release.same-version", place=command, found=version)
    return found
