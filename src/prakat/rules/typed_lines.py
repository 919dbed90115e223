"""what somebody typed into a box -> its lines as git keeps and pages show them: nothing unseen, no signature in them"""

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_KEPT = frozenset("\n\u200b\u200c\u200d")
"""Thai is typed with zero-width spaces, and pictures with joiners."""
_EMPTY_LINES = re.compile(r"\n{3,}")
_ARMOUR = re.compile(r"-{5,}(?=BEGIN|END)")
"""Begins and ends a signature, which whoever reads a tag looks for."""


def typed_lines(text: str) -> str:
    """Given its own result, the same."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    seen = "".join(each for each in ends.replace("\t", " ") if each in _KEPT or _is_seen(each))
    lines = "\n".join(line.rstrip() for line in _ARMOUR.sub("—", seen).split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN
