"""an item's title, category and day x the paths that are taken -> the path that is proposed for it (R46)"""

import itertools
from collections.abc import Container

from prakat.item.item_path import ItemPath, slug_problem
from prakat.rules.file_name import proposed

_WORDS = 50
"""The most letters of a title in its path: who reads it aloud must get to the end."""


def free_path(category: str, title: str, year: int | None, taken: Container[str]) -> ItemPath:
    """In Latin letters that sound like the title. `taken` knows the URLs that are or were somebody's."""
    spoken = proposed(title.replace(".", " "))[:_WORDS].strip("-")
    if not title.isascii() and len(spoken) == _WORDS:
        spoken = spoken.rpartition("-")[0] or spoken
    slug = spoken if slug_problem(spoken) is None else f"item-{spoken}".strip("-")
    slug = slug if slug_problem(slug) is None else "item"
    for number in itertools.count(1):
        found = ItemPath(category, str(year or ""), slug if number == 1 else f"{slug}-{number}")
        if found.url not in taken:
            return found
    raise AssertionError
