"""What a round of work says, at the terminal: nothing that the round before said already."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.rules.message import why


@dataclass(slots=True)
class SaidOnce:
    last: str = ""

    @contextmanager
    def heard(self, name: str, language: str) -> Iterator[None]:
        """Prints all that the block says, each line after `name`; why it cannot work is said too."""
        heard = io.StringIO()
        try:
            with redirect_stdout(heard), redirect_stderr(heard):
                try:
                    yield
                except CannotWork as problem:
                    print(why(problem, language), file=heard)
        finally:
            if (told := heard.getvalue()) != self.last:
                print("".join(f"{name}{line}" for line in told.splitlines(keepends=True)), end="", flush=True)
                self.last = told
