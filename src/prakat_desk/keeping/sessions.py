"""the small folder -> who has come in, until when; a session that was ended stays ended, whoever replays its cookie"""

import datetime
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from prakat_desk.keeping import small_file

IDLE = datetime.timedelta(hours=2)
"""A session that nobody uses ends."""
LONGEST = datetime.timedelta(hours=12)
"""However much it is used: a working day."""
_TOUCHED_EVERY = datetime.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Session:
    person: str
    begun: datetime.datetime
    used: datetime.datetime
    how: str
    """By what the person came in, as `passkey`."""
    token: str = ""
    """A forge's, for the person's own acts there; empty on a bare office."""
    proof: str = ""
    """The key or account that the person came in by: it must still be the person's."""

    def holds_at(self, moment: datetime.datetime) -> bool:
        return moment - self.used < IDLE and moment - self.begun < LONGEST


@dataclass(frozen=True, slots=True)
class Sessions:
    folder: Path
    clock: Callable[[], datetime.datetime]

    def begin(self, person: str, how: str, token: str = "", proof: str = "") -> str:
        """The secret that the person's browser keeps; the folder keeps only its digest."""
        self.forget_old()
        secret, now = secrets.token_urlsafe(32), self.clock()
        self._write(secret, Session(person, now, now, how, token, proof))
        return secret

    def of(self, secret: str) -> Session | None:
        """Notes that it is used, at most every few minutes."""
        raw = small_file.taken(self._place(secret)) if secret else None
        found = _session_of(raw) if raw is not None else None
        now = self.clock()
        if found is None or not found.holds_at(now):
            return None
        if now - found.used > _TOUCHED_EVERY:
            self._write(secret, replace(found, used=now))
        return found

    def keep_token(self, secret: str, session: Session, token: str) -> Session:
        """The session with a token that took the place of the last."""
        kept = replace(session, token=token)
        self._write(secret, kept)
        return kept

    def end(self, secret: str) -> None:
        self._place(secret).unlink(missing_ok=True)

    def end_all_of(self, person: str) -> None:
        """For somebody who lost a device."""
        for place, found in self._all():
            if found is None or found.person == person:
                place.unlink(missing_ok=True)

    def forget_old(self) -> None:
        now = self.clock()
        for place, found in self._all():
            if found is None or not found.holds_at(now):
                place.unlink(missing_ok=True)

    def _all(self) -> list[tuple[Path, Session | None]]:
        places = sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []
        return [(each, _session_of(small_file.taken(each) or b"")) for each in places]

    def _write(self, secret: str, session: Session) -> None:
        small_file.put(self._place(secret), orjson.dumps(session))

    def _place(self, secret: str) -> Path:
        return self.folder / f"{hashlib.sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()}.json"


def _session_of(raw: bytes) -> Session | None:
    try:
        found = orjson.loads(raw)
        begun, used = (datetime.datetime.fromisoformat(found.pop(name)) for name in ("begun", "used"))
        return Session(begun=begun, used=used, **found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
