"""message id and values -> what people are told besides findings and violations; schemas/messages/ has the words"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from prakat.cannot_work import CannotWork
from prakat.rules import data
from prakat.rules.system_problem import system_problem
from prakat.rules.wording import Day, Label, Moment, render


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, language: str = "th") -> str:
        entry = _of_room(self.id.partition(".")[0]).get(self.id)
        return render(entry[language], self.values, language) if entry else self.id


def message(id_: str, **values: object) -> Message:
    return Message(id_, {name: said(value) for name, value in values.items()})


def said(value: object) -> object:
    """A value as it can stand in a message: an exception in its own words, a time as its readers write it."""
    match value:
        case CannotWork():
            return message(value.message, **value.values)
        case OSError():
            return system_problem(value)
        case RecursionError():
            return Label("system_problem", "depth")
        case UnicodeError():
            return Label("system_problem", "UTF-8")
        case datetime.datetime():
            return Moment(value)
        case datetime.date():
            return Day(value)
    return value


def why(problem: CannotWork, language: str = "th") -> str:
    """What people read of an exception that ended a command."""
    return message(problem.message, **problem.values).text(language)


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every message by its id."""
    found: dict[str, Mapping[str, str]] = {}
    for room in sorted(_rooms()):
        found |= _of_room(room)
    return found


@cache
def _of_room(room: str) -> Mapping[str, Mapping[str, str]]:
    """The messages whose ids begin with it, from its own file: a command reads no other room's."""
    found: Mapping[str, Mapping[str, str]] = data.load(f"messages/{room}.yml") if room in _rooms() else {}
    return found


@cache
def _rooms() -> frozenset[str]:
    return frozenset(path.stem for path in (data.folder() / "messages").glob("*.yml"))
