"""id of a rule or violation -> where its reason stands and how to mend what it finds: a command, and a page of docs/"""

from collections.abc import Iterable

from prakat.rules.finding import rules
from prakat.rules.message import message

RULES, VIOLATIONS = "docs/rules.md", "docs/violations.md"


def page_of(named: str) -> str:
    """The page with its anchor, which is the id itself."""
    return f"{RULES if named in rules() else VIOLATIONS}#{named}"


def explained(ids: Iterable[str], language: str = "th") -> list[str]:
    """One line for each id, in the order in which they are first named."""
    return [message("rules.explained", rule=each).text(language) for each in dict.fromkeys(ids)]
