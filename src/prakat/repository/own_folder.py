"""nothing -> an empty folder of our own, for as long as it is needed"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from prakat.repository.program import IS_WINDOWS


@contextmanager
def own_folder() -> Iterator[Path]:
    """What a scanner for viruses still reads cannot be removed on Windows: it stays behind in the user's own folder of
    temporary files, which is no reason to fail."""
    with TemporaryDirectory(prefix="prakat-", ignore_cleanup_errors=IS_WINDOWS) as folder:
        yield Path(folder)
