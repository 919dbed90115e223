"""release folder -> what lies in the current release and in the spare tree, each walked through once"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prakat.release.inventory import Inventory
from prakat.release.release_folder import ReleaseFolder
from prakat.release.sealed_tree import FileMark, SealedTree
from prakat.release.spare_tree import spare_trees
from prakat.release.tree_agreement import VerifiedTree


@dataclass(frozen=True, slots=True)
class WalkedTrees:
    marks: Mapping[str, FileMark]
    """Of the current release's files."""
    seal: str
    """Of the current release."""
    spare: Inventory | None
    """Of the tree that is taken next; what came into it or went since is found when the release is examined."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Of the current release's files, as its manifest has them."""

    @classmethod
    def of(cls, release_folder: ReleaseFolder, released: Path) -> "WalkedTrees":
        """`released`: the folder of the current release. Without digests."""
        sealed = SealedTree.of(released)
        return cls(sealed.files, sealed.seal, next(map(Inventory.of, spare_trees(release_folder)), None))

    @property
    def current(self) -> VerifiedTree:
        return VerifiedTree(self.marks, self.digests)
