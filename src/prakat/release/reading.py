"""basis x day -> the one reading of it: every item, what is wrong with them, and what the public may see (R19)"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.folder_readings import FolderReadings
from prakat.content.item_folder import ItemFolder
from prakat.content.register import Register
from prakat.content.succession import (
    StandIn,
    Succession,
    in_work_tree,
    successions,
    without_false_alarms,
    written_out,
)
from prakat.item.item import Item
from prakat.release.basis import Basis
from prakat.repository.repository import find_repository, open_repository
from prakat.rules.wording import Listed
from prakat.site import edition, revision, stand_in
from prakat.site.edition import Edition
from prakat.site.held_back import HeldBack
from prakat.site.revision import Revision


@dataclass(frozen=True, slots=True)
class TreeReading:
    register: Register
    """With the version of each item that is shown on the day, and the findings of the newest, which people have."""
    edition: Edition
    revisions: Mapping[str, tuple[Revision, ...]]
    """What main tells of each item folder up to the day."""
    waiting: tuple[str, ...]
    """Folders of the items of which an earlier version stands in the newest one's place, or comes before it; and of
    that one."""
    coming: tuple[Item, ...]
    """Their newest versions, and each that takes over some day."""


def read(basis: Basis, day: datetime.date, to: Path, *, is_preview: bool = False) -> TreeReading:
    """`to` is an empty folder for the versions that stand in place of newer ones. Raises CannotWork where office.yml
    cannot be used, or history cannot be read."""
    folders = FolderReadings()
    whole = partial(
        register.read, basis.tree, day, is_approved=basis.is_approved, reader=folders.of, ahead=folders.read
    )
    newest = whole()
    misread = _misread(newest)
    known = _successions(basis, newest)
    newest = replace(newest, findings=without_false_alarms(newest.findings, known))
    stand_ins = written_out(known, open_repository(basis.git), to) if known else {}
    placed = stand_in.beside(stand_ins, newest) if is_preview else stand_ins
    found = newest
    if placed:
        shown = whole(instead=_folders(placed))
        misread |= _misread(shown)
        found = replace(shown, findings=newest.findings)
    if found.office is None:
        raise CannotWork("release.office-unusable", findings=Listed.of(found.errors, "\n"))
    told = revision.revisions(basis.git, day, basis.commit or "HEAD")
    revisions = stand_in.known_by(placed, told)
    commits = {each.folder.path.folder: each.commit for each in placed.values()}
    made = edition.compile(found, found.office, revisions, basis.endorsements, commits=commits, is_preview=is_preview)
    held_back = tuple(HeldBack(known[folder].newest, newest.place(folder), known[folder]) for folder in stand_ins)
    turns = {folder: each for folder, each in known.items() if folder in stand_ins or len(each.coming) > 1}
    waiting = {*turns, *(each.folder.path.folder for each in stand_ins.values())}
    coming = tuple(item for each in turns.values() for item in (each.newest.item, *each.coming))
    return TreeReading(found, replace(made, held_back=held_back, misread=misread), told, tuple(sorted(waiting)), coming)


def _misread(found: Register) -> frozenset[str]:
    """Item folders whose text would be read otherwise than it was typed, each proven when it was read."""
    return frozenset(each.path.rpartition("/")[0] for each in found.findings if each.rule == "body.unread")


def _successions(basis: Basis, newest: Register) -> Mapping[str, Succession]:
    """By folder, of what waits; by the history of which something is proven, or else by what there is."""
    repository = find_repository(basis.git)
    if basis.shows_newest or repository is None or repository.is_shallow:
        return {}
    if basis.is_approved and basis.commit:
        return successions(newest, repository, basis.commit, basis.proof)
    return in_work_tree(newest, basis.git, basis.commit or "HEAD")


def _folders(stand_ins: Mapping[str, StandIn]) -> Mapping[str, ItemFolder]:
    return {newest: each.folder for newest, each in stand_ins.items()}
