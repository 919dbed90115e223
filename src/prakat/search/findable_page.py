"""what readers may find of a page -> its parts as the search shows them, and as the index keeps them"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, NamedTuple

from prakat.search import folding


class PageFact(NamedTuple):
    """What stands beside a page's text."""

    name: str
    """Which of the index's labels says what it is."""
    value: str


@dataclass(frozen=True, slots=True)
class FindablePage:
    """A page that readers can find by everything in it; what stands in one part need not be repeated in another.

    A word counts most in a title, then in a badge, in a summary, in a text, and least among the facts."""

    url: str
    """Below the site's root, as in public-relations/2569/recruitment/."""
    title: str
    summary: str
    text: str
    category: str
    """The category's name for readers."""
    published: str
    """ISO 8601, common era."""
    unit: str
    title_en: str = ""
    summary_en: str = ""
    category_en: str = ""
    unit_en: str = ""
    badges: tuple[str, ...] = ()
    """What kind of page it is, in the few words that lists show beside its title."""
    badges_en: tuple[str, ...] = ()
    facts: tuple[PageFact, ...] = ()
    facts_en: tuple[PageFact, ...] = ()
    is_for_staff: bool = False
    """Whether it is meant for the office's own people: then its words count half."""
    is_past: bool = False
    """Whether what it calls for is over: then it stands behind others whose words count as much."""

    @property
    def as_shown(self) -> "FindablePage":
        """With every text as the search shows it."""
        return FindablePage(**{name: _shown(part) for name, part in _parts(self).items()})


def text_file(pages: Sequence[FindablePage | None]) -> bytes:
    """Pages as the index keeps them, None where one came down; empty if all did."""
    if not any(pages):
        return b""
    parts = [page and _parts(page) for page in pages]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def pages_in(file: bytes) -> list[FindablePage | None]:
    """What `text_file` was given. Raises ValueError, TypeError or KeyError for anything else."""
    return [parts and _page(parts) for parts in json.loads(file)]


def _parts(page: FindablePage) -> dict[str, Any]:
    return {each.name: getattr(page, each.name) for each in fields(page)}


def _page(parts: dict[str, Any]) -> FindablePage:
    facts = {name: tuple(PageFact(*each) for each in parts[name]) for name in ("facts", "facts_en")}
    badges = {name: tuple(parts[name]) for name in ("badges", "badges_en")}
    return FindablePage(**{**parts, **facts, **badges})


def _shown(part: Any) -> Any:
    """A text as the search shows it, or each text of a part."""
    if isinstance(part, str):
        return folding.shown(part)
    if isinstance(part, PageFact):
        return PageFact(part.name, _shown_again(part.value))
    return tuple(map(_shown, part)) if isinstance(part, tuple) else part


_shown_again = lru_cache(1 << 12)(folding.shown)
"""For what many pages have alike, as days and names."""
