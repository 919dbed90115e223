"""the small folder -> secrets that are good for one act within a time, kept as digests; only the first use counts"""

import datetime
import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from prakat_desk.keeping import small_file

_SHAPE = 43
"""Characters of 256 bits; nothing else is looked for on the disk."""
_UNTIL = "until"


@dataclass(frozen=True, slots=True)
class OneTimeSecrets:
    folder: Path
    lasts: datetime.timedelta
    most: int
    """Of them at a time; the oldest make room, so that nobody fills the disk."""
    clock: Callable[[], datetime.datetime]

    def make(self, about: Mapping[str, str]) -> str:
        """A new secret that stands for those facts; the folder keeps only its digest. Raises OSError."""
        self._make_room()
        secret, until = secrets.token_urlsafe(32), self.clock() + self.lasts
        small_file.put(self._place(secret), orjson.dumps({**about, _UNTIL: until.isoformat()}))
        return secret

    def about(self, secret: str) -> dict[str, str] | None:
        """What a secret stands for that may still be used."""
        raw = small_file.taken(self._place(secret)) if len(secret) == _SHAPE else None
        found = _facts(raw) if raw is not None else None
        return found if found and self.clock() < _until(found) else None

    def use(self, secret: str) -> dict[str, str] | None:
        """The same, for one of all who ask at once: the disk lets only one of them take the file away."""
        found = self.about(secret)
        try:
            if found is not None:
                self._place(secret).unlink()
        except FileNotFoundError:
            return None
        return found

    def give_back(self, secret: str, about: Mapping[str, str]) -> None:
        """For an act that came to nothing: the secret may be used again, until when it could be before."""
        small_file.put(self._place(secret), orjson.dumps(dict(about)))

    def void(self, name: str, value: str) -> None:
        """Takes away those that stand for that fact."""
        for place, found in self._all():
            if found and found.get(name) == value:
                place.unlink(missing_ok=True)

    def good(self) -> list[dict[str, str]]:
        """What all that may still be used stand for."""
        now = self.clock()
        return [found for _, found in self._all() if found and now < _until(found)]

    def _make_room(self) -> None:
        names = len(list(self.folder.glob("*.json"))) if self.folder.is_dir() else 0
        if names < self.most:
            return
        now, kept = self.clock(), []
        for place, found in self._all():
            if found is None or _until(found) <= now:
                place.unlink(missing_ok=True)
            else:
                kept.append((_until(found), place))
        for _, place in sorted(kept)[: max(0, len(kept) - self.most * 3 // 4)]:
            place.unlink(missing_ok=True)

    def _all(self) -> Iterator[tuple[Path, dict[str, str] | None]]:
        for place in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else ():
            yield place, _facts(small_file.taken(place) or b"")

    def _place(self, secret: str) -> Path:
        return self.folder / f"{hashlib.sha256(secret.encode('utf-8', 'surrogateescape')).hexdigest()}.json"


def _facts(raw: bytes) -> dict[str, str] | None:
    with suppress(ValueError, TypeError, KeyError):
        found: dict[str, str] = orjson.loads(raw)
        datetime.datetime.fromisoformat(found[_UNTIL])
        return found
    return None


def _until(found: Mapping[str, str]) -> datetime.datetime:
    return datetime.datetime.fromisoformat(found[_UNTIL])
