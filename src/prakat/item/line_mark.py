"""Markdown text -> the same with the line number hidden in each bracket and tag, to be read from the rendered text"""

import re
from collections.abc import Iterator

_FIRST = 0x100000
"""The first of the private-use characters that stand for digits; Markdown treats them as ordinary letters."""
_END = chr(_FIRST + 10)
_DIGITS = str.maketrans("0123456789", "".join(map(chr, range(_FIRST, _FIRST + 10))))
_OURS = re.compile(f"[{chr(_FIRST)}-{_END}]")
_MARK = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + 9)}]+){_END}")
_PLACE = re.compile(
    r"\n"
    r"|(?:(?<!\])(?<!\]\s)\[|\[(?!\]))(?!\^)"  # neither a footnote nor the empty brackets after a reference's text
    r"|<|>"
)
_QUOTING = re.compile(r"[ >]*")
"""The beginning of a quotation, whose `>` ends no tag."""


def marked(text: str) -> str | None:
    """The text with a mark after each `[` and before the `>` of each tag; None if it already has such characters."""
    return None if _OURS.search(text) else "".join(_marked(text))


def _marked(text: str) -> Iterator[str]:
    line = done = 0
    said_from = _said_from(text, 0)
    opened: int | None = None
    for match in _PLACE.finditer(text):
        found, here = match.group(), match.start()
        if found == "\n":
            line, said_from = line + 1, _said_from(text, here + 1)
        elif found == "<":
            opened = line
        elif found == "[":
            yield text[done : here + 1] + _mark(line)
            done = here + 1
        elif opened is not None and here >= said_from:
            yield text[done:here] + _mark(opened)
            done, opened = here, None
    yield text[done:]


def _said_from(text: str, begun: int) -> int:
    match = _QUOTING.match(text, begun)
    assert match, "it matches nothing as well"
    return match.end()


def _mark(line: int) -> str:
    return str(line).translate(_DIGITS) + _END


def line_of(text: str) -> int | None:
    """The line, from 0, in the first mark of the text; None without a mark."""
    match = _MARK.search(text)
    return int("".join(str(ord(each) - _FIRST) for each in match.group(1))) if match else None


def bare(text: str) -> str:
    return _MARK.sub("", text)


class References(dict[str, tuple[str, str]]):
    """Markdown's link references by name, ignoring marks in the names."""

    def __setitem__(self, name: str, reference: tuple[str, str]) -> None:
        super().__setitem__(bare(name).strip(), reference)

    def __getitem__(self, name: str) -> tuple[str, str]:
        return super().__getitem__(bare(name))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(bare(name))
