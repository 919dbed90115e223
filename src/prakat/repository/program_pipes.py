"""bytes -> what a program reads; a program's stream -> what people read of it"""

import contextlib
import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

_SHOWN = 1 << 18


@contextlib.contextmanager
def file_of(given: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as made:
        made.write(given)
        made.seek(0)
        yield cast(BinaryIO, made)


def beginning(stream: IO[bytes]) -> Iterator[bytes]:
    """Reads it all, keeps what people read of it."""
    yield stream.read(_SHOWN)
    while stream.read(_SHOWN):
        pass
