"""a message and its values -> its one spelling for programs: ids, names and ISO dates, the same in every language"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

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
    return f"{fact.id.rpartition('.')[2]}{_BETWEEN}{spelt_values(fact)}"


def spelt_values(fact: Message) -> str:
    """Without the message's id, where all of a column have the same."""
    return _BETWEEN.join(_value(each) or "—" for each in fact.values.values())


def spelt_all(facts: Iterable[Message]) -> list[str]:
    return [spelt(each) for each in facts]


def _value(value: object) -> str:
    match value:
        case Message():
            return ", ".join(filter(None, map(_value, value.values.values()))) or value.id.rpartition(".")[2]
        case Label():
            return value.value
        case Day():
            return value.day.isoformat()
        case Moment():
            return moment_text(value.at)
        case Listed():
            return ", ".join(map(_value, value.values))
        case Titled():
            return spelt_text(value.id)
    return spelt_text(str(value))


def spelt_text(text: str) -> str:
    """What somebody wrote, on one line, harmless, and without the bar that stands between values."""
    return harmless(text, _LONGEST).replace("|", _STAND_IN)
