"""repository -> the files in which its objects lie: as long as they are the same, so are the objects that git lists"""

import hashlib
from pathlib import Path

from prakat.repository.repository import Repository

ObjectFiles = frozenset[str]
"""The ids of loose objects; and of each pack its name with the SHA-256 of its index, which lists what is in it."""


def shared_folder(repository: Repository) -> Path:
    """What all work trees of the repository share, where git itself notes it (gitrepository-layout: commondir)."""
    try:
        told = (repository.git_dir / "commondir").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return repository.git_dir
    return (repository.git_dir / told.rstrip("\n")).resolve()


def object_files(repository: Repository) -> ObjectFiles:
    """Empty where that is not all that git would look through: a folder of objects elsewhere, or a second one, or one
    that cannot be read."""
    folder = repository.git_dir / "objects"
    if repository.keep or (folder / "info" / "alternates").exists():
        return ObjectFiles()
    try:
        return ObjectFiles([*_loose(folder), *_packs(folder / "pack")])
    except OSError:
        return ObjectFiles()


def _loose(folder: Path) -> list[str]:
    fans = (each for each in folder.iterdir() if len(each.name) == 2)
    return [fan.name + each.name for fan in fans for each in fan.iterdir()]


def _packs(folder: Path) -> list[str]:
    """Git, too, passes over an index without its pack."""
    if not folder.is_dir():
        return []
    indexes = (each for each in folder.glob("*.idx") if each.with_suffix(".pack").is_file())
    return [f"{each.name}:{hashlib.sha256(each.read_bytes()).hexdigest()}" for each in indexes]
