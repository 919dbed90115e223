"""a name x how to make it -> a folder that all workers of a test run share; made once, then only read or copied"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def shared_root(factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole run; each of xdist's workers has one of its own below it."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Everybody else who asks for the lock waits; it ends with its process."""
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def once(place: Path, make: Callable[[Path], object]) -> Path:
    """The folder, filled by whoever comes first. What a failed attempt left is removed, and the next makes it anew."""
    made = place.with_name(f"{place.name}.made")
    with alone(place.with_name(f"{place.name}.lock")):
        if not made.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            make(place)
            made.touch()
    return place
