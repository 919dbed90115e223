"""request x main, both in git -> what the checks find in the items that it touches, read without the rest (R06, R11)"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.logbook import REGISTERS
from prakat.item.item_path import ROOT, index_of, is_year, item_folder, parse_path, url_of
from prakat.item.link_target import target_of
from prakat.office import office
from prakat.repository.commit import PathChange
from prakat.repository.file_tree import TreeEntry
from prakat.repository.object_id import NOTHING
from prakat.repository.own_folder import own_folder
from prakat.repository.repository import Repository
from prakat.repository.snapshot import write_out
from prakat.request.change_note import missing_notes
from prakat.rules.finding import Finding

_RELATION = "relates.missing"
ABOUT_OTHERS = ("link.broken", "link.scheduled", "link.anchor", _RELATION)
"""Rules on what the other items are, of which only their names are looked at here."""
_Entries = Mapping[str, TreeEntry]


@dataclass(frozen=True, slots=True)
class TouchedItems:
    """What is wrong with a request's own items, registers and office.yml."""

    errors: Sequence[Finding | CannotWork]
    doubts: Sequence[Finding]
    """Links to items that main does not hold; only the whole site knows whether these are former addresses."""
    warnings: Sequence[Finding] = ()
    """What does not keep it from being merged."""


def touched_items(
    repository: Repository, main: _Entries, head: str, net: Iterable[PathChange], day: datetime.date, base: str = ""
) -> TouchedItems:
    """What main holds beside them, right or wrong, is not read: merging judges the whole. Costs what the request's own
    files cost, however many items main has. With `base`, where it left main, also whether readers are told what
    changed."""
    changed = {each.path: each for each in net}
    result = dict(main)
    for path, change in changed.items():
        if change.new == NOTHING:
            result.pop(path, None)
        else:
            result[path] = (change.mode, change.new)
    folders = {item_folder(path) for path in changed} - {None}
    kept = {path: entry for path, entry in result.items() if _is_read(path, folders, changed)}
    try:
        found = _read(repository, head, kept, day, base)
    except CannotWork as problem:
        return TouchedItems([problem], [])
    own = [each for each in found if _is_own(each, folders, changed)]
    about_others = [each for each in own if each.rule in ABOUT_OTHERS]
    doubts = [each for each in about_others if not leads(each, result)]
    sure = [each for each in own if each not in about_others]
    return TouchedItems(
        [each for each in sure if each.is_error],
        [each for each in doubts if each.is_error],
        [each for each in (*sure, *doubts) if not each.is_error],
    )


def _is_read(path: str, folders: set[str | None], changed: Mapping[str, PathChange]) -> bool:
    if path == office.FILE or path.startswith(f"{REGISTERS}/"):
        return True
    return path.startswith(f"{ROOT}/") and (path in changed or item_folder(path) in folders)


def _read(repository: Repository, head: str, entries: _Entries, day: datetime.date, base: str) -> list[Finding]:
    with own_folder() as place:
        write_out(repository, head, [(mode, oid, path) for path, (mode, oid) in entries.items()], place)
        found = register.read(place, day)
        return [*found.findings, *(missing_notes(repository, base, found) if base else ())]


def _is_own(finding: Finding, folders: set[str | None], changed: Mapping[str, PathChange]) -> bool:
    """Whether it is about something that the request changes; a folder above that, as one of a wrong name, too."""
    if finding.path == ROOT:
        return False
    if finding.path == office.FILE:
        return office.FILE in changed
    above = f"{finding.path}/"
    return item_folder(f"{finding.path}/x") in folders or any(
        path == finding.path or path.startswith(above) for path in changed
    )


def leads(finding: Finding, result: _Entries) -> bool:
    """Whether a link that seems broken leads somewhere in the whole tree: to an item, or to a listing."""
    if finding.rule == _RELATION:
        related = parse_path(str(finding.values["found"]))
        return related is not None and index_of(related.folder) in result
    page = parse_path(url_of(item_folder(finding.path) or finding.path))
    target = target_of(page, str(finding.values.get("found", ""))) if page else None
    other = parse_path(target.page) if target else None
    if target is None:
        return False
    if other is None:  # a listing; that of a year is there if the year has items
        category, _, year = target.page.strip("/").partition("/")
        return not is_year(year) or any(path.startswith(f"{ROOT}/{category}/{year}/") for path in result)
    return index_of(other.folder) in result if target.is_page else f"{other.folder}/{target.file}" in result
