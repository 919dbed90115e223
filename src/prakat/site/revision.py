"""git repository -> what happened to each item on main, up to a day; never the earlier texts themselves"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from prakat.content.action import Action
from prakat.content.item_action import ItemAction, Touch, item_actions, touches
from prakat.item.item_facts import ItemFacts
from prakat.repository.repository import Repository, find_repository, open_repository


@dataclass(frozen=True, slots=True)
class Revision:
    commit: str
    height: int
    """How many commits of main come before it, which is the order within one day."""
    day: datetime.date
    """The day of the commit on main, in Bangkok."""
    action: Action
    origin: str = ""
    """The item folder that it moved from."""
    has_note: bool = False
    """Whether it brought a new note on what changed."""


@dataclass(frozen=True, slots=True)
class _Landed:
    commit: str
    day: datetime.date
    touched: Mapping[str, Touch]

    @property
    def asks(self) -> list[str]:
        return [oid for touch in self.touched.values() for oid in touch.asks]


def revisions(repo: Path, until: datetime.date, commit: str = "HEAD") -> Mapping[str, tuple[Revision, ...]]:
    """Item folder -> what happened to it on main up to the end of a day in Bangkok, oldest first.

    Empty without a repository or a commit. Raises CannotWork on a shallow clone."""
    if find_repository(repo) is None:
        return {}
    repository = open_repository(repo)
    start = repository.ref(f"{commit}^{{commit}}")
    found: dict[str, list[Revision]] = {}
    for height, (each, done) in enumerate(_told(repository, start, until) if start else ()):
        for folder, each_action in done.items():
            if each_action.action is not Action.MOVED or each_action.origin:
                about = each_action.action, each_action.origin, each_action.has_note
                told = Revision(each.commit, height, each.day, *about)
                found.setdefault(folder, []).append(told)
    return {folder: tuple(each) for folder, each in found.items()}


def up_to(found: Mapping[str, tuple[Revision, ...]], versions: Mapping[str, str]) -> Mapping[str, tuple[Revision, ...]]:
    """The same, but of each item folder in `versions` only up to the commit whose version is shown: of what came later
    nothing is told before its day."""
    cut = {}
    for folder, commit in versions.items():
        known = found.get(folder, ())
        heights = [each.height for each in known if each.commit == commit]
        cut[folder] = tuple(each for each in known if not heights or each.height <= heights[0])
    return {**found, **cut}


def _told(repository: Repository, start: str, until: datetime.date) -> Iterator[tuple[_Landed, dict[str, ItemAction]]]:
    """Oldest first. All blobs are read in one batch, but only those of one commit are held at a time."""
    log = repository.log(start, first_parent=True)
    landed = [_Landed(each.id, each.day, touches(each.changes)) for each in log if each.day <= until]
    landed.reverse()
    read = repository.objects(oid for each in landed for oid in each.asks)
    for each in landed:
        items = {oid: ItemFacts(data) for oid, _, data in islice(read, len(each.asks))}
        yield each, item_actions(each.touched, items.__getitem__)
