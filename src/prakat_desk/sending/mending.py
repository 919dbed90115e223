"""a request that was sent x one of its authors -> a draft of what was sent, to be mended and sent again"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from prakat.cannot_work import CannotWork
from prakat.item.item_path import INDEX, folder_of, index_of, url_of
from prakat.office.person import Person
from prakat.repository.file_tree import TreeEntry, entries_of
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of as entries_of_values
from prakat_desk.form.entries import group_indexes
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.fresh_start import item_text
from prakat_desk.sending.outlet import Closed, Pending


@dataclass(frozen=True, slots=True)
class Mending:
    desk: Desk
    person: Person

    def open(self, request: Pending) -> Draft:
        """What the request holds, to be sent again under its number. Raises CannotWork."""
        own = self.desk.drafts.of(self.person.id)
        if begun := next((each for each in own if each.mends == request.number and not each.is_sent), None):
            return begun
        kept = next((each for each in own if each.request == request.number), None)
        draft = self._drawn(request.folders, request.head, kept)
        return self._saved(replace(draft, base=request.head, mends=request.number, request=0, head="", removed=()))

    def anew(self, request: Closed) -> Draft:
        """What was refused or withdrawn, to be sent as another request. Raises CannotWork."""
        own = self.desk.drafts.of(self.person.id)
        kept = next((each for each in own if each.request == request.number), None)
        main = self.desk.repository.ref(MAIN) or ""
        try:
            draft = self._drawn(self._folders(request), request.head, kept)
            files = self._files(draft.path, request.head, main)
        except GitFailed:  # what nobody holds any more
            if kept is None:
                raise CannotWork("desk_sending.lost-request") from None
            return self._saved(replace(kept, request=0, mends=0, head=""))
        is_known = index_of(folder_of(draft.path)) in self._entries(MAIN, folder_of(draft.path))
        begun = replace(draft, base=main, origin=draft.path) if is_known else replace(draft, base="", origin="")
        saved = self._saved(replace(begun, request=0, mends=0, head="", files={}, removed=()))
        for name, content in files.items():
            saved = self.desk.drafts.add_file(saved, name, _title(saved, name), content)
        return saved

    def _folders(self, request: Closed) -> tuple[str, ...]:
        if request.folders or not request.head:
            return request.folders
        raw = self.desk.repository.line("log", "-1", "--format=", "--name-only", "-m", "--first-parent", request.head)
        return tuple(
            dict.fromkeys(each.removesuffix(f"/{INDEX}") for each in raw.splitlines() if each.endswith(f"/{INDEX}"))
        )

    def _drawn(self, folders: tuple[str, ...], head: str, kept: Draft | None) -> Draft:
        """Of the one item that the request holds."""
        texts = {folder: text for folder in folders if (text := item_text(self.desk.repository, head, folder))}
        if len(texts) != 1:
            raise CannotWork("desk_sending.not-one-item")
        [(folder, (values, body))] = texts.items()
        is_known = index_of(folder) in self._entries(MAIN, folder)
        begun = kept or Draft("", self.person.id, action="edit" if is_known else "new")
        path = url_of(folder).rstrip("/")
        typed = entries_of_values(values, form_fields(path.partition("/")[0]))
        return replace(begun, path=path, origin=path, typed=typed, body=body, files={})

    def _files(self, path: str, head: str, main: str) -> Mapping[str, bytes]:
        """Those that main does not hold beside the item."""
        folder = folder_of(path)
        there, before = self._entries(head, folder), self._entries(main, folder)
        own = {place: oid for place, (_, oid) in there.items() if before.get(place, ("", ""))[1] != oid}
        names = {place.removeprefix(f"{folder}/"): oid for place, oid in own.items()}
        return {name: self.desk.repository.object(oid)[1] for name, oid in names.items() if name != INDEX}

    def _entries(self, commit: str, folder: str) -> Mapping[str, TreeEntry]:
        return entries_of(self.desk.repository, commit, folder)

    def _saved(self, draft: Draft) -> Draft:
        return self.desk.drafts.save(draft) if draft.id else self.desk.drafts.begin(draft)


def _title(draft: Draft, name: str) -> str:
    for index in group_indexes(draft.typed, "attachments"):
        if draft.typed.get(f"attachments.{index}.file") == [name]:
            return (draft.typed.get(f"attachments.{index}.title") or [name])[-1]
    return name
