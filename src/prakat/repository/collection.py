"""work that keeps all it makes to its end -> the same, without a search for what nobody has any more meanwhile"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """What is in no circle is given back as ever. Among values of 10,000 items each search goes through them all, which
    takes an eighth of the time of a publication, and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
