"""schemas/why/ -> the reason for each rule and violation, how to mend it, and the example that shows it"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from prakat.handbook.example import Example
from prakat.handbook.scene import Scene, scene
from prakat.rules import data
from prakat.rules.finding import LeavesOut
from prakat.rules.message import Message, message

EXAMPLES = "why/examples.json"
LEFT_OUT: Mapping[LeavesOut, Message] = {
    LeavesOut.ALWAYS: message("handbook.left-out"),
    LeavesOut.UNAPPROVED: message("handbook.left-out-unapproved"),
}
"""The words for what else such a finding does; none for a rule that leaves nothing out."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """In Thai and English, by language."""

    why: Mapping[str, str]
    mend: Mapping[str, str]
    written: Mapping[str, str]
    """An example in words, `rejected` and `accepted`; empty where documents of tests/items show it."""
    cases: Mapping[str, str]
    """`rejected` and `accepted`: the documents that show it, if not those that differ least."""
    met: str = ""
    """Where a violation is met, by its name in schemas/labels.yml."""
    scene: Scene | None = None
    """Of a violation: a case of it, and how it is shown."""


@cache
def of_rules() -> Mapping[str, Explanation]:
    return _read("why/rules.yml")


@cache
def of_violations() -> Mapping[str, Explanation]:
    return _read("why/violations.yml")


@cache
def examples() -> Mapping[str, Example]:
    """Of each rule, as derived from tests/items, which are not everywhere."""
    return {each: Example(**sides) for each, sides in data.load(EXAMPLES).items()}


def _read(name: str) -> Mapping[str, Explanation]:
    found: Mapping[str, Mapping[str, Any]] = data.load(name)
    return {
        each: Explanation(
            why=entry["why"],
            mend=entry["mend"],
            written={} if "met" in entry else entry.get("example", {}),
            cases=entry.get("cases", {}),
            met=entry.get("met", ""),
            scene=scene(each, entry["met"], entry["example"]) if "met" in entry else None,
        )
        for each, entry in found.items()
    }
