"""a draft x the commit that it is laid upon -> the letter that is sent: every file that it changes, or why it cannot"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prakat.item.item_path import INDEX, ItemPath, folder_of, index_of, item_folder, parse_path
from prakat.item.written_item import written_item
from prakat.repository.file_tree import TreeEntry, entries_of
from prakat.repository.mainline import differences
from prakat.repository.object_id import id_of_bytes
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.message import message
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.outlet import Letter
from prakat_desk.sending.paper_form import PaperForm


@dataclass(frozen=True, slots=True)
class Origin:
    """The item as it is where the draft is laid upon it."""

    folder: str
    """Empty for an item that is not there yet."""
    files: Mapping[str, TreeEntry]
    """Of the folder, by path."""


def letter_of(desk: Desk, draft: Draft, base: str, moment: datetime.datetime) -> Letter | Sequence[Said]:
    """The letter, or what has to be seen to first; nothing of the draft is lost by that."""
    path = parse_path(draft.path)
    if path is None:
        return [message("desk_sending.no-path")]
    origin = origin_of(desk.repository, draft, path, base)
    if against := _obstacle(desk.repository, draft, path, origin):
        return [against]
    try:
        changes = _changes(desk, draft, path, origin)
    except UnicodeEncodeError:
        return [message("desk_sending.no-text")]
    if lost := [name for name in draft.files if desk.drafts.content(draft, name) is None]:
        return [message("desk_sending.lost-file", file=draft.files[name].title or name) for name in lost]
    if not changes:
        return [message("desk_sending.nothing-changed")]
    known = desk.authority.office
    form = PaperForm(known, draft, known.people[draft.person], bangkok_day(moment)).text()
    return Letter(draft.id, str(draft.values.get("title", "")), changes, base, moment, form, draft.mends)


def origin_of(repository: Repository, draft: Draft, path: ItemPath, base: str) -> Origin:
    """Where the item lies at `base`: at its path, or at the one from which the draft moves it."""
    formers = [folder_of(str(each)) for each in reversed(_listed(draft.values.get("former_paths")))]
    touched = _touched(repository, base) if draft.mends else []
    for folder in (path.folder, *formers, *touched):
        files = entries_of(repository, base, folder)
        if index_of(folder) in files:
            return Origin(folder, files)
    return Origin("", {})


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _touched(repository: Repository, head: str) -> list[str]:
    """The item folders that the request changes which has this head."""
    try:
        left = repository.line("merge-base", MAIN, head)
        changed = differences(repository, left, head)
    except GitFailed:
        return []
    return sorted({folder for each in changed if (folder := item_folder(each.path))})


def _obstacle(repository: Repository, draft: Draft, path: ItemPath, origin: Origin) -> Said | None:
    is_new = draft.action == "new" and not draft.mends
    if is_new:
        return message("desk_sending.path-taken", path=path.url) if origin.folder else None
    if not origin.folder:
        return message("desk_sending.gone", path=path.url)
    if origin.folder != path.folder and entries_of(repository, origin_commit(draft), path.folder):
        return message("desk_sending.path-taken", path=path.url)
    if draft.base and _at(repository, draft.base, origin.folder) != origin.files:
        return message("desk_sending.changed-meanwhile")
    return None


def origin_commit(draft: Draft) -> str:
    return draft.base or MAIN


def _at(repository: Repository, commit: str, folder: str) -> Mapping[str, TreeEntry]:
    try:
        return entries_of(repository, commit, folder)
    except GitFailed:  # a commit that is no more
        return {}


def _changes(desk: Desk, draft: Draft, path: ItemPath, origin: Origin) -> dict[str, bytes | None]:
    """Only what really changes. Raises UnicodeEncodeError for what is no text."""
    found: dict[str, bytes | None] = {}
    is_moved = bool(origin.folder) and origin.folder != path.folder
    before = None
    for place, (_, oid) in origin.files.items():
        name = place.removeprefix(f"{origin.folder}/")
        raw = desk.repository.object(oid)[1] if name == INDEX or is_moved else b""
        before = raw if name == INDEX else before
        if is_moved or name in draft.removed:
            found[place] = None
        if is_moved and name not in (INDEX, *draft.removed):
            found[f"{path.folder}/{name}"] = raw
    for name in draft.files:
        found[f"{path.folder}/{name}"] = desk.drafts.content(draft, name)
    found[path.file] = written_item(draft.values, draft.body, before)
    same = {place for place, (_, oid) in origin.files.items() if _is_same(found.get(place), oid)}
    return {place: content for place, content in found.items() if place not in same}


def _is_same(content: bytes | None, oid: str) -> bool:
    return content is not None and id_of_bytes("blob", content) == oid
