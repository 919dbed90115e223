"""tree of a release x its manifest x the release before -> where they differ, as a process of its own reads them"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from prakat.release.inventory import Inventory
from prakat.release.sealed_tree import FileMark, SealedTree, file_mark
from prakat.rules.message import message
from prakat.site.digest import digest_of
from prakat.site.problem import Problem


@dataclass(frozen=True, slots=True)
class VerifiedTree:
    """A release that was verified, and has been what it was since."""

    marks: Mapping[str, FileMark]
    digests: Mapping[str, str]
    """Name -> SHA-256."""


@dataclass(frozen=True)
class TreeAgreement:
    """Nothing but the files of the manifest may lie there. A file is read from disk and its digest compared, unless it
    is, as the same inode and with the same digest, that which the release before has under the same name: its bytes
    cannot be others than those that were read when that was verified, since its size and time are those of then
    (`SealedTree`); that nobody wrote into it and set the clock back is what a publication from nothing proves."""

    root: Path
    digests: Mapping[str, str]
    """Name -> SHA-256, as the manifest says."""
    fresh: Collection[str]
    """Names of the files that were made for this release: they are read whatever else is known of them."""
    before: VerifiedTree

    def problems(self) -> Iterator[Problem]:
        there = self._there.files
        for id_, names in (
            ("site.tree-lacks", self.digests.keys() - there.keys()),
            ("site.tree-besides", there.keys() - self.digests.keys()),
            ("site.tree-link", self._there.others),
        ):
            yield from (Problem(name, message(id_, file=name)) for name in sorted(names))
        for name in sorted(self._unproven):
            if digest_of(self.root / name) != self.digests[name]:
                yield Problem(name, message("site.tree-differs", file=name))

    @property
    def seal(self) -> str:
        """Of a tree without problems, as `SealedTree` has it."""
        marks = {name: mark for name, mark in self.before.marks.items() if name in self.digests}
        return SealedTree({**marks, **{name: file_mark((self.root / name).lstat()) for name in self._unproven}}).seal

    @cached_property
    def _there(self) -> Inventory:
        return Inventory.of(self.root)

    @cached_property
    def _unproven(self) -> frozenset[str]:
        known, digests = self.before.marks, self.before.digests
        return frozenset(
            name
            for name, inode in self._there.files.items()
            if name in self.digests
            and (
                name in self.fresh
                or name not in known
                or known[name][0] != inode
                or digests.get(name) != self.digests[name]
            )
        )


def altered(root: Path, digests: Mapping[str, str]) -> list[str]:
    """The names of all that lies below `root` otherwise than `digests` say; reads every file."""
    there = Inventory.of(root)
    wrong = {name for name in digests.keys() & there.files.keys() if digest_of(root / name) != digests[name]}
    return sorted((digests.keys() ^ there.files.keys()) | wrong | {*there.others})
