"""registered item x its history x day -> what the public may see of it: a publication, a tombstone, or nothing"""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass

from prakat.content.action import Action
from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem
from prakat.item.file_facts import facts_of
from prakat.item.item import Item, Source
from prakat.item.item_path import folder_of
from prakat.item.state import State, state_on, visible_until
from prakat.office.office import Office
from prakat.site.endorsement import Endorsement
from prakat.site.publication import Publication, PublishedFile
from prakat.site.revision import Revision
from prakat.site.term import own_term
from prakat.site.timeline import Turn, turns
from prakat.site.tombstone import Tombstone


@dataclass(frozen=True, slots=True)
class History:
    """What main tells of the items of a register, up to its day."""

    revisions: Mapping[str, tuple[Revision, ...]]
    """By item folder."""
    endorsements: Mapping[str, Endorsement]
    """By commit."""
    commits: Mapping[str, str]
    """By item folder, of those that are shown in an earlier version than the newest."""


def appearance(entry: RegisteredItem, found: Register, office: Office, history: History) -> Publication | Tombstone:
    item, state = entry.item, state_on(entry.item, found.day, office.settings)
    known = history_of(item, history.revisions)
    seen = tuple(turns(known, own_term(item), found.day, office.settings))
    if state.is_taken_down and not _only_waited(known, seen):
        return _tombstone(entry, state, office, known, seen)
    commit = history.commits.get(item.path.folder, known[-1].commit if known else "")
    folder = found.place(item.path.folder)
    titles = {each.file: each.title for each in item.attachments}
    published = seen[0].day if seen else _published(item, known)
    files = [
        PublishedFile(titles.get(name, ""), facts_of(folder / name), name in titles)
        for name in [*titles, *sorted(set(entry.files) - set(titles))]
    ]
    return Publication(
        item=item,
        state=state,
        unit=office.unit_names(item.units),
        source=item.source or Source(office.name, "", None),
        published=published,
        turns=seen or (Turn(published, "action", Action.PUBLISHED),),
        visible_until=visible_until(item, office.settings),
        day=found.day,
        files=tuple(each for each in files if not each.facts.is_withheld),
        withheld=tuple(each for each in files if each.facts.is_withheld),
        endorsement=history.endorsements.get(commit),
    )


def history_of(item: Item, revisions: Mapping[str, tuple[Revision, ...]]) -> tuple[Revision, ...]:
    """An item's history, including that of its former paths, since a move is no new publication.

    The history of a former path counts only up to the move, since another item may be there now."""
    former = {folder_of(path) for path in item.former_paths} - {item.path.folder}
    known = sorted(
        ((each, folder) for folder in (item.path.folder, *former) for each in revisions.get(folder, ())), key=_height
    )
    left = {each.origin: each.height for each, _ in known}
    return tuple(each for each, folder in known if folder not in former or each.height < left.get(folder, math.inf))


def _height(known: tuple[Revision, str]) -> int:
    return known[0].height


def _published(item: Item, revisions: tuple[Revision, ...]) -> datetime.date:
    return max(item.publish_on, revisions[0].day) if revisions else item.publish_on


def _only_waited(revisions: tuple[Revision, ...], seen: tuple[Turn, ...]) -> bool:
    """Whether history proves that an item waited for its day and ended before it: nobody ever learned of it."""
    first = revisions[0] if revisions and not seen else None
    return first is not None and first.term is not None and first.day < first.term.first


def _tombstone(
    entry: RegisteredItem, state: State, office: Office, revisions: tuple[Revision, ...], seen: tuple[Turn, ...]
) -> Tombstone:
    item = entry.item
    last = visible_until(item, office.settings)
    assert last is not None, "a date took it down"
    since, published = last + datetime.timedelta(days=1), _published(item, revisions)
    end = Turn(since, "state", state)
    if seen and seen[-1].group == end.group and seen[-1].day >= since:
        told, since = seen, seen[-1].day
    elif seen:
        told = (*_before_end(seen, end), end)
    else:
        was_up = published < since or (item.withdrawn is not None and item.publish_on == published == since)
        told = (Turn(published, "action", Action.PUBLISHED), end) if was_up else ()
    return Tombstone(item, state, office.unit_names(item.units), told, since, entry.files)


def _before_end(seen: tuple[Turn, ...], end: Turn) -> tuple[Turn, ...]:
    """Without the end as history dates it, which is later where a withdrawal came on main after its day."""
    return seen[:-1] if seen[-1].group == end.group else seen
