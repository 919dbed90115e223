"""PDF before it is written -> the same with a text layer that gives back what was set, letter by letter"""

# WeasyPrint tells of each glyph the text of the cluster in which it first met it (its issue 2841), so that vowels get
# lost in copying. Here each glyph is traced back through its font, and two more things are mended for whoever
# searches. HarfBuzz draws sara am as two glyphs, a ring that it puts before the tone mark and a stroke behind it;
# here the stroke brings its ring. And marks that are moved to their place, for which readers of PDF take them out of
# their word, become glyphs that are drawn there. So the embedded font gets further glyphs, with codes by a
# CIDToGIDMap; the page looks as before.

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from prakat.papers.typeset.font_alphabet import FontAlphabet, Outline, with_outlines
from prakat.papers.typeset.shown_glyph import ShownGlyph, shown_glyphs, text_objects, written

_RING, _STROKE, _BOTH = map(chr, (0x0E4D, 0x0E32, 0x0E33))
_ROUNDED = 1
"""In thousandths of the letters' size: what is moved less is left where it is, or readers of PDF take it for turned."""
_IN_ONE_BLOCK = 100
"""Entries, of which no CMap may have more at a time."""


def mend_text_layer(document: Any, pdf: Any) -> None:
    """A finisher of WeasyPrint."""
    layers: dict[str, _Layer] = {}
    for font in document.fonts.values():
        if not font.bitmap:
            if font.hash not in layers:
                layers[font.hash] = _Layer(font.name, FontAlphabet.of(_whole_file(font), font.index))
            layers[font.hash].add(font)
    for each in pdf.objects:
        if isinstance(getattr(each, "stream", None), list):
            _mend(each.stream, layers)
    for layer in layers.values():
        layer.write(pdf)


def _whole_file(font: Any) -> bytes:
    """From before it was cut down to the glyphs that are used."""
    from weasyprint.text.fonts import get_hb_object_data  # here: it needs Pango

    found: bytes = get_hb_object_data(font.hb_face)
    return found


class _Drawing(NamedTuple):
    """What a code draws, and says."""

    text: str
    width: int
    outline: Outline


@dataclass(slots=True)
class _Layer:
    """What the codes of one font in a PDF draw and say."""

    name: bytes
    alphabet: FontAlphabet
    texts: dict[int, str] = field(default_factory=dict)
    """Code -> text."""
    widths: dict[int, int] = field(default_factory=dict)
    missing: set[int] = field(default_factory=set)
    """Codes for what the font has no glyph of."""
    further: dict[_Drawing, int] = field(default_factory=dict)
    """Code of each."""
    can_have_more: bool = False

    def add(self, font: Any) -> None:
        missing = {code: chr(point) for point, code in font.missing.items()}
        for code, cluster in font.to_unicode.items():
            self.texts[code] = missing.get(code) or self.alphabet.text(code, cluster)
        self.missing |= missing.keys()
        self.widths |= font.widths
        self.can_have_more = font.type == "ttf"

    def code(self, drawing: _Drawing) -> int:
        glyph = drawing.outline[0][0]
        if drawing == _Drawing(self.texts[glyph], self.widths[glyph], ((glyph, 0, 0),)):
            return glyph
        if drawing not in self.further:
            code = self.further[drawing] = max(self.alphabet.size - 1, *self.texts) + 1
            self.texts[code], self.widths[code] = drawing.text, drawing.width
        return self.further[drawing]

    def write(self, pdf: Any) -> None:
        for each in pdf.objects:
            if isinstance(each, dict) and each.get("BaseFont") == self.name and each.get("Subtype") == "/Type0":
                _object(pdf, each["ToUnicode"]).stream[:] = _to_unicode(self.texts)
                if self.can_have_more and (self.further or self.missing):
                    self._write_codes(pdf, each)

    def _write_codes(self, pdf: Any, font: Any) -> None:
        import pydyf  # here: only where a PDF is written

        below = _object(pdf, font["DescendantFonts"][0])
        file = _object(pdf, _object(pdf, below["FontDescriptor"])["FontFile2"])
        file.stream[0], places = with_outlines(file.stream[0], sorted({each.outline for each in self.further}))
        file.extra["Length1"] = len(file.stream[0])
        drawn = dict.fromkeys(self.missing, 0) | {code: places[each.outline] for each, code in self.further.items()}
        glyphs = (drawn.get(code, code).to_bytes(2, "big") for code in range(max(self.texts) + 1))
        mapped = pydyf.Stream([b"".join(glyphs)], compress=True)
        pdf.add_object(mapped)
        font["Encoding"], below["CIDToGIDMap"] = "/Identity-H", mapped.reference
        widths = ((code, pydyf.Array([width])) for code, width in sorted(self.widths.items()))
        below["W"] = pydyf.Array(part for pair in widths for part in pair)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _to_unicode(texts: Mapping[int, str]) -> list[bytes]:
    entries = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>".encode() for code, text in sorted(texts.items())]
    blocks = (entries[start : start + _IN_ONE_BLOCK] for start in range(0, len(entries), _IN_ONE_BLOCK))
    told = (line for block in blocks for line in (b"%d beginbfchar" % len(block), *block, b"endbfchar"))
    head = (
        *(b"/CIDInit /ProcSet findresource begin", b"12 dict begin", b"begincmap"),
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        *(b"/CMapName /Adobe-Identity-UCS def", b"/CMapType 2 def"),
        *(b"1 begincodespacerange", b"<0000> <ffff>", b"endcodespacerange"),
    )
    return [*head, *told, b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"]


def _mend(operations: list[Any], layers: Mapping[str, _Layer]) -> None:
    """Later parts first, so that the places of earlier ones stay."""
    for part in reversed(list(text_objects(operations))):
        layer = layers.get(part.font)
        if layer and layer.can_have_more:
            glyphs = shown_glyphs(operations[part.start : part.end])
            if any(_is_mark(layer.texts.get(each.code, "")) for each in glyphs):
                operations[part.start : part.end] = [written(_mended(glyphs, layer, part.size))]


def _mended(glyphs: Sequence[ShownGlyph], layer: _Layer, size: float) -> list[ShownGlyph]:
    """Marks take no room and are moved nowhere: what moved them, and their room, moves what follows."""
    made, owed = [], 0.0
    ring: Outline = ()
    for each, text in zip(glyphs, _texts(glyphs, layer), strict=True):
        glyph, before, width = each.code, each.before + owed, layer.widths[each.code]
        before = before if abs(before) >= _ROUNDED else 0.0
        if _is_mark(layer.texts[glyph]):
            owed = before - width
            outline: Outline = ((glyph, round(-before), round(1000 * each.rise / size)),)
            if text:
                made.append(ShownGlyph(layer.code(_Drawing(text, 0, outline))))
            else:
                ring = outline
        else:
            owed = 0.0
            moved = tuple((part, right + round(before), up) for part, right, up in ring)
            made.append(ShownGlyph(layer.code(_Drawing(text, width, ((glyph, 0, 0), *moved))), before, each.rise))
            ring = ()
    return made


def _texts(glyphs: Sequence[ShownGlyph], layer: _Layer) -> list[str]:
    """What each of them says: of a ring and the stroke after it, perhaps with marks between, the stroke says both."""
    texts = [layer.texts.get(each.code, "") for each in glyphs]
    ring: int | None = None
    for place, text in enumerate(texts):
        if _RING in text:
            ring = place
        elif ring is not None and text == _STROKE:
            texts[ring], texts[place], ring = texts[ring].replace(_RING, ""), _BOTH, None
        elif not _is_mark(text):
            ring = None
    return texts


@cache
def _is_mark(text: str) -> bool:
    return bool(text) and all(unicodedata.category(each) == "Mn" for each in text)
