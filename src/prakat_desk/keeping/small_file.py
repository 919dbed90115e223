"""path x bytes -> the file whole or not at all, on disk before anybody is told; only its owner may read it"""

from pathlib import Path

from prakat.repository.whole_file import put_whole

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


def private_folder(place: Path) -> Path:
    """The folder, made with those above it where it is missing."""
    place.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    return place


def put(place: Path, content: bytes) -> None:
    """Writes beside the file and then takes its place, so that a kill leaves the old or the new. Raises OSError."""
    private_folder(place.parent)
    put_whole(place, content, PRIVATE_FILE)


def taken(place: Path) -> bytes | None:
    """The file's bytes; None where there is none."""
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
