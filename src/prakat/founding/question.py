"""what a newcomer is asked -> how it is asked, which answers it takes, and how an answer is shown again"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from prakat.cannot_work import CannotWork
from prakat.repository.public_key import fingerprint
from prakat.rules.message import Message, message
from prakat.rules.wording import LANGUAGES, Listed, Said
from prakat.thai.buddhist_era import to_arabic_digits

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    """What the answer is kept under."""
    asked: Said
    told: Said | None
    """An example, and why it is asked where that is not evident."""
    read: Callable[[str], str]
    """The answer as it is kept, of what was typed or was kept before. Raises CannotWork."""
    proposed: str = ""
    """The answer that an empty line gives."""
    choices: Mapping[str, Said] = field(default_factory=dict)
    """Answer -> its words, where there are only these."""
    flag: str = ""
    """The option by which the answer may be given."""

    def taken(self, typed: str) -> str:
        """The answer to be kept, of what was typed. Raises CannotWork for one that cannot be."""
        text = typed.strip()
        if not text and not self.proposed:
            raise CannotWork("founding.nothing-typed")
        return self.judged(self._chosen(text) if text and self.choices else text or self.proposed)

    def judged(self, answer: str) -> str:
        """An answer as it is kept. Raises CannotWork for one that cannot be."""
        if self.choices and answer not in self.choices:
            raise CannotWork("founding.no-choice", must=Listed.of(self.choices), found=answer)
        return self.read(answer)

    def _chosen(self, text: str) -> str:
        """By its number, its words in any language, or its name."""
        for number, (value, words) in enumerate(self.choices.items(), 1):
            named = {str(number), value, *(words.text(each) for each in LANGUAGES)}
            if to_arabic_digits(text).casefold() in {each.casefold() for each in named}:
                return value
        raise CannotWork("founding.no-choice", must=Listed.of(range(1, len(self.choices) + 1)), found=text)

    def shown(self, answer: str) -> Said | str:
        """An answer as people read it again; of a key its fingerprint."""
        is_key = self.key.endswith(".key")  # any other text may look like one
        return self.choices.get(answer) or (fingerprint(answer) if is_key else answer)


def yes_or_no() -> dict[str, Said]:
    return {YES: message("founding.yes"), NO: message("founding.no")}


def yes_or_no_of(text: str) -> str:
    """YES or NO, as said in any language; empty for any other text."""
    for value, words in yes_or_no().items():
        if text.casefold() in {value, *(words.text(each) for each in LANGUAGES)}:
            return value
    return ""


def refused(question: Question, answer: str) -> list[Message]:
    """What is wrong with an answer that was given by an option; nothing if it can be."""
    try:
        question.judged(answer)
    except CannotWork as problem:
        return [message("founding.wrong-answer", question=question.asked, flag=question.flag, problem=problem)]
    return []


def missing(asked: Iterable[Question]) -> list[Message]:
    """What is asked, and the option that answers it; each option once."""
    first: dict[str, Question] = {}
    for each in asked:
        first.setdefault(each.flag, each)
    return [message("founding.no-answer", question=each.asked, flag=flag) for flag, each in first.items()]
