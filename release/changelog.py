"""CHANGELOG.md -> what it lacks before a version can be released, and the version's part of it"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
UNRELEASED = "Unreleased"


@dataclass(frozen=True)
class Changelog:
    text: str
    version: str

    @cached_property
    def parts(self) -> dict[str, str]:
        """Heading -> the text below it, the newest first."""
        words = _HEADING.split(self.text)
        return {heading.strip(): text.strip() for heading, text in zip(words[1::2], words[2::2], strict=True)}

    @cached_property
    def heading(self) -> str:
        """That of the version; empty where there is none."""
        return next((each for each in self.parts if each.split()[0] == self.version), "")

    def problems(self) -> Iterator[str]:
        wanted = f"`## {self.version} (YYYY-MM-DD)`, with the day of the release"
        if not self.heading:
            yield f"CHANGELOG.md must have the heading {wanted}, and has none for this version"
            return
        if not _is_day(self.heading.removeprefix(self.version).strip()):
            yield f"CHANGELOG.md must have the heading {wanted}, and has `## {self.heading}`"
        if not self.parts[self.heading]:
            yield f"CHANGELOG.md must say below `## {self.heading}` what changes, and says nothing"
        newer = next(each for each in self.parts if each != UNRELEASED)
        if newer != self.heading:
            yield f"CHANGELOG.md must have {self.version} on top, and has `## {newer}` above it"
        if self.parts.get(UNRELEASED):
            yield f"CHANGELOG.md still has lines below `## {UNRELEASED}`: move them below `## {self.heading}`"

    def notes(self) -> str:
        return f"# Prakat {self.heading}\n\n{self.parts[self.heading]}\n"


def _is_day(text: str) -> bool:
    try:
        return f"({datetime.date.fromisoformat(text.strip('()'))})" == text
    except ValueError:
        return False
