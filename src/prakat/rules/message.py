"""message id and values -> what people are told besides findings and violations; schemas/messages/ has the words"""

import datetime
import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.rules import data
from prakat.rules.wording import Label, When, render


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, language: str = "th") -> str:
        entry = catalogue().get(self.id)
        return render(entry[language], self.values, language) if entry else self.id


def message(id_: str, **values: object) -> Message:
    return Message(id_, {name: said(value) for name, value in values.items()})


def said(value: object) -> object:
    """As a value of a message: why something cannot work is told in the words of its own message, a day as When, what
    the system says of a file by its label."""
    if isinstance(value, CannotWork):
        return message(value.message, **value.values)
    if isinstance(value, OSError | UnicodeError):
        return _failure(value)
    return When(value) if isinstance(value, datetime.date) else value


def _failure(problem: OSError | UnicodeError) -> object:
    name = errno.errorcode.get(problem.errno or 0, "") if isinstance(problem, OSError) else "UTF-8"
    is_known = name in data.load("labels.yml")["failure"]
    return Label("failure", name) if is_known else str(problem)


def why(problem: CannotWork, language: str = "th") -> str:
    """What people read of an exception that ended a command."""
    return message(problem.message, **problem.values).text(language)


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every message by its id, from one file for each room of the house."""
    found: dict[str, Any] = {}
    for path in sorted((data.folder() / "messages").glob("*.yml")):
        found |= data.load(f"messages/{path.name}")
    return found
