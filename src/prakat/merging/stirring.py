"""folders -> woken as soon as anything stirs in them: told by Linux (inotify(7)), elsewhere by looking"""

import ctypes
import os
import select
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LOOKS_EVERY = 0.5
"""Seconds between two looks, where nobody tells."""
_MODIFY, _ATTRIB, _CLOSE_WRITE, _MOVED_TO, _CREATE, _DELETE = 0x2, 0x4, 0x8, 0x80, 0x100, 0x200
_EVENTS = _MODIFY | _ATTRIB | _CLOSE_WRITE | _MOVED_TO | _CREATE | _DELETE
_PIECE = 1 << 16


@dataclass(slots=True)
class Stirring:
    """Where Linux watches no more for this user, it is looked at."""

    told: int | None = field(init=False)
    """A descriptor that can be read once anything stirs; None where nobody tells."""
    tells_all: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.told = _begun()

    def watch(self, folders: Iterable[Path]) -> None:
        """From now on those of them that are there; asked for anew each time, since one may be another by now. Nothing
        that stirs after this is missed."""
        there = [each for each in folders if each.is_dir()]
        are_watched = [self._watches(each) for each in there]
        self.tells_all = bool(there) and all(are_watched)

    def wait(self, seconds: float) -> None:
        """Until something may have changed there, or time is up. Whoever waits looks for what it was."""
        longest = seconds if self.tells_all else min(seconds, LOOKS_EVERY)
        if sys.platform == "win32" or self.told is None:
            time.sleep(longest)
            return
        asked = select.poll()
        asked.register(self.told, select.POLLIN)
        asked.poll(1000 * longest)
        with suppress(BlockingIOError):
            while os.read(self.told, _PIECE):
                pass

    def close(self) -> None:
        if self.told is not None:
            os.close(self.told)
            self.told = None

    def _watches(self, folder: Path) -> bool:
        return self.told is not None and _libc().inotify_add_watch(self.told, os.fsencode(folder), _EVENTS) >= 0


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _begun() -> int | None:
    if sys.platform != "linux":
        return None
    found = _libc().inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    return found if found >= 0 else None
