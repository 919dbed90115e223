"""a paper that is wanted x the state that it is made from -> its file in a small folder, made once (R45)"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.papers.evidence.evidence_pack import evidence_pack
from prakat.papers.press import Press
from prakat.papers.typeset import formats
from prakat.rules.system_problem import system_problem
from prakat.thai.period import Period
from prakat_desk.auditing.chore import Chore
from prakat_desk.keeping import small_file

EVIDENCE, _PACK = "evidence", "moit-1"
"""The kind of a year's evidence, and which one it is."""
_MOST = 200
"""Papers that lie on the shelf; the oldest make room."""
_LONGEST = 120
"""Characters of what a paper is about, or is numbered."""
_TRIES = 2
"""A visitor waits for what somebody else wanted, and then for their own."""


@dataclass(frozen=True, slots=True)
class WantedPaper:
    kind: str
    about: str
    format: str
    number: str = ""
    by: str = ""
    """Id of whoever reports, in a memo."""


@dataclass(frozen=True, slots=True)
class ShelvedPaper:
    place: Path
    name: str
    """What a reader's copy is called, in Latin letters."""

    @property
    def content(self) -> bytes:
        return self.place.read_bytes()


@dataclass(frozen=True, slots=True)
class PaperShelf:
    """Makes one at a time, beside the visitors."""

    folder: Path
    _chore: Chore[ShelvedPaper] = field(default_factory=Chore)

    def made(self, wanted: WantedPaper, state: str, press: Callable[[], Press]) -> ShelvedPaper | None:
        """None while it is being made. `state` is another wherever the paper might be. Raises CannotWork."""
        key = self._key(wanted, state)
        for _ in range(_TRIES):
            if found := self._there(key):
                return found
            self._chore.result(key, lambda: self._made(wanted, key, press()))
        return self._there(key)

    def _key(self, wanted: WantedPaper, state: str) -> str:
        asked = (wanted.kind, wanted.about[:_LONGEST], wanted.format, wanted.number[:_LONGEST], wanted.by, state)
        return hashlib.sha256("\n".join(asked).encode("utf-8", "replace")).hexdigest()[:32]

    def _there(self, key: str) -> ShelvedPaper | None:
        place = next(self.folder.glob(f"{key}-*"), None)
        return ShelvedPaper(place, place.name.removeprefix(f"{key}-")) if place else None

    def _made(self, wanted: WantedPaper, key: str, press: Press) -> ShelvedPaper:
        name, content = _written(wanted, press)
        place = self.folder / f"{key}-{name}"
        try:
            small_file.put(place, content)
            self._make_room(place)
        except OSError as problem:
            raise CannotWork("desk_papers.not-kept", problem=system_problem(problem)) from None
        return ShelvedPaper(place, name)

    def _make_room(self, newest: Path) -> None:
        others = [each for each in self.folder.iterdir() if each != newest]
        for each in sorted(others, key=lambda each: each.stat().st_mtime, reverse=True)[_MOST - 1 :]:
            each.unlink(missing_ok=True)


def _written(wanted: WantedPaper, press: Press) -> tuple[str, bytes]:
    if wanted.kind == EVIDENCE:
        year = Period.of(wanted.about[:_LONGEST]).year
        return f"{_PACK}-{year}.zip", evidence_pack(press, _PACK, year).content
    paper = press.paper(wanted.kind, wanted.about[:_LONGEST], wanted.number[:_LONGEST], wanted.by)
    return f"{paper.name}.{wanted.format}", formats.printed(paper, wanted.format)
