"""files of a new release x current release -> one whole tree, which shares every file that did not change"""

import errno
import logging
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.release.inventory import Inventory
from prakat.release.release_folder import ReleaseFolder
from prakat.release.to_disk import flush, make_read_only
from prakat.release.tree_agreement import VerifiedTree
from prakat.rules.wording import Listed

_LOG = logging.getLogger(__name__)
_SHOWN = 5
_CHUNK = 1 << 20
_NO_LINKS = {errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""The file is another account's, has too many names, or the file system has no hard links: then it is copied."""


class NotShared(CannotWork):
    """The current release lacks what a part of the new one counts on; a publication of everything does not."""


@dataclass(frozen=True, slots=True)
class SharedTree:
    """Every file of the new release is either one of `new` or, as the same inode, one of `old`. What an earlier tree
    that it is made of held besides counts for nothing, so that nothing planted or left half-made there gets in."""

    fresh: Path
    new: Mapping[str, int]
    """What is in `fresh` and not, byte for byte, in the current release; and inodes."""
    current: Path
    old: Mapping[str, int]

    @classmethod
    def of(
        cls, release_folder: ReleaseFolder, fresh: Path, files: Mapping[str, str], before: VerifiedTree | None = None
    ) -> "SharedTree":
        """`files`: names and SHA-256. What `fresh` lacks is the current release's. Raises NotShared where that has no
        such file, or another one by its manifest; CannotWork where `fresh` holds more than `files`.

        What both have is compared byte by byte, so that a publication of everything shares nothing that was altered.
        `before` is the current release where it was just walked through."""
        release, current = release_folder.current_id() or "", release_folder.current_folder()
        here, there = Inventory.of(fresh).files, _inodes(current, before) if current else {}
        if unlisted := sorted(here.keys() - files.keys()):
            raise CannotWork("release.unlisted", files=Listed.of(unlisted[:_SHOWN]))
        lacking = files.keys() - here.keys()
        stated: Mapping[str, str] = {}
        if not lacking.isdisjoint(there):
            stated = before.digests if before else release_folder.manifest(release)["files"]
        if unmet := sorted(each for each in lacking if each not in there or stated.get(each) != files[each]):
            raise NotShared("release.not-shared", files=Listed.of(unmet[:_SHOWN]))
        same = {each for each in here.keys() & there.keys() if current and _is_same(fresh / each, current / each)}
        new = {name: inode for name, inode in here.items() if name not in same}
        return cls(fresh, new, current or fresh, {name: there[name] for name in files.keys() - new.keys()})

    @classmethod
    def whole(cls, current: Path) -> "SharedTree":
        """All of the current release, as it is."""
        return cls(current, {}, current, Inventory.of(current).files)

    def make(self, tree: Path, walked: Inventory | None = None) -> list[Path]:
        """Makes `tree` the new release, whatever it is: an earlier release, a spare tree, `fresh`, or `current` itself;
        `walked` is what lay in it a moment ago, where that is known.

        No file is written into, since other releases share it. Returns what must be flushed before it is named. Raises
        OSError."""
        make_read_only([self.fresh / each for each in self.new])
        if tree == self.current != self.fresh:
            flush([self.fresh / each for each in self.new])
        found, wanted = walked or Inventory.of(tree), {**self.old, **self.new}
        folders = {"", *_above(set(map(_folder_of, wanted)))}
        changed = folders.intersection(found.folders, {""}) if tree == self.fresh else set[str]()
        changed.update(_cleared(tree, found, wanted, folders))
        for folder in sorted(folders.difference(found.folders, {""})):
            os.mkdir(f"{tree}/{folder}")  # noqa: PTH102  a Path for each of thousands takes longer
            changed.update((folder, _folder_of(folder)))
        differing = [name for name, inode in wanted.items() if found.files.get(name) != inode]
        copied = self._put(tree, differing, found)
        changed.update(map(_folder_of, differing))
        _LOG.info("%d files: %d of them new, %d put into the tree anew", len(wanted), len(self.new), len(differing))
        return [tree / each for each in (*self.new, *copied, *(changed & folders))]

    def _put(self, tree: Path, names: Iterable[str], found: Inventory) -> list[str]:
        """Returns those that had to be copied."""
        copied, old, made = [], f"{self.current}/", f"{tree}/"  # a Path for each of thousands takes as long as its link
        for name in names:
            if name in self.new:
                (self.fresh / name).replace(tree / name)
                continue
            if name in found.files:
                (tree / name).unlink()
            if not _linked(old + name, made + name):
                copied.append(name)
        return copied


def _cleared(tree: Path, found: Inventory, wanted: Mapping[str, int], folders: Collection[str]) -> Iterator[str]:
    """Removes what the release does not have; yields the folders that it was in."""
    for name in (*found.others, *(each for each in found.files if each not in wanted)):
        (tree / name).unlink()
        yield _folder_of(name)
    for name in reversed(found.folders):
        if name not in folders:
            (tree / name).rmdir()
            yield _folder_of(name)


def _inodes(current: Path, before: VerifiedTree | None) -> Mapping[str, int]:
    return {name: mark[0] for name, mark in before.marks.items()} if before else Inventory.of(current).files


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def _above(folders: Collection[str]) -> Iterator[str]:
    """They, and each that one of them is in."""
    while folders := {each for each in folders if each}:
        yield from folders
        folders = {_folder_of(each) for each in folders}


def _is_same(one: Path, other: Path) -> bool:
    with one.open("rb") as first, other.open("rb") as second:
        if os.fstat(first.fileno()).st_size != os.fstat(second.fileno()).st_size:
            return False
        chunks = (iter(partial(each.read, _CHUNK), b"") for each in (first, second))
        return all(mine == its for mine, its in zip_longest(*chunks))


def _linked(file: str, place: str) -> bool:
    """Whether it could be linked there; else it was copied, with the time by which browsers know it."""
    try:
        os.link(file, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(file, place)
        return False
    return True
