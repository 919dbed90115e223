"""git repository -> what happened to each item on main, up to a day; never the earlier texts themselves"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from prakat.content.action import Action
from prakat.content.item_action import ItemAction, Touch, item_actions, touches
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import index_of
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository, find_repository, open_repository
from prakat.site.term import Term, term_of


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
    term: Term | None = None
    """The dates of the version that it left; None for an item with no other, whose dates are its own."""
    is_gone: bool = False
    """Whether it left no item there."""
    is_postponed: bool = False
    """Whether the next version only gave it a later day, before its own had come: then it never goes up."""
    has_note: bool = False
    """Whether it brought a new note on what changed."""


@dataclass(frozen=True, slots=True)
class _Landed:
    commit: str
    day: datetime.date
    touched: Mapping[str, Touch]

    def asks(self, times: Mapping[str, int]) -> list[str]:
        """The blobs that tell what was done, and the dates of what was changed again."""
        found: list[str] = []
        for folder, touch in self.touched.items():
            again = [touch.new] if touch.old == NOTHING != touch.new and times[folder] > 1 else []
            found += touch.asks or again
        return found


def revisions(repo: Path, until: datetime.date, commit: str = "HEAD") -> Mapping[str, tuple[Revision, ...]]:
    """Item folder -> what happened to it on main up to the end of a day in Bangkok, oldest first.

    Empty without a repository or a commit. Raises CannotWork on a shallow clone."""
    if find_repository(repo) is None:
        return {}
    repository = open_repository(repo)
    start = repository.ref(f"{commit}^{{commit}}")
    return _noted({}, _told(repository, (start,), until, {}), 0) if start else {}


def revisions_after(
    repo: Path, until: datetime.date, after: str, commit: str, height: int, known: Callable[[str], tuple[Revision, ...]]
) -> Mapping[str, tuple[Revision, ...]]:
    """The same of the folders that main's own commits from `after` on touched, where what is `known` of each folder was
    found up to that commit, the height of which is one less than `height`. None of the commits is of a later day."""
    repository = open_repository(repo)
    landed = repository.log(commit, f"^{after}", first_parent=True)
    touched = dict.fromkeys(folder for each in landed for folder in touches(each.changes))
    before = {folder: list(known(folder)) for folder in touched}
    _date_first(repository, after, before)
    told = _told(repository, (commit, f"^{after}"), until, {folder: len(each) for folder, each in before.items()})
    return _noted(before, told, height)


def _date_first(repository: Repository, commit: str, before: Mapping[str, list[Revision]]) -> None:
    """Of what had one version alone, whose dates are its own no more, the dates of that one."""
    alone = [folder for folder, each in before.items() if each and each[-1].term is None and not each[-1].is_gone]
    blobs = {
        folder: oid
        for folder, oid in zip(alone, repository.ids(f"{commit}:{index_of(each)}" for each in alone), strict=True)
        if oid
    }
    for folder, (_, _, data) in zip(blobs, repository.objects(blobs.values()), strict=True):
        last = before[folder][-1]
        before[folder][-1] = replace(last, term=term_of(ItemFacts(data), last.day))


def _noted(
    found: dict[str, list[Revision]],
    told: Iterable[tuple["_Landed", dict[str, ItemAction], Mapping[str, ItemFacts]]],
    height: int,
) -> Mapping[str, tuple[Revision, ...]]:
    for place, (each, done, facts) in enumerate(told, start=height):
        for folder, act in done.items():
            if act.action is not Action.MOVED or act.origin:
                known = found.setdefault(folder, [])
                made = Revision(each.commit, place, each.day, act.action, act.origin, has_note=act.has_note)
                _note(known, made, each, folder, facts)
    return {folder: tuple(each) for folder, each in found.items()}


def _note(known: list[Revision], made: Revision, each: _Landed, folder: str, facts: Mapping[str, ItemFacts]) -> None:
    touch = each.touched[folder]
    if touch.new == NOTHING:
        known.append(replace(made, is_gone=True))
        return
    before = known[-1] if known else None
    new, old = facts.get(touch.new), facts.get(touch.old)
    term = term_of(new, made.day) if new else before.term if before else None
    if before and before.term and new and old and made.day < before.term.first and touch.is_alone:
        known[-1] = replace(before, is_postponed=new.is_postponement_of(old))
    known.append(replace(made, term=term))


def _told(
    repository: Repository, wanted: tuple[str, ...], until: datetime.date, before: Mapping[str, int]
) -> Iterator[tuple[_Landed, dict[str, ItemAction], Mapping[str, ItemFacts]]]:
    """Oldest first. All blobs are read in one batch, but only those of one commit are held at a time. `before`: how
    often each folder was touched earlier."""
    log = repository.log(*wanted, first_parent=True)
    landed = [_Landed(each.id, each.day, touches(each.changes)) for each in log if each.day <= until]
    landed.reverse()
    times = Counter(folder for each in landed for folder in each.touched)
    times.update(before)
    read = repository.objects(oid for each in landed for oid in each.asks(times))
    for each in landed:
        items = {oid: ItemFacts(data) for oid, _, data in islice(read, len(each.asks(times)))}
        reader: Callable[[str], ItemFacts] = items.__getitem__
        yield each, item_actions(each.touched, reader), items
