"""a case of a violation as schemas/why/violations.yml tells it -> what was done, and the line that a command shows"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import LANGUAGES, Label, Listed
from prakat.thai.buddhist_era import BANGKOK

_BEFORE = ("request", "either")


@dataclass(frozen=True, slots=True)
class Scene:
    told: Mapping[str, str]
    """What was done, by language."""
    shown: Violation
    """As the command finds it."""
    command: str

    def text(self, language: str = "th") -> str:
        """What was done, and below it what the command shows."""
        return f"{self.told[language]}\n> {self.command}: {self.shown.text(language)}"


@dataclass(frozen=True, slots=True)
class Translated:
    """A name or a word that only the example has."""

    words: Mapping[str, str]

    def text(self, language: str = "th") -> str:
        return self.words[language]


def scene(kind: str, met: str, example: Mapping[str, Any]) -> Scene:
    """What may be met before a merge is shown by prakat merge, unless the example names the other command."""
    command = example.get("command", "prakat merge" if met in _BEFORE else "prakat audit")
    values = {name: _value(value) for name, value in example.get("row", {}).items()}
    return Scene(example["scene"], violation(kind, **values), command)


def _value(written: Any) -> object:
    """A value as the code that finds the violation would give it."""
    match written:
        case list():
            return Listed.of(map(_value, written))
        case {"label": [group, value]}:
            return Label(group, value)
        case {"day": day}:
            return datetime.date.fromisoformat(day)
        case {"moment": moment}:
            return datetime.datetime.fromisoformat(moment).replace(tzinfo=BANGKOK)
        case {"message": str(id_)}:
            return message(id_, **{name: _value(value) for name, value in written.items() if name != "message"})
        case {"rule": rule, "path": path, "line": line, "values": values}:
            return Finding(path, line, rule, values)
        case dict():
            return Translated({language: written[language] for language in LANGUAGES})
    return written
