"""office.yml -> which obligations do not apply to the office, and when its assessments take evidence (R21, R50)"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prakat.rules import data


@dataclass(frozen=True, slots=True)
class Assessment:
    """Days on which an assessment takes evidence, as the office has entered them."""

    list: str
    """A name of labels.yml, `assessment`."""
    what: str
    start: datetime.date
    until: datetime.date


@dataclass(frozen=True, slots=True)
class CompletenessTerms:
    not_applicable: Mapping[str, str]
    """Id of an obligation -> why the office need not publish it."""
    assessments: tuple[Assessment, ...]


def completeness_terms(found: Mapping[str, Any]) -> CompletenessTerms:
    """Of an office.yml that its schema accepts."""
    day = datetime.date.fromisoformat
    return CompletenessTerms(
        {each["id"]: each["why"] for each in found.get("not_applicable", ())},
        tuple(
            Assessment(each["list"], each["what"], day(each["from"]), day(each["until"]))
            for each in found.get("assessments", ())
        ),
    )


def known_obligations() -> Iterator[str]:
    """The id of each obligation of any list."""
    for file in sorted((data.folder() / "obligations").glob("*.yml")):
        yield from (each["id"] for each in data.load(f"obligations/{file.name}")["entries"])
