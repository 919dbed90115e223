"""a draft x the commit that it is laid upon -> the letter that is sent: every file that it changes, or why it cannot"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from prakat.item.item_path import INDEX, ItemPath, folder_of
from prakat.repository.file_tree import TreeEntry, entries_of
from prakat.repository.object_id import id_of_bytes
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.message import message
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.manuscript import Manuscript
from prakat_desk.sending.outlet import Letter
from prakat_desk.sending.paper_form import form_of_draft

_Files = Mapping[str, TreeEntry]


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A draft's files, as they would be laid upon a commit."""

    desk: Desk
    made: Manuscript
    base: str
    """The commit: main's, or that of the request which is mended."""

    @property
    def draft(self) -> Draft:
        return self.made.draft

    def letter(self, moment: datetime.datetime) -> Letter | Sequence[Said]:
        """The letter, or what has to be seen to first; nothing of the draft is lost by that."""
        there = files_at(self.desk.repository, self.base, self._origin)
        if against := self._obstacle(there):
            return [against]
        if lost := [name for name in self.draft.files if self.desk.drafts.content(self.draft, name) is None]:
            return [message("desk_sending.lost-file", file=self.draft.files[name].title or name) for name in lost]
        try:
            changes = self._changes(there)
        except UnicodeEncodeError:
            return [message("desk_sending.no-text")]
        if not changes:
            return [message("desk_sending.nothing-changed")]
        known = self.desk.authority.office
        form = form_of_draft(known, self.made, bangkok_day(moment)).text()
        return Letter(self.draft.id, self.draft.title, changes, self.base, moment, form, self.draft.mends)

    @property
    def _origin(self) -> str:
        """The folder from which it comes; empty for an item that is not there yet."""
        return folder_of(self.draft.origin) if self.draft.base else ""

    def _obstacle(self, there: _Files) -> Said | None:
        path, repository = self.made.path, self.desk.repository
        if self._origin and not there:
            return message("desk_sending.gone", path=self.draft.origin)
        if self._origin and files_at(repository, self.draft.base, self._origin) != there:
            return message("desk_sending.changed-meanwhile")
        if path.folder != self._origin and files_at(repository, self.base, path.folder):
            return message("desk_sending.path-taken", path=path.url)
        return None

    def _changes(self, there: _Files) -> dict[str, bytes | None]:
        """Only what really changes. Raises UnicodeEncodeError for what is no text."""
        folder, found = self.made.path.folder, dict[str, bytes | None]()
        for place, (_, oid) in there.items():
            name = place.removeprefix(f"{self._origin}/")
            if name in self.draft.removed or folder != self._origin:
                found[place] = None
            if name not in (INDEX, *self.draft.removed) and folder != self._origin:
                found[f"{folder}/{name}"] = self.desk.repository.object(oid)[1]
        found |= {f"{folder}/{name}": self.desk.drafts.content(self.draft, name) for name in self.draft.files}
        found[self.made.path.file] = self.made.item.index
        return {place: content for place, content in found.items() if not _is_same(content, there.get(place))}


def _is_same(content: bytes | None, entry: TreeEntry | None) -> bool:
    return content is not None and entry is not None and id_of_bytes("blob", content) == entry[1]


def files_at(repository: Repository, commit: str, folder: str) -> _Files:
    """The files of an item's folder; none where there is no such commit any more."""
    try:
        return entries_of(repository, commit, folder) if folder and commit else {}
    except GitFailed:
        return {}


def placed(desk: Desk, draft: Draft, taken: Collection[str]) -> Draft:
    """A new item's place written down, which neither main has nor a request that is on its way: `taken` are folders."""
    if draft.path:
        return draft
    first = path = Manuscript(desk, draft).path
    number = 2
    while path.folder in taken or files_at(desk.repository, MAIN, path.folder):
        path = ItemPath(first.category, first.year, f"{first.slug}-{number}")
        number += 1
    return replace(draft, path=path.url.strip("/"))
