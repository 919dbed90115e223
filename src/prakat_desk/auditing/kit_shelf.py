"""an audit -> its sealed kit as a file in a small folder, made once for each state, and streamed from there (R34)"""

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from prakat.audit import sealed_kit
from prakat.cannot_work import CannotWork
from prakat.repository.repository import Repository
from prakat_desk.auditing.chore import Chore
from prakat_desk.auditing.kept_audit import KeptAudit
from prakat_desk.keeping.small_file import private_folder

_MOST = 2
"""Kits that lie on the shelf; older ones are made room of."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ShelvedKit:
    place: Path
    size: int
    digest: str
    """SHA-256, as `prakat verify_kit --sha256` takes it."""


@dataclass(frozen=True, slots=True)
class KitShelf:
    repository: Repository
    folder: Path
    _chore: Chore[ShelvedKit] = field(default_factory=Chore)

    def made(self, kept: KeptAudit) -> ShelvedKit | None:
        """The kit of that very audit; None while it is being made. Raises CannotWork."""
        found = self._chore.result(kept.state, lambda: self._made(kept))
        return found if found == self.there(kept) else None

    def there(self, kept: KeptAudit) -> ShelvedKit | None:
        """Without making one."""
        found = self._chore.newest
        return found if found and found.place == self._place(kept) and found.place.is_file() else None

    def _place(self, kept: KeptAudit) -> Path:
        return self.folder / f"kit-{kept.state[:16]}.zip"

    def _made(self, kept: KeptAudit) -> ShelvedKit:
        place = self._place(kept)
        if not place.is_file():
            beside = private_folder(self.folder) / f".{secrets.token_hex(6)}"
            try:
                sealed_kit.write(self.repository, kept.audited, beside, None)
                beside.replace(place)
            except OSError as problem:
                raise CannotWork("audit.unwritable-kit", path=place.name, problem=problem) from None
            finally:
                beside.unlink(missing_ok=True)
        self._make_room(place)
        return _shelved(place)

    def _make_room(self, newest: Path) -> None:
        others = [each for each in self.folder.glob("kit-*.zip") if each != newest]
        for each in sorted(others, key=lambda each: each.stat().st_mtime, reverse=True)[_MOST - 1 :]:
            each.unlink(missing_ok=True)


def _shelved(place: Path) -> ShelvedKit:
    digest = hashlib.sha256()
    with place.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return ShelvedKit(place, place.stat().st_size, digest.hexdigest())
