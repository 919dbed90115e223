"""nothing -> an empty folder of our own, for as long as it is needed; name -> one in the cache that only we write to"""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from prakat.repository.own_file import is_only_ours
from prakat.repository.program import IS_WINDOWS


@contextmanager
def own_folder() -> Iterator[Path]:
    """What a scanner for viruses still reads cannot be removed on Windows: it stays behind in the user's own folder of
    temporary files, which is no reason to fail."""
    with TemporaryDirectory(prefix="prakat-", ignore_cleanup_errors=IS_WINDOWS) as folder:
        yield Path(folder)


def own_cache(name: str) -> Path | None:
    """A folder below this user's cache that nobody else can write to; None where there can be none."""
    import platformdirs  # here: not where no cache is asked for

    place = platformdirs.user_cache_path("prakat", appauthor=False) / name
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = place.lstat()
    except OSError:
        return None
    return place if stat.S_ISDIR(found.st_mode) and is_only_ours(found) else None
