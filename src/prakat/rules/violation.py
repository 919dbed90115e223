"""violation id and values -> what was violated, by which requirement, in words; schemas/violations.yml is the list"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from prakat.rules import data
from prakat.rules.message import said
from prakat.rules.wording import LANGUAGES, is_said, render


@dataclass(frozen=True, slots=True)
class ViolationKind:
    id: str
    blocks_merge: bool
    """False only for break-glass, which is merged and stays open until regularised."""
    requirements: tuple[str, ...]
    messages: Mapping[str, str]


@cache
def kinds() -> Mapping[str, ViolationKind]:
    """Every kind of violation by its id."""
    return {
        kind: ViolationKind(
            kind,
            entry.get("blocks_merge", True),
            tuple(entry.get("for", ())),
            {language: entry[language] for language in LANGUAGES},
        )
        for kind, entry in data.load("violations.yml").items()
    }


@dataclass(frozen=True, slots=True)
class Violation:
    id: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Texts, or values that have their own words in each language."""

    @property
    def blocks_merge(self) -> bool:
        return kinds()[self.id].blocks_merge

    def message(self, language: str = "th") -> str:
        return render(kinds()[self.id].messages[language], self.values, language)

    def text(self, language: str = "th") -> str:
        """The violation with its id, by which it can be looked up."""
        return f"[{self.id}] {self.message(language)}"


def violation(kind: str, **values: object) -> Violation:
    return Violation(kind, {name: _value(said(value)) for name, value in values.items()})


def _value(value: object) -> object:
    return value if is_said(value) else str(value)
