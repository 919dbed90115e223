"""text of a paragraph -> where the code and the brackets that begin in it end"""

import re
from typing import NamedTuple

from markdown_it.rules_inline import StateInline

_PLACE = re.compile(r"(?P<escape>\\[`\[\]])|(?P<code>`+)|(?P<bracket>[\[\]])|\n")


class Places(NamedTuple):
    """Where code and brackets that begin in a text end; computed once for each text."""

    text: str
    code: dict[int, tuple[int, int]]
    brackets: dict[int, int]


def places_of(state: StateInline) -> Places:
    known: Places | None = state.env.get("places")
    if known is None or known.text is not state.src:
        known = state.env["places"] = _read(state.src)
    return known


def _read(text: str) -> Places:
    """In one pass from the left, so that any text takes linear time."""
    marks = [(each.lastgroup, each.start(), each.end()) for each in _PLACE.finditer(text)]
    ends = _ends_of_code(marks)
    found = Places(text, {}, {})
    opened: list[int] = []
    skip = 0
    for index, (kind, begun, end) in enumerate(marks):
        if begun < skip:
            continue
        if kind == "code" and index in ends and text[end : ends[index] + begun - end].strip():
            skip = ends[index]
            found.code[begun] = (end - begun, skip)
        elif kind == "bracket" and text[begun] == "[":
            opened.append(begun)
        elif kind == "bracket" and opened:
            found.brackets[opened.pop()] = begun
    return found


def _ends_of_code(marks: list[tuple[str | None, int, int]]) -> dict[int, int]:
    """Index of a run of backticks -> where the next run of the same length on its line ends."""
    found: dict[int, int] = {}
    following: dict[int, int] = {}
    for index in range(len(marks) - 1, -1, -1):
        kind, begun, end = marks[index]
        if kind is None:
            following = {}
        elif kind == "code":
            if end - begun in following:
                found[index] = following[end - begun]
            following[end - begun] = end
    return found
