"""what an errand is about -> one protocol for its form, and for what would be sent of what is typed"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from prakat.rules.message import Message
from prakat_desk.form.entries import Read
from prakat_desk.form.form_field import FormField
from prakat_desk.form.problem import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would be sent, as far as it can be told of what is typed."""

    title: Message
    """What it does, in one sentence: it becomes the name of the request."""
    changes: Mapping[str, bytes | None]
    problems: tuple[Problem, ...] = ()
    regularises: tuple[str, ...] = ()
    """Commits of main that it closes the open violations of."""

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.problems if each.is_error]


class Matter(Protocol):
    """Raises CannotWork where what the errand is about is not there any more."""

    @property
    def heading(self) -> Message: ...

    @property
    def fields(self) -> Sequence[FormField]: ...

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """What may be chosen, by what fields name: id -> the name that people read."""

    def first(self) -> Mapping[str, Any]:
        """The values with which the form begins."""

    def outcome(self, read: Read, language: str) -> Outcome: ...
