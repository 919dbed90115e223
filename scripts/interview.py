"""Questions at the terminal: each answer is judged as it is given, and what was answered is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.founding.draft import keep, kept, together
from prakat.founding.offered_key import ends_private, looks_private
from prakat.founding.question import NO, YES, Question, refused, yes_or_no_of
from prakat.founding.questionnaire import open_question, questions
from prakat.rules.message import message, why
from prakat.rules.wording import Said, in_words
from prakat.thai.buddhist_era import to_arabic_digits


@dataclass(frozen=True, slots=True)
class Interview:
    language: str
    place: Path
    """Where answers are kept until the office is begun."""

    def answers(self, given: Mapping[str, str]) -> dict[str, str]:
        """All answers: those `given`, those kept before, and those to what is asked now. Ends when all is confirmed.

        Raises CannotWork where nobody answers any more, and KeyboardInterrupt; what was answered stays kept."""
        known = together(kept(self.place), given)
        self._say(message("founding.welcome-back" if kept(self.place) else "founding.welcome", place=self.place))
        try:
            while again := self._finished(known):
                del known[again]
        except (EOFError, KeyboardInterrupt) as end:
            self._say(message("founding.kept", place=self.place))
            if isinstance(end, KeyboardInterrupt):
                raise
            raise CannotWork("founding.broken-off") from None
        return known

    def _finished(self, known: dict[str, str]) -> str:
        """Asks all that is open and shows the whole; what is to be asked again, or nothing."""
        while question := open_question(known):
            if question.key in known:
                self._say(*refused(question, known[question.key]))
            known[question.key] = self._ask(question)
            keep(known, self.place)
        return self._to_change(list(questions(known)), known)

    def _ask(self, question: Question) -> str:
        self._say("", question.asked, *([question.told] if question.told else []))
        for number, words in enumerate(question.choices.values(), 1):
            self._say(f"  {number}. {in_words(words, self.language)}")
        if question.proposed:
            self._say(message("founding.press-enter", proposed=question.shown(question.proposed)))
        while True:
            try:
                return question.taken(self._typed())
            except CannotWork as problem:
                self._say(why(problem, self.language))

    def _to_change(self, asked: list[Question], known: Mapping[str, str]) -> str:
        """The key of the answer that is not right yet; empty once all is. Raises EOFError if that is put off."""
        self._say("", message("founding.whole"))
        for number, each in enumerate(asked, 1):
            shown = in_words(each.shown(known[each.key]), self.language)
            self._say(f"{number:>3}. {in_words(each.asked, self.language)}: {shown}")
        while True:
            self._say("", message("founding.ask-confirm"))
            typed = to_arabic_digits(self._typed())
            if yes_or_no_of(typed) == YES:
                return ""
            if yes_or_no_of(typed) == NO:
                raise EOFError
            if typed.isdecimal() and 1 <= int(typed) <= len(asked):
                return asked[int(typed) - 1].key

    def _typed(self) -> str:
        """One line that can be taken for an answer."""
        while True:
            try:
                return _line()
            except CannotWork as problem:
                self._say(why(problem, self.language))

    def _say(self, *lines: Said | str) -> None:
        for line in lines:
            print(line if isinstance(line, str) else line.text(self.language), flush=True)


def _line() -> str:
    """Raises CannotWork for a private key, of which all lines are read and none is shown again, and for no text."""
    try:
        text = line = input("> ").strip()
        while looks_private(text) and line and not ends_private(line):
            line = input().strip()
    except UnicodeDecodeError:
        raise CannotWork("founding.not-utf-8") from None
    if looks_private(text):
        raise CannotWork("founding.private-key-typed")
    return text
