"""path x bytes -> the file whole or not at all, on disk before anybody is told; only its owner may read it"""

import os
import secrets
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


def private_folder(place: Path) -> Path:
    """The folder, made with those above it where it is missing."""
    place.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    return place


def put(place: Path, content: bytes) -> None:
    """Writes beside the file and then takes its place, so that a kill leaves the old or the new. Raises OSError."""
    private_folder(place.parent)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def taken(place: Path) -> bytes | None:
    """The file's bytes; None where there is none."""
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
