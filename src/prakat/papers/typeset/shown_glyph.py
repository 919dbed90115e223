"""operations of a PDF's page -> the glyphs that they show, with what moves them; and the same the other way"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

_PART = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+(?:e-?[0-9]+)?)")
_DIGITS = 4
"""Of a glyph's code."""
_SHOW, _RISE, _FONT = b"] TJ", b" Ts", b" Tf"


class ShownGlyph(NamedTuple):
    code: int
    before: float = 0.0
    """So far to the left it is moved, in thousandths of the letters' size."""
    rise: float = 0.0
    """So far up, in the unit of the size."""


class _TextObject(NamedTuple):
    """A run of operations that show glyphs of one font, and raise them."""

    start: int
    end: int
    font: str
    size: float


def text_objects(operations: Sequence[Any]) -> Iterator[_TextObject]:
    """WeasyPrint writes one where it sets a line in one font."""
    font, size, outer = "", 0.0, []
    start: int | None = None
    for place, operation in enumerate([*operations, b""]):
        is_shown = isinstance(operation, bytes) and operation.endswith((_SHOW, _RISE))
        if is_shown and start is None:
            start = place
        elif not is_shown and start is not None:
            yield _TextObject(start, place, font, size)
            start = None
        if operation == b"q":
            outer.append((font, size))
        elif operation == b"Q" and outer:
            font, size = outer.pop()
        elif isinstance(operation, bytes) and operation.endswith(_FONT):
            name, told, _ = operation.split()
            font, size = name[1:].decode("ascii"), float(told)


def shown_glyphs(operations: Iterable[bytes]) -> list[ShownGlyph]:
    """What moves the pen behind the last glyph is let go: nothing of the same line follows."""
    found: list[ShownGlyph] = []
    before = rise = 0.0
    for operation in operations:
        if operation.endswith(_RISE):
            rise = float(operation.split()[0])
            continue
        for codes, moved in _PART.findall(operation):
            before += float(moved or 0)
            for start in range(0, len(codes), _DIGITS):
                found.append(ShownGlyph(int(codes[start : start + _DIGITS], 16), before, rise))
                before = 0.0
    return found


def written(glyphs: Iterable[ShownGlyph]) -> bytes:
    """As one operation or several."""
    made: list[bytes] = []
    shown, rise = b"", 0.0
    for each in glyphs:
        if each.rise != rise:
            made += [b"[%s%s" % (shown, _SHOW)] if shown else []
            made.append(b"%s%s" % (_number(each.rise), _RISE))
            shown, rise = b"", each.rise
        moved = _number(each.before)
        shown += b"<%04x>" % each.code if moved == b"0" else b"%s<%04x>" % (moved, each.code)
    made += [b"[%s%s" % (shown, _SHOW)] if shown else []
    made += [b"0%s" % _RISE] if rise else []
    return b"\n".join(made).replace(b"><", b"")


def _number(value: float) -> bytes:
    told = f"{value:.3f}".rstrip("0").rstrip(".")
    return b"0" if told == "-0" else told.encode("ascii")
