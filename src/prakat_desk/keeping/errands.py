"""the small folder -> what somebody is about to ask for by a form of the office's own: a register's entry, an order"""

import datetime
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from prakat.cannot_work import CannotWork
from prakat.repository.lock import held
from prakat_desk.keeping import small_file

MOST_ERRANDS = 50
"""Of one person at a time."""
MOST_TYPED = 1024 * 1024
"""Bytes of one; the pages of a hand-over take a hundred each."""
KEPT = datetime.timedelta(days=180)
"""One that nobody has touched for so long is forgotten."""
_ID = re.compile(r"[0-9a-f]{32}")
_PERSON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Errand:
    id: str
    person: str
    """Whoever is to send it; nobody else is shown it."""
    kind: str
    about: str = ""
    """Id of a person, a role or the number of an entry, as its kind says."""
    passed_by: str = ""
    """Id of the colleague who wrote it, who may not be its author since they have to sign it."""
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    request: int = 0
    """The number under which it was sent; 0 while it was not."""
    head: str = ""
    """The commit that it was last about to be sent as, noted before: whoever was stopped then finds it again."""
    changed: datetime.datetime = _NEVER

    @property
    def is_sent(self) -> bool:
        return self.request > 0

    @property
    def unsent(self) -> "Errand":
        """To be written on, and sent as another request."""
        return replace(self, request=0, head="")


@dataclass(frozen=True, slots=True)
class Errands:
    folder: Path
    clock: Callable[[], datetime.datetime]

    def of(self, person: str) -> list[Errand]:
        """Those of one person, the one touched last first; what is too old goes."""
        own = self._own(person)
        names = sorted(each.stem for each in own.glob("*.json")) if own.is_dir() else []
        found = [each for name in names if (each := self.get(person, name))]
        for old in [each for each in found if each.changed < self.clock() - KEPT]:
            self.forget(old)
            found.remove(old)
        return sorted(found, key=lambda each: (each.changed, each.id), reverse=True)

    def get(self, person: str, errand: str) -> Errand | None:
        raw = small_file.taken(self._place(person, errand)) if _ID.fullmatch(errand) else None
        found = _read(raw) if raw is not None else None
        return found if found and (found.person, found.id) == (person, errand) else None

    def begin(self, errand: Errand) -> Errand:
        """Keeps a new one under an id of its own. Raises CannotWork where there are too many, or it cannot be kept."""
        with self.alone(errand.person):
            if len(self.of(errand.person)) >= MOST_ERRANDS:
                raise CannotWork("desk_keeping.too-many-errands", most=MOST_ERRANDS)
            return self.save(replace(errand, id=secrets.token_hex(16)))

    def save(self, errand: Errand) -> Errand:
        """Raises CannotWork where it cannot be kept: whoever typed it must not believe that it is."""
        saved = replace(errand, changed=self.clock())
        raw = orjson.dumps(saved)
        if len(raw) > MOST_TYPED:
            raise CannotWork("desk_keeping.errand-too-large", most=MOST_TYPED >> 10)
        try:
            small_file.put(self._place(saved.person, saved.id), raw)
        except OSError as problem:
            raise CannotWork("desk_keeping.not-kept", problem=problem) from None
        return saved

    def pass_on(self, errand: Errand, to: str) -> Errand:
        """Gives it to the colleague who is to send it."""
        given = self.begin(replace(errand, person=to, passed_by=errand.person, head=""))
        self.forget(errand)
        return given

    def forget(self, errand: Errand) -> None:
        self._place(errand.person, errand.id).unlink(missing_ok=True)

    def alone(self, person: str) -> AbstractContextManager[None]:
        """One of a person at a time."""
        return held(small_file.private_folder(self._own(person)) / ".lock")

    def _own(self, person: str) -> Path:
        assert _PERSON.fullmatch(person), "an id of office.yml"
        return self.folder / person

    def _place(self, person: str, errand: str) -> Path:
        assert _ID.fullmatch(errand), "an id that begin gave"
        return self._own(person) / f"{errand}.json"


def _read(raw: bytes) -> Errand | None:
    """None for what this version did not write."""
    try:
        found = orjson.loads(raw)
        return Errand(changed=datetime.datetime.fromisoformat(found.pop("changed")), **found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
