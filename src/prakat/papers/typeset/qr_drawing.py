"""text -> its QR code, as SVG or as PNG: the same bytes every time, with the quiet zone that readers need"""

import io
from typing import Literal

_QUIET = 4
_LEVEL = "m"
_PIXELS = 8
"""Of a module, in the PNG."""


def qr_svg(content: str) -> str:
    return _drawn(content, "svg", 1).decode("utf-8")


def qr_png(content: str) -> bytes:
    return _drawn(content, "png", _PIXELS)


def _drawn(content: str, kind: Literal["svg", "png"], scale: int) -> bytes:
    import segno  # here: only papers have QR codes

    stream = io.BytesIO()
    code = segno.make(content, error=_LEVEL, micro=False)
    shown = {"xmldecl": False, "omitsize": True} if kind == "svg" else {}
    code.save(stream, kind=kind, scale=scale, border=_QUIET, dark="#000", light="#fff", **shown)
    return stream.getvalue()
