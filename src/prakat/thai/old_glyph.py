"""text -> its characters of old Thai fonts, which only those fonts show, and those that a conversion has lost"""

import re
from collections.abc import Iterator

from prakat.thai.text_flaw import TextFlaw

_TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
_WINDOWS = (
    "\u0e10\u0e34\u0e35\u0e36\u0e37" + _TONES + _TONES + "\u0e0d\u0e31\u0e4d\u0e47" + _TONES + "\u0e38\u0e39\u0e3a"
)
"""U+F700 to U+F71A in order: a letter without its foot, marks moved left, moved down, or both (HarfBuzz has the same
table in hb-ot-shaper-thai.cc, as fonts that are shaped by it still ask for these characters)."""
_MACINTOSH = (
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47"
    + "".join(map("".join, zip(_TONES, _TONES, _TONES, strict=True)))
    + "\u0e4d\u0e0d\u0e38\u0e39\u0e3a\u0e10"
)
"""U+F884 to U+F89E."""
MEANT = dict(zip(map(chr, range(0xF700, 0xF71B)), _WINDOWS, strict=True)) | dict(
    zip(map(chr, range(0xF884, 0xF89F)), _MACINTOSH, strict=True)
)
_OLD = re.compile("[\uf700-\uf71a\uf884-\uf89e]+")
_LOST = re.compile("[\ufffd\ue000-\uf6ff\uf71b-\uf883\uf89f-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")


def old_glyphs(text: str) -> Iterator[TextFlaw]:
    for match in _OLD.finditer(text):
        yield TextFlaw("text.old-font", *match.span(), "".join(map(MEANT.__getitem__, match.group())))
    for match in _LOST.finditer(text):
        yield TextFlaw("text.lost", *match.span())
