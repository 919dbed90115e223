"""the small folder -> what a passkey told when it was last used: its id, its counter; whose it is, only git knows"""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

import orjson

from prakat_desk.keeping import small_file


@dataclass(frozen=True, slots=True)
class SeenPasskey:
    credential: str
    """The id that its device gave it, in base64url."""
    counter: int
    """0 for a passkey that several devices share."""
    used: datetime.datetime


@dataclass(frozen=True, slots=True)
class SeenPasskeys:
    folder: Path

    def of(self, key: str) -> SeenPasskey | None:
        """By the public key without its comment; None for one that was never used here, or long ago."""
        raw = small_file.taken(self._place(key))
        try:
            found = orjson.loads(raw or b"")
            return SeenPasskey(found["credential"], found["counter"], datetime.datetime.fromisoformat(found["used"]))
        except (ValueError, TypeError, KeyError):
            return None

    def note(self, key: str, seen: SeenPasskey) -> None:
        small_file.put(self._place(key), orjson.dumps(seen))

    def _place(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
