"""folder of a bare repository -> what in it others than its owner can change, read, or put in from elsewhere (R34)"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prakat.hosting.drift import MISSING, THERE, Drift
from prakat.hosting.key_door import door_secret
from prakat.merging.publisher import publisher_key
from prakat.rules.message import message

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_ELSEWHERE = ("objects/info/alternates", "objects/info/http-alternates", "info/grafts", "info/attributes")
_OBJECTS, _HOOKS = "objects", "hooks"
_ROOT = 0


@dataclass(frozen=True)
class BareFiles:
    place: Path

    def drifts(self) -> Iterator[Drift]:
        owner = self.place.stat().st_uid
        yield from self._above()
        for part, paths in self._parts():
            yield from self._writable(part, paths)
            yield from self._owned(part, paths, owner)
            for path in filter(Path.is_symlink, paths if part != _HOOKS else ()):
                by_hand = message("hosting.mend-link", path=path)
                yield Drift(self._name(path), "", message("hosting.no-link"), message("hosting.link"), by_hand)
        for name in _ELSEWHERE:
            if (self.place / name).exists():
                yield Drift(name, "", MISSING, THERE, message("hosting.mend-elsewhere", path=self.place / name))
        for key in filter(_is_readable, self._secrets):
            yield Drift(self._name(key), "", message("hosting.owner-reads"), message("hosting.others-read"))

    def apply(self) -> None:
        """Takes away the rights of others; whose a thing is, only root can change."""
        for _, paths in self._parts():
            for path in paths:
                if _is_writable(path):
                    path.chmod(path.stat().st_mode & ~_OTHERS_WRITE)
        if _is_readable(secret := door_secret(self.place)):
            secret.unlink()  # whoever has read it could push as anybody: the next push makes another
        for key in filter(_is_readable, self._secrets):
            key.chmod(key.stat().st_mode & ~_OTHERS)

    @property
    def _secrets(self) -> tuple[Path, ...]:
        return publisher_key(self.place), door_secret(self.place)

    def _above(self) -> Iterator[Drift]:
        """Whoever may write to the folder above can put another repository in its place."""
        above = self.place.resolve().parent
        if _is_writable(above) and not above.stat().st_mode & stat.S_ISVTX:
            by_hand = message("hosting.mend-above", path=above)
            yield Drift(str(above), "", message("hosting.owner-writes"), message("hosting.others-write"), by_hand)

    def _parts(self) -> Iterator[tuple[str, list[Path]]]:
        """Each thing at the top, with what lies in it; of objects only folders, since git makes their files to be read
        only, and proves each by its name."""
        yield ".", [self.place]
        for top in sorted(self.place.iterdir()):
            yield top.name, [top, *(_below(top) if top.is_dir() and not top.is_symlink() else ())]

    def _writable(self, part: str, paths: list[Path]) -> Iterator[Drift]:
        if found := [each for each in paths if _is_writable(each)]:
            told = message("hosting.others-write-some", count=len(found), path=self._name(found[0]))
            yield Drift(part, "", message("hosting.owner-writes"), told)

    def _owned(self, part: str, paths: list[Path], owner: int) -> Iterator[Drift]:
        if found := [each for each in paths if _owner(each, owner) not in (owner, _ROOT)]:
            told = message("hosting.others-own", count=len(found), path=self._name(found[0]))
            by_hand = message("hosting.mend-owner", path=self.place / part)
            yield Drift(part, "", message("hosting.owner-owns"), told, by_hand)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.place).as_posix()


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        yield from (Path(place) / each for each in folders)
        if folder.name != _OBJECTS or place.endswith("info"):
            yield from (Path(place) / each for each in files)


def _is_writable(path: Path) -> bool:
    """By others than its owner; a link's own mode says nothing, and what is gone meanwhile is nobody's."""
    try:
        return not path.is_symlink() and bool(path.stat().st_mode & _OTHERS_WRITE)
    except FileNotFoundError:
        return False


def _is_readable(path: Path) -> bool:
    """By others than its owner."""
    return path.is_file() and bool(path.stat().st_mode & _OTHERS)


def _owner(path: Path, otherwise: int) -> int:
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return otherwise
