"""folder -> the SHA-256 of every file below it"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def file_names(folder: Path) -> list[str]:
    """Of every file below a folder, POSIX."""
    return sorted(_names(str(folder), ""), key=lambda name: name.split("/"))


def _names(folder: str, above: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir(follow_symlinks=False):
                yield from _names(each.path, f"{above}{each.name}/")
            elif each.is_file():
                yield above + each.name


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by POSIX path."""
    return {name: digest_of(folder / name) for name in file_names(folder)}


def digest_of(file: Path) -> str:
    """SHA-256 of what lies there, read anew."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
