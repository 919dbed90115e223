"""headings of one body -> the anchor of each, in Thai and unlike all others"""

import re

_NO_WORD = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_COUNTED = re.compile(r"(.*)_([0-9]{1,9})", re.DOTALL)


class Anchors:
    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def of(self, heading: str) -> str:
        """Thai vowels and tone marks are kept, which other makers of anchors strip; a second like it ends in `_1`."""
        wanted = _NO_WORD.sub("-", heading).strip("-").lower() or "section"
        anchor = wanted
        counted = _COUNTED.fullmatch(wanted)
        base, number = (counted[1], int(counted[2])) if counted else (wanted, 0)
        while anchor in self._taken:
            number = max(number, self._last.get(base, 0)) + 1
            self._last[base] = number
            anchor = f"{base}_{number}"
        self._taken.add(anchor)
        return anchor
