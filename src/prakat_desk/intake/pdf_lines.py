"""glyphs of a page -> lines of text, and lines -> paragraphs, as their places on the page tell"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prakat.item.typed_number import begins_clause, number_at
from prakat_desk.intake.pdf_glyphs import Glyph

_THAI = re.compile("[\u0e01-\u0e4e]")
_SAME_LINE, _SPACE, _NEAR, _INDENT = 0.45, 0.22, 2.1, 1.2
"""In heights of a letter: what still is on the line, what is a space, what is the next line, what is indented."""
_FULL = 0.86
"""Of the text's width: a line that ends before was ended by its writer."""


@dataclass(slots=True)
class PdfLine:
    text: str
    left: float
    right: float
    base: float
    size: float


def lines_of(glyphs: Sequence[Glyph]) -> list[PdfLine]:
    """From top to bottom. Glyphs of a line keep their order unless they were drawn further left."""
    rows: dict[int, list[list[Glyph]]] = {}
    for glyph in glyphs:
        place = round(glyph.base)
        near = (row for at in range(place - 8, place + 9) for row in rows.get(at, ()))
        row = next((each for each in near if abs(each[0].base - glyph.base) < _SAME_LINE * each[0].size), None)
        if row is None:
            rows.setdefault(place, []).append(row := [])
        row.append(glyph)
    lines = [_line(row) for at in sorted(rows) for row in rows[at]]
    return sorted((each for each in lines if each.text), key=lambda line: line.base)


def _line(row: list[Glyph]) -> PdfLine:
    parts: list[list[Glyph]] = []
    for glyph in row:
        if parts and glyph.left >= parts[-1][-1].left - glyph.size and glyph.left <= parts[-1][-1].right + glyph.size:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    ordered = [glyph for part in sorted(parts, key=lambda each: each[0].left) for glyph in part]
    text, before = "", ordered[0]
    for glyph in ordered:
        is_apart = glyph.left - before.right > _SPACE * glyph.size
        text += " " * (is_apart and not text.endswith(" ") and not glyph.text.startswith(" ")) + glyph.text
        before = glyph
    said = " ".join(text.split())
    seen = [each for each in ordered if each.text.strip()] or ordered
    left, right = min(each.left for each in seen), max(each.right for each in seen)
    return PdfLine(said + " " * (text.endswith(" ") and bool(said)), left, right, ordered[0].base, before.size)


def joined(lines: Sequence[PdfLine], left: float, right: float) -> list[list[PdfLine]]:
    """Lines that go on a paragraph stand with it. `left` and `right` are the edges of the page's text."""
    found: list[list[PdfLine]] = []
    for line in lines:
        if found and goes_on(found[-1][-1], line, left, right):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def goes_on(before: PdfLine, line: PdfLine, left: float, right: float, *, is_on_next_page: bool = False) -> bool:
    is_full = before.right >= left + _FULL * (right - left)
    is_near = is_on_next_page or 0 < line.base - before.base < _NEAR * max(before.size, line.size)
    is_indented = line.left > left + _INDENT * line.size and (is_on_next_page or line.left > before.left + 1)
    text = line.text
    return is_full and is_near and not is_indented and not number_at(text, 0, len(text)) and not begins_clause(text)


def text_of_lines(lines: Iterable[PdfLine]) -> str:
    """Thai words go on without a space where a line ends, unless one was drawn there."""
    text = ""
    for line in lines:
        is_thai = bool(_THAI.match(text[-1:]) and _THAI.match(line.text[:1]))
        text += ("" if not text or is_thai or text.endswith(" ") else " ") + line.text
    return text.strip()
