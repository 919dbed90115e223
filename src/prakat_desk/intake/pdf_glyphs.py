"""page of a PDF -> its glyphs with the text that they stand for, in the order in which they were drawn"""

from dataclasses import dataclass
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.utils import decode_text

LOST = "\ufffd"
MOST_GLYPHS = 40_000


@dataclass(slots=True)
class Glyph:
    text: str
    left: float
    right: float
    base: float
    """How far below the page's top its bottom stands."""
    size: float


class TooManyGlyphs(Exception):
    pass


class GlyphDevice(PDFLayoutAnalyzer):
    """Reads ActualText, by which browsers and word processors say what a Thai letter with its marks is, since one glyph
    may stand for two characters or two for one; pdfminer leaves it out."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.glyphs: list[Glyph] = []
        self._spans: list[str | None] = []
        self._first: Glyph | None = None
        self._top = 0.0

    def receive_layout(self, ltpage: LTPage) -> None:
        return

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        self._top = self.cur_item.height

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        said = props.get("ActualText") if isinstance(props, dict) else None
        self._spans.append(decode_text(said) if isinstance(said, bytes) else None)
        self._first = None if said is not None else self._first

    def end_tag(self) -> None:
        if self._spans:
            self._spans.pop()

    def handle_undefined_char(self, font: Any, cid: int) -> str:
        return LOST

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance: float = super().render_char(*args, **kwargs)
        item = self.cur_item._objs.pop()  # what the layout would be made of, which nobody asks for here
        if isinstance(item, LTChar):
            self._add(item)
        return advance

    def _add(self, item: LTChar) -> None:
        if len(self.glyphs) >= MOST_GLYPHS:
            raise TooManyGlyphs
        said = next((each for each in reversed(self._spans) if each is not None), None)
        if said is not None and self._first is not None:
            self._first.left, self._first.right = min(self._first.left, item.x0), max(self._first.right, item.x1)
            return
        text = item.get_text().replace("\0", LOST) if said is None else said
        glyph = Glyph(text, item.x0, item.x1, self._top - item.matrix[5], item.size or 1.0)
        self._first = glyph if said is not None else None
        self.glyphs.append(glyph)


def glyphs_of(manager: PDFResourceManager, page: Any) -> list[Glyph]:
    device = GlyphDevice(manager)
    PDFPageInterpreter(manager, device).process_page(page)
    return device.glyphs
