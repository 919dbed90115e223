"""a font's file -> what each of its glyphs stands for; and the same file with glyphs that are drawn of them"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Outline = tuple[tuple[int, int, int], ...]
"""(glyph, so far to the right, so far up) of each part, in thousandths of the letters' size."""


@dataclass(frozen=True, slots=True)
class FontAlphabet:
    texts: Mapping[int, Sequence[str]]
    """Glyph -> what it can stand for; with some fonts one glyph is drawn for several letters."""
    size: int
    """So many glyphs."""

    @staticmethod
    @lru_cache(maxsize=8)
    def of(file: bytes, index: int) -> "FontAlphabet":
        """By its character map, and by the substitutions that draw one glyph for others."""
        from fontTools.ttLib import TTFont  # here: only where a PDF is written

        font = TTFont(io.BytesIO(file), fontNumber=index, lazy=True)
        known: dict[str, list[str]] = {}
        for code, name in sorted((font.getBestCmap() or {}).items()):
            known.setdefault(name, []).append(chr(code))
        drawn = list(_substitutions(font["GSUB"].table)) if "GSUB" in font else []
        count = -1
        while count != sum(map(len, known.values())):
            count = sum(map(len, known.values()))
            for made, parts in drawn:
                if all(each in known for each in parts):
                    text = "".join(known[each][0] for each in parts)
                    others = known.setdefault(made, [])
                    others += [text] if text not in others else []
        texts = {font.getGlyphID(name): tuple(each) for name, each in known.items()}
        return FontAlphabet(texts, font["maxp"].numGlyphs)

    def text(self, glyph: int, cluster: str) -> str:
        """Of a cluster in which it stands; the cluster where the font does not tell."""
        found = self.texts.get(glyph, (cluster,))
        return next((each for each in found if each in cluster), found[0])


def _substitutions(table: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(glyph, those for which it is drawn)."""
    for lookup in table.LookupList.Lookup if table.LookupList else ():
        for found in lookup.SubTable:
            each = getattr(found, "ExtSubTable", found)
            match type(each).__name__:
                case "SingleSubst":
                    yield from ((made, (part,)) for part, made in each.mapping.items())
                case "AlternateSubst":
                    yield from ((made, (part,)) for part, others in each.alternates.items() for made in others)
                case "LigatureSubst":
                    for first, ligatures in each.ligatures.items():
                        yield from ((one.LigGlyph, (first, *one.Component)) for one in ligatures)


def with_outlines(file: bytes, outlines: Iterable[Outline]) -> tuple[bytes, dict[Outline, int]]:
    """TrueType with one more glyph for each, and the number that each has."""
    from fontTools.ttLib import TTFont, newTable  # here: only where a PDF is written

    font = TTFont(io.BytesIO(file), recalcTimestamp=False)
    names, scale = font.getGlyphOrder(), font["head"].unitsPerEm / 1000
    places: dict[Outline, int] = {}
    for each in outlines:
        places[each] = len(font.getGlyphOrder())
        parts = ((names[glyph], round(right * scale), round(up * scale)) for glyph, right, up in each)
        name = f"outline{places[each]}"
        made = font["glyf"][name] = _composed(parts)
        made.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][names[each[0][0]]][0], made.xMin)
    post = font["post"] = font["post"] if "post" in font else newTable("post")
    post.formatType = 3.0
    stream = io.BytesIO()
    font.save(stream, reorderTables=False)
    return stream.getvalue(), places


def _composed(parts: Iterable[tuple[str, int, int]]) -> Any:
    from fontTools.ttLib.tables._g_l_y_f import ROUND_XY_TO_GRID, Glyph, GlyphComponent

    made = Glyph()
    made.numberOfContours, made.components = -1, []
    for name, right, up in parts:
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, right, up, ROUND_XY_TO_GRID
        made.components.append(part)
    return made
