"""the small folder -> everybody's drafts with their files; nobody reaches another's"""

import datetime
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.lock import held
from prakat_desk.keeping import small_file
from prakat_desk.keeping.draft import Draft, DraftFile, draft_of

MOST_DRAFTS = 50
"""Of one person at a time."""
MOST_BYTES = 500 * 1024 * 1024
"""Of one person's files together."""
KEPT_DAYS = 180
"""A draft that nobody has touched for so long is forgotten."""
_ID = re.compile(r"[0-9a-f]{32}")
_PERSON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FILE = re.compile(r"[a-z0-9][a-z0-9._-]*")
_DRAFT, _FILES = "draft.json", "files"


@dataclass(frozen=True, slots=True)
class Drafts:
    folder: Path
    clock: Callable[[], datetime.datetime]

    def of(self, person: str) -> list[Draft]:
        """Those of one person, the one touched last first."""
        own = self._own(person)
        names = sorted(own.iterdir()) if own.is_dir() else []
        found = [draft for each in names if (draft := self.get(person, each.name))]
        return sorted(found, key=lambda each: (each.changed, each.id), reverse=True)

    def get(self, person: str, draft: str) -> Draft | None:
        raw = small_file.taken(self._place(person, draft) / _DRAFT) if _ID.fullmatch(draft) else None
        found = draft_of(raw) if raw is not None else None
        return found if found and (found.person, found.id) == (person, draft) else None

    def begin(self, draft: Draft) -> Draft:
        """Keeps a new one under an id of its own. Raises CannotWork where there are too many, or it cannot be kept."""
        now = self.clock()
        with self._held(draft.person):
            if len(self.of(draft.person)) >= MOST_DRAFTS:
                raise CannotWork("desk_keeping.too-many", most=MOST_DRAFTS)
            made = replace(draft, id=secrets.token_hex(16), created=now, changed=now)
            self._write(made)
        return made

    def save(self, draft: Draft) -> Draft:
        """Raises CannotWork where it cannot be kept: whoever typed it must not believe that it is."""
        saved = replace(draft, changed=self.clock())
        self._write(saved)
        return saved

    def add_file(self, draft: Draft, name: str, title: str, content: bytes) -> Draft:
        """Raises CannotWork where the person's files would be too much, or it cannot be kept."""
        if not _FILE.fullmatch(name):
            raise CannotWork("desk_keeping.file-name", found=name)
        with self._held(draft.person):
            if self._size(draft.person) + len(content) > MOST_BYTES:
                raise CannotWork("desk_keeping.too-large", most=MOST_BYTES >> 20)
            self._put(self._place(draft.person, draft.id) / _FILES / name, content)
        kept = DraftFile(title, len(content), sha256(content).hexdigest())
        return self.save(replace(draft, files={**draft.files, name: kept}))

    def drop_file(self, draft: Draft, name: str) -> Draft:
        left = {each: file for each, file in draft.files.items() if each != name}
        saved = self.save(replace(draft, files=left))
        if _FILE.fullmatch(name):
            (self._place(draft.person, draft.id) / _FILES / name).unlink(missing_ok=True)
        return saved

    def place(self, draft: Draft, name: str) -> Path:
        """Where the bytes of a file that the draft has lie."""
        assert name in draft.files and _FILE.fullmatch(name), "only names that add_file has let in"
        return self._place(draft.person, draft.id) / _FILES / name

    def content(self, draft: Draft, name: str) -> bytes | None:
        """Of a file that the draft has; None where its bytes are lost or others."""
        known = draft.files.get(name)
        if known is None:
            return None
        found = small_file.taken(self._place(draft.person, draft.id) / _FILES / name)
        return found if found is not None and sha256(found).hexdigest() == known.sha256 else None

    def copy(self, draft: Draft, to: str) -> Draft:
        """A draft of another person's own, with the files. Raises CannotWork as `begin` and `add_file` do."""
        made = self.begin(replace(draft, person=to, files={}, request=0, head=""))
        for name, file in draft.files.items():
            if (content := self.content(draft, name)) is not None:
                made = self.add_file(made, name, file.title, content)
        return made

    def forget(self, person: str, draft: str) -> None:
        if _ID.fullmatch(draft):
            shutil.rmtree(self._place(person, draft), ignore_errors=True)

    def forget_old(self) -> None:
        """Forgets what nobody has touched for long."""
        before = self.clock() - datetime.timedelta(days=KEPT_DAYS)
        for person in self._people():
            for each in self.of(person):
                if each.changed < before:
                    self.forget(person, each.id)

    def _people(self) -> Iterator[str]:
        if self.folder.is_dir():
            yield from sorted(each.name for each in self.folder.iterdir() if _PERSON.fullmatch(each.name))

    def _size(self, person: str) -> int:
        return sum(file.size for each in self.of(person) for file in each.files.values())

    def _held(self, person: str) -> AbstractContextManager[None]:
        return held(small_file.private_folder(self._own(person)) / ".lock")

    def _own(self, person: str) -> Path:
        assert _PERSON.fullmatch(person), "an id of office.yml"
        return self.folder / person

    def _place(self, person: str, draft: str) -> Path:
        return self._own(person) / draft

    def _write(self, draft: Draft) -> None:
        self._put(self._place(draft.person, draft.id) / _DRAFT, draft.as_json())

    def _put(self, place: Path, content: bytes) -> None:
        try:
            small_file.put(place, content)
        except OSError as problem:
            raise CannotWork("desk_keeping.not-kept", problem=problem) from None
