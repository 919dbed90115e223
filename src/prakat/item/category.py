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


@cache
def categories() -> dict[str, Category]:
    """The ten categories in the order of the announcements, clause 1."""
    return {entry["id"]: Category(**entry) for entry in data.load("categories.yml")}
