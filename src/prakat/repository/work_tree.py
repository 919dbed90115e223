"""folder -> whether its files are those of the commit that it was checked out from; no filter of the copy runs (R34)"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from prakat.repository.file_mode import SUBMODULE, SYMLINK
from prakat.repository.file_tree import TreeEntry, entries_of
from prakat.repository.object_id import id_of_bytes
from prakat.repository.repository import find_repository

_PIECE = 1 << 20
_LONGEST_TEXT = 1 << 24


def is_dirty(folder: Path, paths: Sequence[str]) -> bool:
    """Whether the work tree differs from HEAD below any of the paths, new files included.

    git's own `status` would run the programs that the copy's configuration names for such files."""
    found = find_repository(folder)
    if found is None or found.is_bare:
        return False
    if found.run("ls-files", "-z", "--others", "--exclude-standard", "--", *paths):
        return True
    committed = entries_of(found, "HEAD", *paths) if found.ref("HEAD^{commit}") else {}
    listed = found.run("ls-files", "-z", "--", *paths).decode("utf-8", "surrogateescape").split("\0")
    if set(filter(None, listed)) != committed.keys():
        return True
    return not all(_is_as_committed(folder / path, entry) for path, entry in committed.items())


def _is_as_committed(path: Path, entry: TreeEntry) -> bool:
    """By its bytes; or, as git for Windows writes text, but for its line ends."""
    mode, oid = entry
    try:
        if mode == SUBMODULE:
            return path.is_dir()
        if path.is_symlink() or mode == SYMLINK:
            return path.is_symlink() and id_of_bytes("blob", os.fsencode(path.readlink())) == oid
        if not path.is_file():
            return False
        if _blob_of(path) == oid:
            return True
        return (
            path.stat().st_size <= _LONGEST_TEXT
            and id_of_bytes("blob", path.read_bytes().replace(b"\r\n", b"\n")) == oid
        )
    except OSError:
        return False


def _blob_of(path: Path) -> str:
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        digest = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
        while piece := stream.read(min(size + 1, _PIECE)):  # a buffer of the file's size: most are small
            digest.update(piece)
    return digest.hexdigest()
