"""commit -> those of its item folders that are asked for, each written out once"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from prakat.office import office
from prakat.repository import snapshot
from prakat.repository.repository import Repository


class PartialTree(Mapping[str, Path]):
    """Item folder -> where it lies below `to`, for every folder that the commit has or had."""

    def __init__(self, repository: Repository, commit: str, to: Path, *, is_there: bool) -> None:
        """`is_there`: whether `to` holds the whole commit already; else office.yml is written there. Raises CannotWork
        where git cannot give it."""
        self._is_there = is_there
        self.repository = repository
        self.commit = commit
        self.to = to
        self.lost: list[str] = []
        """Files that are missing or altered in git."""
        self._there: set[str] = set()
        if not is_there:
            self._write([office.FILE])

    def lay_out(self, folders: Iterable[str]) -> None:
        """Writes those that are not there yet. Raises CannotWork where git cannot give them."""
        wanted = sorted({*folders} - self._there) if not self._is_there else []
        if wanted:
            self._write(wanted)
            self._there.update(wanted)

    def _write(self, paths: list[str]) -> None:
        self.lost += snapshot.export_some(self.repository, self.commit, paths, self.to)

    def get(self, folder: str, _: object = None) -> Path:
        return self[folder]

    def __getitem__(self, folder: str) -> Path:
        self.lay_out([folder])
        return self.to / folder

    def __iter__(self) -> Iterator[str]:
        return iter(self._there)

    def __len__(self) -> int:
        return len(self._there)
