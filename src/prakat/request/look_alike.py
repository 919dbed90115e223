"""two texts that differ -> whether a reader sees no difference; both with the codes of the characters that differ"""

from collections.abc import Sequence

from prakat.search.folding import shown

_LATIN = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421"
    "\u0422\u0425\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
    "aeopcyxijsABEKMHOPCTXABEZHIKMNOPTYXo",
)
"""Cyrillic and Greek letters that look like Latin ones."""


def are_alike(one: str, other: str) -> bool:
    """Whether both are there, differ, and look the same; spaces alone are told by their signs."""
    return one != other and bool(one.strip() and other.strip()) and _look(one) == _look(other)


def spelled(one: str, other: str) -> tuple[str, str]:
    """Both texts, with the codes of their characters between the equal beginning and end."""
    start, end = equal_ends(one, other)
    return _codes_within(one, start, len(one) - end), _codes_within(other, start, len(other) - end)


def equal_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many pieces are equal at the beginning, and how many of the rest at the end."""
    least = min(len(one), len(other))
    start = next((place for place in range(least) if one[place] != other[place]), least)
    least -= start
    end = next((place for place in range(least) if one[-1 - place] != other[-1 - place]), least)
    return start, end


def _look(text: str) -> str:
    return shown(text.translate(_LATIN))


def _codes_within(text: str, start: int, end: int) -> str:
    """As `seen` writes the codes of what cannot be seen."""
    return text[:start] + "".join(f"\\u{ord(each):04x}" for each in text[start:end]) + text[end:]
