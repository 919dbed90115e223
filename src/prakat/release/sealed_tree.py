"""tree of a release -> its seal: a digest over the name, inode, size and time of every file"""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from prakat.release.inventory import entries_below

FileMark = tuple[int, int, int]
"""Inode, size in bytes, and time of the last change of its bytes in nanoseconds: by which a file is known without being
read. Not the time of its last change of status: each link that another release makes to it, or gives up, is one."""


def file_mark(told: os.stat_result) -> FileMark:
    return told.st_ino, told.st_size, told.st_mtime_ns


@dataclass(frozen=True, slots=True)
class SealedTree:
    """Names are POSIX paths below its root; links are never followed."""

    files: dict[str, FileMark] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    """Symbolic links, sockets and the like, which no release has."""

    @classmethod
    def of(cls, root: Path) -> "SealedTree":
        """Of 25,800 files in 0.3 s of CPU."""
        found = cls()
        for name, entry in entries_below(root):
            if entry.is_file(follow_symlinks=False):
                found.files[name] = file_mark(entry.stat(follow_symlinks=False))
            elif not entry.is_dir(follow_symlinks=False):
                found.others.append(name)
        return found

    @property
    def seal(self) -> str:
        return hashlib.sha256(orjson.dumps([self.files, sorted(self.others)], option=orjson.OPT_SORT_KEYS)).hexdigest()
