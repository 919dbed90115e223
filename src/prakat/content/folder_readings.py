"""item folders -> what each says by itself, read once; two processes read where there are many"""

from collections.abc import Sequence

from prakat.content.item_folder import ItemFolder
from prakat.content.registered_item import FolderReading, read_folder
from prakat.repository.second_process import shared

_PER_UNIT = 32
_FEW = 200
"""Folders that one process reads sooner than two can share them."""


class FolderReadings:
    def __init__(self) -> None:
        self._known: dict[ItemFolder, FolderReading] = {}

    def read(self, folders: Sequence[ItemFolder]) -> None:
        """Those that are not known yet, if they are many."""
        unread = [each for each in folders if each not in self._known]
        if len(unread) < _FEW:
            return
        units = [unread[start : start + _PER_UNIT] for start in range(0, len(unread), _PER_UNIT)]
        for unit, readings in zip(units, shared(_read, units), strict=True):
            self._known |= zip(unit, readings, strict=True)

    def of(self, folder: ItemFolder) -> FolderReading:
        if folder not in self._known:
            self._known[folder] = read_folder(folder)
        return self._known[folder]


def _read(folders: Sequence[ItemFolder]) -> list[FolderReading]:
    return [read_folder(each) for each in folders]
