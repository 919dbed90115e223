"""path -> a lock that one process at a time holds; the kernel releases it when that process dies"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prakat.cannot_work import CannotWork


@contextmanager
def held(path: Path, busy: CannotWork | None = None, patience: float = 0) -> Iterator[None]:
    """Holds a lock on the file, an empty one, once nobody else does; with `busy`, raises that instead of waiting longer
    than `patience`, in seconds.

    Raises OSError where the disk refuses."""
    import filelock  # here: many commands hold no lock

    path.parent.mkdir(exist_ok=True)
    lock = filelock.FileLock(path)
    try:
        lock.acquire(timeout=-1 if busy is None else patience)
    except filelock.Timeout:
        assert busy, "else it waits"
        raise busy from None
    try:
        yield
    finally:
        lock.release()
