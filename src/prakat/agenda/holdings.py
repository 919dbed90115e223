"""repository on a day -> its office and every item that it holds, without their texts: of main, or of a work tree"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem, read_checked
from prakat.content.shelf import ShelvedItem, shelf_of
from prakat.item.item import Item
from prakat.item.item_path import index_of
from prakat.merging.first_look import office_of_main
from prakat.office import office
from prakat.office.office import Office
from prakat.repository.object_id import id_of_bytes
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository, find_repository


@dataclass(frozen=True, slots=True)
class Holdings:
    office: Office
    items: Mapping[str, ShelvedItem]
    """By path of the index.md."""
    repository: Repository | None
    commit: str
    """Whose items they are; empty where there is no history."""

    def register(self, day: datetime.date, left_out: Collection[str] = ()) -> Register:
        """As far as the dates of its items are asked for: without findings, without files."""
        shown = (each.item for each in self.items.values() if each.item.path.folder not in left_out)
        entries = {item.path.url: RegisteredItem(item, ()) for item in shown}
        return Register(Path(), day, self.office, entries, tuple(left_out), ())


def of_main(repository: Repository) -> Holdings:
    """Raises CannotWork where main has no office.yml that can be read."""
    main = repository.ref(MAIN)
    known = office_of_main(repository)
    if main is None:
        raise CannotWork("content.no-main", place=repository.folder)
    if known is None:
        raise CannotWork("commands.office-unusable")
    return Holdings(known.office, shelf_of(repository).now(), repository, main)


def of_work_tree(repo: Path, day: datetime.date) -> Holdings:
    """The files as they lie there, approved or not; the history is that of what is checked out. Raises CannotWork."""
    if not (repo / office.FILE).is_file():
        raise CannotWork("commands.no-office-here", place=repo)
    found = register.read(repo, day, is_approved=True, reader=read_checked)
    if found.office is None:
        raise CannotWork("commands.office-unusable")
    repository = find_repository(repo)
    head = None if repository is None or repository.is_shallow else repository.ref("HEAD^{commit}")
    items = {index_of(each.item.path.folder): _shelved(repo, each.item) for each in found.entries.values()}
    return Holdings(found.office, items, repository, head or "")


def _shelved(repo: Path, item: Item) -> ShelvedItem:
    raw = (repo / item.path.file).read_bytes()
    return ShelvedItem(replace(item, body=""), id_of_bytes("blob", raw))
