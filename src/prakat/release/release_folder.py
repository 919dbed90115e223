"""folder that the web server reads -> its releases and the current one, held by one publisher at a time"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import orjson

from prakat.cannot_work import CannotWork
from prakat.release.inventory import is_folder
from prakat.repository.lock import held
from prakat.thai import buddhist_era

RELEASE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9a-f]{12}")
"""A release's id: its day and the beginning of its manifest's digest."""
_LEAVING = 3.0
"""Seconds within which what a killed publisher had split off is gone, too, and with it the lock."""


@dataclass(frozen=True, slots=True)
class ReleaseFolder:
    """`--to DIR`: releases/<id>/ with releases/<id>.json beside it, and `current`, the web root. Unchanged files of all
    releases are the same ones, by hard links: they are read-only, and nothing may write into them."""

    root: Path

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def staging(self) -> Path:
        return self.root / ".staging"

    @property
    def spares(self) -> Path:
        """Trees that are no release, of which the next one is made."""
        return self.root / ".spare"

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def kept(self) -> Path:
        """What is kept of the current release beside it, for the next one."""
        return self.root / ".kept.sqlite"

    @property
    def lock(self) -> Path:
        return self.root / ".lock"

    def current_id(self) -> str | None:
        return self.current.readlink().name if self.current.is_symlink() else None

    def current_folder(self) -> Path | None:
        """The current release's own folder, if it is there."""
        folder = self.releases / (self.current_id() or "-")
        return folder if is_folder(folder) else None

    @property
    def day(self) -> str:
        """The day of the current release, ISO 8601; empty if there is none."""
        current = self.current_id()
        return str(self.manifest(current)["day"]) if current in self.known() and current else ""

    def manifest_file(self, release: str) -> Path:
        return self.releases / f"{release}.json"

    def manifest(self, release: str) -> dict[str, Any]:
        """What the release consists of. Raises CannotWork where something else wrote that file."""
        file = self.manifest_file(release)
        try:
            found = orjson.loads(file.read_bytes())
        except ValueError:
            found = None
        if not _is_manifest(found):
            raise CannotWork("release.damaged-manifest", place=file)
        return found

    def known(self) -> list[str]:
        """Every whole release, the one that went live last first."""
        files = [each for each in self.releases.glob("*.json") if (self.releases / each.stem).is_dir()]
        return [
            each.stem for each in sorted(files, key=lambda each: (each.stat().st_mtime_ns, each.name), reverse=True)
        ]


@contextmanager
def only_publisher(root: Path) -> Iterator[ReleaseFolder]:
    """Holds DIR for one publisher at a time, and clears away what a killed one left.

    Raises CannotWork if another is at work, if DIR is somebody else's, or if the disk refuses: full, or read-only.
    """
    release_folder = ReleaseFolder(root.resolve())
    try:
        _refuse_foreign(release_folder)
        release_folder.releases.mkdir(parents=True, exist_ok=True)
        busy = CannotWork("release.busy", place=release_folder.root)
        with held(release_folder.lock, busy, _LEAVING):
            _clear(release_folder)
            try:
                yield release_folder
            finally:
                shutil.rmtree(release_folder.staging, ignore_errors=True)
    except OSError as error:
        raise CannotWork("release.unwritable", place=error.filename or root, problem=error) from error


def _is_manifest(found: object) -> TypeGuard[dict[str, Any]]:
    if not isinstance(found, dict) or not {"day", "source", "items", "left_out", "files"} <= found.keys():
        return False
    return not isinstance(buddhist_era.parse_date(str(found["day"])), buddhist_era.DateProblem)


def _refuse_foreign(release_folder: ReleaseFolder) -> None:
    """Refuses a folder with anything not released from here, such as a home folder or another program's site."""
    current = release_folder.current_id()
    root, lock = release_folder.root, release_folder.lock
    is_ours = RELEASE.fullmatch(current) if current else lock.is_file() and not release_folder.current.exists()
    begun = {release_folder.releases.name, lock.name}
    if root.is_dir() and not is_ours and any(each.name not in begun for each in root.iterdir()):
        raise CannotWork("release.foreign-folder", place=root)


def _clear(release_folder: ReleaseFolder) -> None:
    shutil.rmtree(release_folder.staging, ignore_errors=True)
    (release_folder.root / "current.new").unlink(missing_ok=True)
