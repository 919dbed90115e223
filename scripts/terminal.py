"""What every command shares at the terminal: options, exit codes and progress."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

import terminal_log
from prakat.content.office_tree import office_around
from prakat.rules.wording import LANGUAGES, Said, chosen_language, in_words
from terminal_parser import Language, Parser
from terminal_run import INTERRUPTED as INTERRUPTED
from terminal_run import USAGE as USAGE
from terminal_run import run as run
from terminal_step import shown

T = TypeVar("T")


def parser(script: str, **values: object) -> Parser:
    """A parser with the options of every command that works on an office (DESIGN: Commands)."""
    made, around = plain_parser(script, **values), office_around(Path.cwd())
    made.add_argument("--repo", type=Path, default=around, metavar="DIR")
    made.fallback = None if Path.cwd().is_relative_to(around) else around
    made.add_argument("--date", metavar="DAY")
    made.common += ("--repo", "--date")
    return made


def plain_parser(script: str, **values: object) -> Parser:
    """A parser with only the options for messages: their language, and whether each step is logged.

    `script` is the command's file, by whose name schemas/commands/ has its words; `values` fill their places."""
    Language.chosen = chosen_language(os.environ)
    terminal_log.begin()
    made = Parser(command=Path(script).stem, values=values)
    made.add_argument("--lang", choices=LANGUAGES, default=Language.chosen, action=Language)
    made.add_argument("--verbose", action=terminal_log.Verbose)
    made.common = ("--lang", "--verbose")
    return made


def progress(title: Said | str) -> Callable[[Iterable[T]], Iterable[T]]:
    """A wrapper that shows a bar on stderr while people watch, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return iter
    from rich.console import Console  # imported here, since it is needed only at a terminal
    from rich.progress import track

    words = in_words(title, Language.chosen)
    return lambda steps: track(list(steps), description=words, console=Console(stderr=True), transient=True)


def complain(lines: Iterable[str]) -> None:
    """On stderr, where what is asked for on stdout stays apart from it."""
    for line in lines:
        print(line, file=sys.stderr)


@contextmanager
def steps(title: Said | str) -> Iterator[None]:
    """Shows on stderr which step is under way while people watch, and logs how long it took."""
    begun = time.monotonic()
    with shown(in_words(title, Language.chosen)) if sys.stderr.isatty() else nullcontext():
        yield
    terminal_log.LOG.info("%s: %.1f s", in_words(title, "en"), time.monotonic() - begun)
