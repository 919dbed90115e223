"""the commits of main -> what office.yml and the registers said at the end of any day"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prakat.content import logbook
from prakat.office import office
from prakat.office.office import Office
from prakat.papers.happened.register_entries import register_entries, register_path
from prakat.repository.commit import Commit
from prakat.repository.evidence import surviving
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository


@dataclass(frozen=True, slots=True)
class KeptFiles:
    repository: Repository | None = None
    held: Mapping[str, Sequence[tuple[datetime.date, str]]] = field(default_factory=dict)
    """Path -> its blob since each of the days on which it changed; NOTHING where it was gone."""
    _offices: dict[str, Office | None] = field(default_factory=dict)

    @classmethod
    def of(cls, repository: Repository, commits: Sequence[Commit]) -> "KeptFiles":
        """`commits`: main's own, oldest first."""
        held: dict[str, list[tuple[datetime.date, str]]] = {
            path: [] for path in (office.FILE, *map(register_path, logbook.NAMES))
        }
        for commit in commits:
            for change in commit.changes:
                if change.path in held:
                    held[change.path].append((commit.day, change.new))
        return cls(repository, held)

    def offices(self, day: datetime.date) -> Iterator[Office]:
        """The office at the end of that day, and as it was before, the newest first; those that can be read."""
        for blob in dict.fromkeys(blob for at, blob in reversed(self.held.get(office.FILE, ())) if at <= day):
            if blob not in self._offices:
                self._offices[blob] = office.approved_office(self._read(blob))[0]
            if found := self._offices[blob]:
                yield found

    def entries(self, name: str, day: datetime.date) -> Iterator[Mapping[str, Any]]:
        """Of the register of that name at the end of that day."""
        blobs = [blob for at, blob in self.held.get(register_path(name), ()) if at <= day]
        yield from register_entries(name, self._read(blobs[-1])) if blobs else ()

    def _read(self, blob: str) -> bytes:
        if self.repository is None or blob == NOTHING:
            return b""
        return next(raw for _, _, raw in surviving(self.repository, [blob]))
