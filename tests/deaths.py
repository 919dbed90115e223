"""An act in a process of its own, which dies by SIGKILL at one of its calls that touch the disk or start a program.

Only for programs without threads, since it forks."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

KILLED = -signal.SIGKILL
_CALLS = ("open", "os.", "shutil.", "tempfile.", "fcntl.", "subprocess.Popen")
"""Python's own audit events; each is raised before its call."""
Heed = Callable[[int, str], None]
"""Hears of each call: its place among all of them, and its words."""


@dataclass(frozen=True)
class Call:
    """One that an act makes from its main thread: what its other threads do, they do in any order."""

    place: int
    moves_refs: bool
    """It starts the git command that does."""
    state: str
    """Of the disk, before it."""


def in_child(act: Callable[[], object]) -> int:
    """How the act's process ended: its exit code, or the signal below zero."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        act()
        sys.stdout.flush()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def died_at(place: int, act: Callable[[], object]) -> int:
    """As `in_child`; KILLED if the act makes so many calls."""

    def die(call: int, words: str) -> None:
        if call == place:
            os.kill(os.getpid(), signal.SIGKILL)

    return in_child(lambda: _heeded(act, die))


def calls(act: Callable[[], object], state: Callable[[], str], notes: Path) -> list[Call]:
    """Of an act that lives; it notes them in a file."""
    with notes.open("w", encoding="utf-8") as told:

        def note(place: int, words: str) -> None:
            told.write(f"{place} {int('update-ref' in words)} {state()}\n")
            told.flush()

        assert in_child(lambda: _heeded(act, note)) == 0
    lines = (line.split() for line in notes.read_text(encoding="utf-8").splitlines())
    return [Call(int(place), moves == "1", found) for place, moves, found in lines]


def firsts(found: list[Call]) -> Iterator[Call]:
    """The first call in each state of the disk. Who dies at another one leaves one of these states as well."""
    seen = set()
    for call in found:
        if call.state not in seen:
            seen.add(call.state)
            yield call


def _heeded(act: Callable[[], object], heed: Heed) -> None:
    main, place, is_heeding = threading.get_ident(), 0, False

    def hook(event: str, arguments: object) -> None:
        nonlocal place, is_heeding
        if is_heeding or threading.get_ident() != main or not event.startswith(_CALLS):
            return
        is_heeding = True
        heed(place, str(arguments))
        place, is_heeding = place + 1, False

    sys.addaudithook(hook)
    act()
