"""path x bytes -> the file whole or not at all, on disk before it is named; and its bytes, if they are not too many"""

import os
import secrets
from pathlib import Path


def put_whole(place: Path, content: bytes, mode: int = 0o644) -> None:
    """Writes beside the file and then takes its place, so that a kill leaves the old or the new. Raises OSError."""
    place.parent.mkdir(exist_ok=True)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    try:
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def bytes_within(place: Path, most: int) -> bytes | None:
    """The file's bytes; None where there is no such file, it cannot be read, or it has more."""
    try:
        with place.open("rb") as stream:
            found = stream.read(most + 1)
    except OSError:
        return None
    return found if len(found) <= most else None
