"""a message and its values -> its one spelling for programs: ids, names and ISO dates, the same in every language"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from prakat.rules.message import Message
from prakat.rules.wording import Day, Label, Listed, Moment, harmless
from prakat.thai.buddhist_era import BANGKOK, moment_text, parse_date, short_date, short_moment

_BETWEEN, _STAND_IN = " | ", "¦"
_LONGEST, _SHOWN = 4000, 400


@dataclass(frozen=True, slots=True)
class Titled:
    """A thing that programs know by its id and people by its title."""

    id: str
    title: str | Message

    def text(self, language: str = "th") -> str:
        return self.title.text(language) if isinstance(self.title, Message) else harmless(self.title, _SHOWN)


@dataclass(frozen=True)
class Kept:
    """A message that stands in many facts and is spelt once. Has no slots, for that reason."""

    words: Message

    @cached_property
    def spelling(self) -> str:
        return _value(self.words)

    def text(self, language: str = "th") -> str:
        return self.words.text(language)


class Harmless(str):
    """A text that is on one line and harmless already."""

    __slots__ = ()


class BriefMoment(Moment):
    """A time in its shortest form."""

    def text(self, language: str = "th") -> str:
        local = self.at.astimezone(BANGKOK)
        return short_moment(local) if language == "th" else f"{local:%Y-%m-%d %H:%M}"


class BriefDay(Day):
    """A date in its shortest form."""

    def text(self, language: str = "th") -> str:
        return short_date(self.day) if language == "th" else self.day.isoformat()


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
