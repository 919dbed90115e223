"""paper -> PDF by WeasyPrint: tagged (PDF/UA-1), in our own font, with words kept whole; the same bytes every time"""

import base64
import contextlib
import ctypes.util
import io
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import ImageFile

from prakat.cannot_work import CannotWork
from prakat.papers.paper import Paper
from prakat.papers.typeset.paper_html import DRAWN, paper_html
from prakat.papers.typeset.text_layer import mend_text_layer
from prakat.papers.typeset.thai_line_breaks import leave_words_to_us, set_words

FONTS = Path(__file__).with_name("fonts")
_FAMILY = (("Sarabun-Regular.ttf", "normal"), ("Sarabun-Bold.ttf", "bold"))
_OWN = "prakat:"
_FACE = "@font-face {{ font-family: Sarabun; font-weight: {weight}; src: url({url}) }}\n"


def paper_pdf(paper: Paper) -> bytes:
    """Raises CannotWork where Pango or the font is missing."""
    weasyprint = typesetter()
    fetcher = _fetcher()
    leave_words_to_us()
    faces = "".join(_FACE.format(weight=weight, url=f"{_OWN}{name}") for name, weight in _FAMILY)
    page = weasyprint.HTML(string=paper_html(paper, set_words, faces), url_fetcher=fetcher)
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", finisher=mend_text_layer)
    return made


def typesetter() -> Any:
    """WeasyPrint. Raises CannotWork where Pango is missing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), _by_name(), _whole_pictures():  # where it prints advice
            import weasyprint  # here: it takes a second, and needs what not every machine has
    except OSError as problem:
        raise CannotWork("papers_type.no-pango", problem=str(problem).partition(":")[0]) from problem
    return weasyprint


@contextlib.contextmanager
def _whole_pictures() -> Iterator[None]:
    """WeasyPrint lets Pillow take damaged pictures, in this whole process; ours must still refuse them (R35)."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextlib.contextmanager
def _by_name() -> Iterator[None]:
    """Linux finds libraries by the names that WeasyPrint tries last; before, ctypes would ask a compiler for others."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _fetcher() -> Any:
    """Gives our own fonts and what is drawn here; nothing is read from the net, nor any other file."""
    from weasyprint.urls import URLFetcherResponse

    files = {f"{_OWN}{name}": _read(FONTS / name) for name, _ in _FAMILY}

    def fetch(url: str, *_: Any) -> Any:
        if url.startswith(DRAWN):
            return URLFetcherResponse(url, base64.b64decode(url.removeprefix(DRAWN)), {"Content-Type": "image/svg+xml"})
        if url not in files:
            raise ValueError(url)
        return URLFetcherResponse(url, files[url])

    return fetch


def _read(place: Path) -> bytes:
    """Judged here: without it the page would be set in whatever font there is."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        content = place.read_bytes()
        TTFont(io.BytesIO(content), lazy=True)["glyf"]
    except OSError as problem:
        raise CannotWork("papers_type.no-font", place=place, problem=problem) from problem
    except (TTLibError, KeyError, AssertionError, struct.error) as problem:
        raise CannotWork("papers_type.unset-font", place=place) from problem
    return content
