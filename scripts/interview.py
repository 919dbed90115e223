"""Questions at the terminal: asked until they are answered."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from prakat.cannot_work import CannotWork
from prakat.rules.message import Message, message, why

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Interview:
    language: str

    def ask(self, question: Message, read: Callable[[str], T]) -> T:
        """Asks until the answer can be read; returns it. Raises CannotWork if nobody is at the terminal."""
        found: list[T] = []
        while not found:
            found = self._read(self._typed(question), read)
        return found[0]

    def ask_each(self, question: Message, read: Callable[[str], T]) -> list[T]:
        """Asks for one or more answers, until an empty line."""
        found = [self.ask(question, read)]
        while text := self._typed(message("scripts.ask-more", question=question)):
            found += self._read(text, read)
        return found

    def _typed(self, question: Message) -> str:
        if not sys.stdin.isatty():
            raise CannotWork("scripts.unanswered", question=question)
        try:
            return input(f"{question.text(self.language)}: ").strip()
        except EOFError:
            raise CannotWork("scripts.unanswered", question=question) from None

    def _read(self, text: str, read: Callable[[str], T]) -> list[T]:
        """The answer in a list; an empty list if nothing was typed, or if it cannot be read, which is then said."""
        try:
            return [read(text)] if text else []
        except CannotWork as problem:
            print(why(problem, self.language))
            return []
