"""an office's folder -> its files with damage that is certain, and each of them written anew, whole or not at all"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.content import item_folder, logbook
from prakat.content.item_folder import ItemFolder
from prakat.content.mending import Mending, mending
from prakat.item.item_path import INDEX
from prakat.office import office


def mendings(repo: Path, is_wanted: Callable[[str], bool]) -> Iterator[Mending]:
    """Of the files whose path is wanted; follows no symbolic link."""
    for path, place in _files(repo):
        if is_wanted(path):
            try:
                found = mending(path, place.read_bytes())
            except OSError:
                continue
            if found.after != found.before:
                yield found


def _files(repo: Path) -> Iterator[tuple[str, Path]]:
    yield from (
        (each.path.file, each.on_disk / INDEX) for each in item_folder.walk(repo) if isinstance(each, ItemFolder)
    )
    registers = [f"{logbook.REGISTERS}/{name}.yml" for name in logbook.NAMES]
    for path in (office.FILE, *registers):
        place = repo / path
        if place.is_file() and not place.is_symlink() and not place.parent.is_symlink():
            yield path, place


def write_mended(repo: Path, found: Mending) -> None:
    """In the place of the file. Raises CannotWork if it was changed meanwhile, or cannot be written."""
    place = repo / found.path
    new = None
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".~lock.", suffix="#")
        new = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(found.after)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(place, new)
        if place.is_symlink() or place.read_bytes() != found.before:
            raise CannotWork("content.changed-meanwhile", path=found.path)
        new.replace(place)
    except OSError as error:
        raise CannotWork("content.not-written", path=found.path, problem=error) from None
    finally:
        if new is not None:
            new.unlink(missing_ok=True)
