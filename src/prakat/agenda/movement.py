"""main x some days -> what went up for readers on each of them, what changed there and what came down, and why (R19)"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from prakat.content.shelf import ShelvedItem
from prakat.content.version import UNPROVEN, Version, versions_before
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import folder_of, index_of, is_index, item_folder, parse_path, url_of
from prakat.item.state import is_held_back, ratify_by, state_on
from prakat.office.settings import Settings
from prakat.repository.commit import PathChange
from prakat.repository.evidence import surviving
from prakat.repository.mainline import differences
from prakat.repository.object_id import NOTHING, id_of_bytes
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import BANGKOK

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Movement:
    day: datetime.date
    """In Bangkok: what readers saw at its end, or see now, is other than at the end of the day before."""
    what: str
    """Of labels.yml, `movement`: up, changed, moved, removed, or the state in which it came down."""
    item: Item
    """As it went up, or as it was before it came down."""

    @property
    def folder(self) -> str:
        return self.item.path.folder


def movements(
    repository: Repository,
    commit: str,
    items: Mapping[str, ShelvedItem],
    days: tuple[datetime.date, datetime.date],
    settings: Settings,
) -> list[Movement]:
    """Of the first to the last of the `days`, the newest first. `items`: what `commit` of main holds, by index.md."""
    first, last = days
    stretch = [first - _DAY + _DAY * number for number in range((last - first).days + 2)]
    bygone = _Bygone(repository, commit, items, stretch, settings)
    found: list[Movement] = []
    for before, day in pairwise(stretch):
        found += bygone.moved(before, day)
    return sorted(found, key=lambda each: (-each.day.toordinal(), each.what, each.item.title))


class _Shown(NamedTuple):
    """What readers saw of an item."""

    item: Item
    blob: str
    files: frozenset[PathChange] | None
    """In what its files were others than they are now; None for an earlier version, of which only the text is asked."""

    def differs(self, other: "_Shown") -> bool:
        is_known = self.files is not None and other.files is not None
        return self.blob != other.blob or (is_known and self.files != other.files)


@dataclass
class _Bygone:
    """The items as they were at the end of each day of a stretch."""

    repository: Repository
    commit: str
    items: Mapping[str, ShelvedItem]
    stretch: list[datetime.date]
    settings: Settings

    @cached_property
    def others(self) -> Mapping[datetime.date, Mapping[str, list[PathChange]]]:
        """Day -> item folder -> what of it has changed since the end of that day."""
        found: dict[datetime.date, dict[str, list[PathChange]]] = {}
        for day, tip in _tips(self.repository, self.commit, self.stretch):
            found[day] = {}
            for each in differences(self.repository, tip, self.commit) if tip != self.commit else ():
                if folder := item_folder(each.path):
                    found[day].setdefault(folder, []).append(each)
        return found

    @cached_property
    def texts(self) -> Mapping[str, Item]:
        """`folder blob` -> the item, of those that are others than they are now."""
        changes = (each for day in self.others.values() for found in day.values() for each in found)
        wanted = {(each.path, each.old) for each in changes if is_index(each.path) and each.old != NOTHING}
        raws = surviving(self.repository, (blob for _, blob in wanted))
        found = {}
        for (place, blob), (_, _, raw) in zip(wanted, raws, strict=True):
            folder = item_folder(place) or ""
            path = parse_path(url_of(folder))
            if path and (item := parse_approved(path, raw)[0]):
                found[f"{folder} {blob}"] = item
        return found

    @cached_property
    def candidates(self) -> list[str]:
        """Folders; what nothing happened to in these days is not looked at day by day."""
        first, last = self.stretch[1], self.stretch[-1]
        found = {folder: None for each in self.others.values() for folder in each}
        for each in self.items.values():
            if any(first <= day <= last for day in _turning_points(each.item, self.settings)):
                found[each.item.path.folder] = None
        return list(found)

    @cached_property
    def earlier(self) -> Mapping[str, list[Version]]:
        """Folder -> its versions, the newest first, where one of them waited."""
        held = {
            folder: found.item
            for folder in self.candidates
            if (found := self.items.get(index_of(folder)))
            and any(is_held_back(found.item, day, self.settings) for day in self.stretch)
        }
        here = frozenset(each.item.path.folder for each in self.items.values()) if held else frozenset()
        known = versions_before(held, here, self.repository, self.commit, UNPROVEN) if held else {}
        return {folder: [*each] for folder, each in known.items()}

    def newest(self, folder: str, day: datetime.date) -> _Shown | None:
        """What main said of it at the end of that day."""
        changes = self.others[day].get(folder, [])
        index = next((each for each in changes if each.path == index_of(folder)), None)
        if index is None:
            found = self.items.get(index_of(folder))
            return _Shown(found.item, found.blob, frozenset(changes)) if found else None
        item = self.texts.get(f"{folder} {index.old}")
        return _Shown(item, index.old, frozenset(changes)) if item else None

    def shown(self, folder: str, day: datetime.date) -> _Shown | None:
        found = self.newest(folder, day)
        if found is None or not is_held_back(found.item, day, self.settings):
            return found if found and state_on(found.item, day, self.settings).is_public else None
        after: Version | None = None
        for each in self.earlier.get(folder, ()):
            if each.day > day:
                continue
            if not (after and each.is_put_off_by(after)) and not is_held_back(each.item, day, self.settings):
                is_up = state_on(each.item, day, self.settings).is_public
                return _Shown(each.item, id_of_bytes("blob", each.raw), None) if is_up else None
            after = each
        return None

    def moved(self, before: datetime.date, day: datetime.date) -> Iterator[Movement]:
        old = {folder: found for folder in self.candidates if (found := self.shown(folder, before))}
        new = {folder: found for folder in self.candidates if (found := self.shown(folder, day))}
        former = {folder_of(each) for found in new.values() for each in found.item.former_paths}
        for folder, found in new.items():
            if folder in old:
                if old[folder].differs(found):
                    yield Movement(day, "changed", found.item)
            else:
                is_move = any(folder_of(each) in old for each in found.item.former_paths)
                yield Movement(day, "moved" if is_move else "up", found.item)
        for folder, found in old.items():
            if folder not in new and folder not in former:
                yield Movement(day, self._end(folder, day), found.item)

    def _end(self, folder: str, day: datetime.date) -> str:
        found = self.newest(folder, day)
        state = state_on(found.item, day, self.settings) if found else None
        return state.value if state and state.is_taken_down else "removed"


def _turning_points(item: Item, settings: Settings) -> Iterator[datetime.date]:
    """The days on which its own dates make another state of it."""
    yield item.publish_on
    if item.expires_on:
        yield item.expires_on + _DAY
    if item.withdrawn:
        yield item.withdrawn.on
    if deadline := ratify_by(item, settings):
        yield deadline + _DAY


def _tips(repository: Repository, commit: str, stretch: list[datetime.date]) -> Iterator[tuple[datetime.date, str]]:
    """Main as it was at the end of each day; that of the last is now."""
    for day in stretch[:-1]:
        end = datetime.datetime.combine(day + _DAY, datetime.time(), BANGKOK)
        yield day, _tip_before(repository, commit, int(end.timestamp()))
    yield stretch[-1], commit


@lru_cache(maxsize=64)
def _tip_before(repository: Repository, commit: str, time: int) -> str:
    """What an office began with went up on no day; of a work tree whose history is younger only the dates tell."""
    if found := repository.line("rev-list", "--first-parent", "--max-count=1", f"--min-age={time - 1}", commit):
        return found
    first = repository.line("rev-list", "--first-parent", "--max-parents=0", commit) if repository.is_bare else ""
    return first.split()[-1] if first else commit
