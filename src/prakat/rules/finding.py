"""rule, place and values -> finding: where, what must be, what was found, how to mend it; Thai or English"""

import enum
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from prakat.rules import data

LANGUAGES = ("th", "en")
_SHOWN, _LISTED = 120, 400
_OURS = frozenset({"must", "near", "known"})
"""Values that come from the rules or the office, and are lists."""
_INVISIBLE = re.compile(r"[\u00a0\u00ad\u200b-\u200d\u2060]")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ud800-\udfff]")


class Severity(enum.StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    severity: Severity
    leaves_out: bool
    """Whether publish leaves the item out: its folder cannot be parsed, fails its schema or lacks a file."""
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
            leaves_out=entry.get("leaves_out", False),
            requirements=tuple(entry.get("for", ())),
            messages={language: entry[language] for language in LANGUAGES},
        )
    return found


def visible(text: str, limit: int = _SHOWN) -> str:
    """One harmless line of untrusted text: control and direction characters escaped, shortened to `limit`."""
    shown = _UNSAFE.sub(_escaped, text[: limit + 1])
    return shown if len(text) <= limit else shown[: limit - 1] + "…"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


@dataclass(frozen=True, slots=True)
class Finding:
    path: str
    """POSIX, relative to the repository."""
    line: int
    """From 1; 1 also stands for the whole file."""
    rule: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> Severity:
        return rules()[self.rule].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def leaves_out(self) -> bool:
        return rules()[self.rule].leaves_out

    def message(self, language: str = "th") -> str:
        own = {name: self.values.get(f"{name}_{language}", value) for name, value in self.values.items()}
        shown = {name: visible(value, _LISTED if name in _OURS else _SHOWN) for name, value in own.items()}
        shown = {name: _INVISIBLE.sub(_escaped, value) for name, value in shown.items()}
        return rules()[self.rule].messages[language].format_map(shown)

    def __str__(self) -> str:
        return f"{visible(self.path, 400)}:{self.line}: [{self.rule}] {self.message()}"

    def row(self, language: str = "th") -> dict[str, str | int]:
        """The finding as DESIGN's json row."""
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
