"""rule, place and values -> finding: where, what must be, what was found, how to mend it; Thai or English"""

import enum
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from prakat.rules import data
from prakat.rules.wording import LANGUAGES, render, visible


class Severity(enum.StrEnum):
    ERROR = "error"
    WARNING = "warning"


class LeavesOut(enum.StrEnum):
    """Of which items publish.py leaves out those with such a finding."""

    NEVER = "never"
    UNAPPROVED = "unapproved"
    """An approved one stays, since the limit may be newer than its approval (DESIGN: The item)."""
    ALWAYS = "always"
    """It cannot be shown: it cannot be parsed, or lacks a file."""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    severity: Severity
    leaves_out: LeavesOut
    requirements: tuple[str, ...]
    messages: Mapping[str, str]


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, from schemas/rules.yml."""
    found = {}
    for rule_id, entry in data.load("rules.yml").items():
        found[rule_id] = Rule(
            id=rule_id,
            severity=Severity(entry.get("severity", "error")),
            leaves_out=LeavesOut(entry.get("leaves_out", LeavesOut.NEVER)),
            requirements=tuple(entry.get("for", ())),
            messages={language: entry[language] for language in LANGUAGES},
        )
    return found


@dataclass(frozen=True, slots=True)
class Finding:
    path: str
    """POSIX, relative to the repository."""
    line: int
    """From 1; 1 also stands for the whole file."""
    rule: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Texts, or values that have their own words in each language."""

    @property
    def severity(self) -> Severity:
        return rules()[self.rule].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def leaves_out(self, *, is_approved: bool = False) -> bool:
        """Whether the item that it is about is not published, if it was approved or not."""
        found = rules()[self.rule].leaves_out
        return found is LeavesOut.ALWAYS or (found is LeavesOut.UNAPPROVED and not is_approved)

    def message(self, language: str = "th") -> str:
        return render(rules()[self.rule].messages[language], self.values, language)

    def text(self, language: str = "th") -> str:
        """The finding with its place, on one line."""
        return f"{visible(self.path, 400)}:{self.line}: [{self.rule}] {self.message(language)}"

    def row(self, language: str = "th") -> dict[str, str | int]:
        """The finding as a row of --format json (DESIGN: Commands)."""
        return {
            "path": visible(self.path, 400),
            "line": self.line,
            "rule": self.rule,
            "severity": self.severity.value,
            "message": self.message(language),
        }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by place, each once."""
    unique = {(each.path, each.line, each.rule, each.message("en")): each for each in findings}
    return [unique[key] for key in sorted(unique)]
