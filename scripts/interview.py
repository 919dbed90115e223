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
        """The answer as it is read; asked again until it can be. Raises CannotWork where nobody is there to ask."""
        found: list[T] = []
        while not found:
            found = self._read(self._typed(question), read)
        return found[0]

    def ask_each(self, question: Message, read: Callable[[str], T]) -> list[T]:
        """One answer or more, until a line is empty."""
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
        """None where nothing was typed, or what cannot be read, which is said."""
        try:
            return [read(text)] if text else []
        except CannotWork as problem:
            print(why(problem, self.language))
            return []
