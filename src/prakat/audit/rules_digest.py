"""Prakat's own files, schemas among them -> a digest that any change of them changes: other rules, another verdict"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import prakat
from prakat.rules import data


def rules_digest() -> str:
    """By their names, sizes and times. Of the files as they now are, since an upgrade may come while a program runs."""
    found = sorted(each for folder in (Path(prakat.__file__).parent, data.folder()) for each in _files(str(folder)))
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Without Path, since there are several hundred, and each audit begins with them."""
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir():
                yield from _files(each.path)
            elif not each.name.endswith(".pyc"):
                about = each.stat()
                yield each.path, about.st_size, about.st_mtime_ns
