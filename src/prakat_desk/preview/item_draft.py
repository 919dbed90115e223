"""an item as it would stand on main: its path, its index.md, its files on disk"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat.item.item_path import INDEX, ItemPath


@dataclass(frozen=True, slots=True)
class ItemDraft:
    path: ItemPath
    index: bytes
    files: Mapping[str, Path]
    """Name beside index.md -> where its bytes lie. They are read, and never written."""
    origin: str = ""
    """The folder on main that the item leaves or changes; empty for a new one."""

    def lay_out(self, tree: Path) -> None:
        """Writes the item's folder below `tree`; files are linked where the disk can, since they may be large."""
        folder = tree / self.path.folder
        folder.mkdir(parents=True)
        (folder / INDEX).write_bytes(self.index)
        for name, place in self.files.items():
            try:
                os.link(place, folder / name)
            except OSError:
                shutil.copyfile(place, folder / name)
