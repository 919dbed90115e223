"""office's folder -> every file and folder that a check of it rests on, each with what tells that it was changed"""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import prakat
from prakat import product
from prakat.content.kept_answer import BEGUN, identities, is_settled
from prakat.content.logbook import REGISTERS
from prakat.item.item_path import ROOT
from prakat.office import office

_DEEPEST = 4
"""content/category/year/slug/file: what lies below is not looked at."""
_BORROWED = "objects/info/alternates"
_OF_GIT = (
    *("HEAD", "packed-refs", "shallow", "config", "config.worktree", "commondir"),
    *("info/grafts", _BORROWED),
)
_GIT_FOLDERS = {"refs": 64, "reftable": 1, "objects": 1}
"""Folder of git's own -> how deep it is looked at: of objects, whether any came or went."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Identities by place, as `kept_answer.identity` says them."""

    top: str
    content: Mapping[str, str]
    rest: Mapping[str, str]
    """The office, its registers, its history and where it lies."""
    program: Mapping[str, str]

    @property
    def all(self) -> dict[str, str]:
        return {**self.content, **self.rest, **self.program}

    def is_settled(self, looked: int, read: Iterable[str]) -> bool:
        """Whether nothing can be changed unseen after that time, in ns, at which all was looked at; `read`: those
        files of the content, from the office's folder on, of which somebody else says so. Objects that a repository
        borrows of another are never looked at."""
        loose = self.content.keys() - {f"{self.top}/{each}" for each in read}
        looked_at = (*map(self.content.__getitem__, loose), *self.rest.values())
        is_borrowing = any(each.endswith(_BORROWED) and found != "-" for each, found in self.rest.items())
        is_ready = all(is_settled(each, BEGUN) for each in self.program.values())
        return is_ready and not is_borrowing and all(is_settled(each, looked) for each in looked_at)


def grounds_of(repo: Path, here: Path | None) -> Grounds:
    """`here`: the folder in which the office was looked for, if it was not named."""
    top = Path(os.path.abspath(repo))  # noqa: PTH100 - links stay what they are
    between = (each for each in (here, *here.parents) if each.is_relative_to(top)) if here else ()
    rest = (str(top), f"{top}/{office.FILE}", *_below(f"{top}/{REGISTERS}", 1), *map(str, between), *_git(top))
    return Grounds(str(top), *map(_identified, (_below(f"{top}/{ROOT}", _DEEPEST), rest, _program())))


def _identified(places: Iterable[str]) -> dict[str, str]:
    known = list(dict.fromkeys(places))
    return dict(zip(known, identities(known), strict=True))


def _below(place: str, depth: int) -> Iterator[str]:
    """The place itself first; no link is followed."""
    yield place
    if not depth or Path(place).is_symlink():
        return
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, depth - 1)
            else:
                yield entry.path


def _git(top: Path) -> Iterator[str]:
    """What says of a repository which history it has."""
    own = top / ".git"
    yield str(top / "HEAD")
    yield from () if own.is_dir() and not own.is_symlink() else (str(own),)
    for folder in _git_folders(own):
        yield from (f"{folder}/{name}" for name in _OF_GIT)
        for name, depth in _GIT_FOLDERS.items():
            yield from _below(f"{folder}/{name}", depth)


def _git_folders(own: Path) -> Iterator[Path]:
    """Of a linked work tree, its own and the one that all of them have in common."""
    folder = own
    if (said := _line(own)).startswith("gitdir:"):
        folder = own.parent / said.removeprefix("gitdir:").strip()
    yield folder
    if common := _line(folder / "commondir"):
        yield folder / common


def _line(place: Path) -> str:
    """The first of a plain file that is there; a pipe would never end."""
    with suppress(OSError):
        if stat.S_ISREG(place.stat().st_mode):
            with place.open("rb") as stream:
                return os.fsdecode(stream.readline(4096)).rstrip("\n")
    return ""


def _program() -> Iterator[str]:
    """Prakat itself, what it brings, and the folders that other packages are installed in."""
    yield from (each for each in sys.path if each.endswith("-packages"))
    for each in {Path(prakat.__file__).parent, product.part("schemas"), product.part("scripts")}:
        yield from _program_below(str(each))


def _program_below(place: str) -> Iterator[str]:
    """Folders too, in which new files may appear."""
    if place.endswith("/__pycache__"):
        return
    yield place
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _program_below(entry.path)
            else:
                yield entry.path
