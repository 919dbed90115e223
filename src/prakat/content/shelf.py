"""main of an office's repository -> what each of its items says of itself, read once a blob however main moves"""

import datetime
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from prakat.item.item import Item, parse_approved
from prakat.item.item_path import ItemPath, is_index, item_folder, parse_path, url_of
from prakat.item.state import State, state_on
from prakat.office.settings import Settings
from prakat.repository.evidence import surviving
from prakat.repository.file_tree import entries_of
from prakat.repository.mainline import differences
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.strict_yaml import YamlDocument

_UNREAD = YamlDocument({})


@dataclass(frozen=True, slots=True)
class ShelvedItem:
    """An item without its text, so that ten thousand are held at once."""

    item: Item
    blob: str
    """Of its index.md."""

    @property
    def path(self) -> str:
        """Below content/, as drafts name it."""
        return self.item.path.url.rstrip("/")

    def state(self, day: datetime.date, settings: Settings) -> State:
        return state_on(self.item, day, settings)


@dataclass(slots=True)
class Shelf:
    repository: Repository
    commit: str = ""
    items: dict[str, ShelvedItem] = field(default_factory=dict)
    """By path of the index.md; without those that no release of Prakat can read."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> Mapping[str, ShelvedItem]:
        """As main is now; only what changed since the last time is read."""
        main = self.repository.ref(MAIN) or ""
        with self.lock:
            if main != self.commit:
                self._move_to(main)
            return self.items

    def _move_to(self, main: str) -> None:
        changed = self._changed(main)
        items = {path: found for path, found in self.items.items() if path not in changed}
        wanted = {path: blob for path, blob in changed.items() if blob != NOTHING}
        read = dict(self._read(wanted))
        self.items, self.commit = {**items, **read}, main

    def _changed(self, main: str) -> dict[str, str]:
        """Path -> blob of every index.md that is another than before."""
        try:
            net = differences(self.repository, self.commit, main) if self.commit else None
        except GitFailed:  # the commit of before is no more
            net = None
        if net is not None:
            return {each.path: each.new for each in net if is_index(each.path)}
        self.items = {}
        return {path: oid for path, (_, oid) in entries_of(self.repository, main).items() if is_index(path)}

    def _read(self, wanted: Mapping[str, str]) -> Iterator[tuple[str, ShelvedItem]]:
        found = surviving(self.repository, wanted.values())
        for (place, oid), (_, _, raw) in zip(wanted.items(), found, strict=True):
            path = _path_of(place)
            item = parse_approved(path, raw)[0] if path else None
            if item:
                yield place, ShelvedItem(replace(item, body="", source_lines=_UNREAD), oid)


def _path_of(place: str) -> ItemPath | None:
    folder = item_folder(place)
    return parse_path(url_of(folder)) if folder else None


@lru_cache(maxsize=4)
def shelf_of(repository: Repository) -> Shelf:
    """The one that this process keeps of it."""
    return Shelf(repository)
