"""a message and its values -> its one spelling for programs: ids, names and ISO dates, the same in every language"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from prakat.rules.message import Message
from prakat.rules.wording import BriefDay, Day, Harmless, Label, Listed, Moment, Titled, harmless
from prakat.thai.buddhist_era import moment_text, parse_date

_BETWEEN, _STAND_IN = " | ", "¦"
_LONGEST = 4000


@dataclass(frozen=True)
class Kept:
    """A message that stands in many facts and is spelt once. Has no slots, for that reason."""

    words: Message

    @cached_property
    def spelling(self) -> str:
        return _value(self.words)

    def text(self, language: str = "th") -> str:
        return self.words.text(language)


def day_of(text: str) -> BriefDay | str:
    """Of a date as a file has it; the text itself if it is none."""
    found = parse_date(text)
    return BriefDay(found) if isinstance(found, datetime.date) else text


def spelt(fact: Message) -> str:
    """The last part of the message's id and its values in their order, with bars between them. What stands in a kit is
    compared years later, so no word of a language is in it."""
    values = [_value(each) or "—" for each in fact.values.values()]
    return _BETWEEN.join([fact.id.rpartition(".")[2], *values])


def spelt_all(facts: Iterable[Message]) -> list[str]:
    return [spelt(each) for each in facts]


def _value(value: object) -> str:
    match value:
        case Harmless():
            return value
        case Moment():
            return moment_text(value.at)
        case Kept():
            return value.spelling
        case Message():
            return ", ".join(filter(None, map(_value, value.values.values()))) or value.id.rpartition(".")[2]
        case Label():
            return value.value
        case Day():
            return value.day.isoformat()
        case Listed():
            return ", ".join(map(_value, value.values))
        case Titled():
            return spelt_text(value.id)
    return spelt_text(str(value))


def spelt_text(text: str) -> Harmless:
    """What somebody wrote, on one line, harmless, and without the bar that stands between values."""
    return Harmless(harmless(text, _LONGEST).replace("|", _STAND_IN))
