"""schemas/categories.yml -> the ten categories, which are the folders of content/ (R10)"""

from dataclasses import dataclass
from functools import cache

from prakat.rules import data


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    no: str
    th: str
    en: str
    optional: bool
    timing: str
    """What a page of it begins with (R20)."""
    review: int
    """After how many months one without a last day is looked at again."""
    for_staff: bool = False
    """Whether it is meant for the office's own people; the public may read it, but looks for something else first."""

    def text(self, language: str = "th") -> str:
        return self.en if language == "en" else self.th


@cache
def categories() -> dict[str, Category]:
    """The ten categories in the order of the announcements, clause 1."""
    return {entry["id"]: Category(**entry) for entry in data.load("categories.yml")}
