"""What is under way -> a line at the terminal while it is, drawn by no thread: beside one nothing can be split off."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from prakat.thai.visible_text import visible_length
from terminal_help import columns, filled


@contextmanager
def shown(title: str) -> Iterator[None]:
    """On stderr; the line is empty again afterwards (`prakat.repository.second_process`)."""
    line = f"{filled(title, columns() - 2)[0]} …"
    print(line, end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        print(f"\r{' ' * visible_length(line)}\r", end="", file=sys.stderr, flush=True)
