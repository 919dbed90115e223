"""a name that nobody knows -> the known names that are most like it, for whoever mistyped it"""

from collections.abc import Iterable

_MOST, _LEAST = 3, 60
"""How many are named, and how like they must be, of 100."""


def nearest(found: str, known: Iterable[str]) -> list[str]:
    """The most alike first; none if nothing is."""
    from rapidfuzz import fuzz, process  # here: only where somebody mistyped

    ranked = process.extract(found.casefold(), sorted(known), scorer=fuzz.ratio, limit=_MOST, score_cutoff=_LEAST)
    return [name for name, _, _ in ranked]
