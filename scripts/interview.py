"""Questions at the terminal: asked until they are answered."""

import sys
from collections.abc import Callable
from typing import TypeVar

from prakat.cannot_work import CannotWork
from prakat.rules.message import why

T = TypeVar("T")


def ask(question: str, read: Callable[[str], T]) -> T:
    """The answer as it is read; asked again until it can be. Raises CannotWork where nobody is there to ask."""
    found: list[T] = []
    while not found:
        found = _read(_typed(question), read)
    return found[0]


def ask_each(question: str, read: Callable[[str], T]) -> list[T]:
    """One answer or more, until a line is empty."""
    found = [ask(question, read)]
    while text := _typed(f"{question} (เว้นว่างเมื่อครบ)"):
        found += _read(text, read)
    return found


def _typed(question: str) -> str:
    if not sys.stdin.isatty():
        raise CannotWork(f"ยังขาด: {question} (missing, and nobody to ask)")
    try:
        return input(f"{question}: ").strip()
    except EOFError:
        raise CannotWork(f"ยังขาด: {question} (missing)") from None


def _read(text: str, read: Callable[[str], T]) -> list[T]:
    """None where nothing was typed, or what cannot be read, which is said."""
    try:
        return [read(text)] if text else []
    except CannotWork as problem:
        print(why(problem))
        return []
