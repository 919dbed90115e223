"""an open request, before or after -> each page as readers see it, and each file as it is, of what it touches alone"""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from prakat.item.item_path import INDEX, item_folder, parse_path, url_of
from prakat.repository.file_mode import EXECUTABLE, PLAIN
from prakat.repository.file_tree import entries_of
from prakat_desk.blob_files import blob_files
from prakat_desk.deciding.changed_request import ChangedItem, ChangedRequest
from prakat_desk.desk import Desk
from prakat_desk.preview.item_draft import ItemDraft

_FILES = (PLAIN, EXECUTABLE)


@dataclass(frozen=True, slots=True)
class RequestSide:
    desk: Desk
    changed: ChangedRequest
    commit: str
    """Where the request left main, or its head."""
    is_before: bool = False

    def _folder(self, item: ChangedItem) -> str:
        return (item.done.origin or item.folder) if self.is_before else item.folder

    def file(self, path: str) -> Path | None:
        """On disk; None for one that the request does not touch, that is not there, or that is no plain file."""
        if path not in self.changed.paths and item_folder(path) not in [*map(self._folder, self.changed.items)]:
            return None
        mode, oid = entries_of(self.desk.repository, self.commit, path).get(path, ("", ""))
        return blob_files(self.desk.repository, self.desk.state, {path: oid})[path] if mode in _FILES else None

    def page(self, folder: str) -> str:
        """HTML; empty where readers see nothing there."""
        found = next((each for each in self.changed.items if folder == self._folder(each)), None)
        if found is None:
            return ""
        origin = (found.done.origin or found.folder) if found.before and not self.is_before else ""
        main = self.desk.main_now.surroundings().main
        day = self.desk.day if self.is_before else found.first_day(self.desk.day)
        return _drawn(_Seen(self.desk, main, self.commit, folder, origin, day, self.is_before))


@dataclass(frozen=True, slots=True)
class _Seen:
    desk: Desk = field(compare=False)
    main: str
    commit: str
    folder: str
    origin: str
    """The folder of main that the item leaves or changes."""
    day: datetime.date
    is_there: bool
    """Whether it is on main already."""


@lru_cache(maxsize=64)
def _drawn(seen: _Seen) -> str:
    """Once for each state: the frames of a phone and of a desk show the same."""
    desk, draft = seen.desk, _draft(seen)
    if draft is None:
        return ""
    return desk.previewer.page(draft, desk.main_now.surroundings(), seen.day, is_there=seen.is_there)


def _draft(seen: _Seen) -> ItemDraft | None:
    repository, state, folder = seen.desk.repository, seen.desk.state, seen.folder
    path, there = parse_path(url_of(folder)), entries_of(repository, seen.commit, folder)
    plain = {place.removeprefix(f"{folder}/"): oid for place, (mode, oid) in there.items() if mode in _FILES}
    index = plain.pop(INDEX, "")
    if path is None or not index:
        return None
    files = blob_files(repository, state, {name: oid for name, oid in plain.items() if "/" not in name})
    return ItemDraft(path, repository.object(index)[1], files, seen.origin)
