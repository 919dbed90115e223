"""bytes of a picture file -> the picture as it is published, its size, and what it would have told (R35)"""

from dataclasses import dataclass

from prakat.item import jpeg, png, webp
from prakat.item.picture_parts import Embedded, NoPicture, PictureParts
from prakat.item.pixels import Pixels

HEAD = 12
"""Bytes from which on a file's format is known."""
_ON_ITS_SIDE = 5
"""From this Exif orientation on, width and height change places."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """Never decoded: a few blocks of the file are left out, the pixels stay the same to the byte.

    The same bytes give the same published bytes on any machine, so that everybody can compute their digest."""

    pixels: Pixels
    is_upright: bool
    """Whether every browser shows it upright: some do not turn a PNG or WebP picture that asks for it."""
    is_whole: bool
    embedded: tuple[Embedded, ...]
    """What is not published."""
    published: bytes


def read_picture(raw: bytes) -> PictureFile | None:
    """None where the bytes cannot be taken apart: then nobody can say what they tell, and they are not published."""
    try:
        parts = _parts(raw)
    except NoPicture:
        return None
    is_turned = parts.orientation >= _ON_ITS_SIDE and not _is_webp(raw)  # Chromium leaves WebP as it is
    size = (parts.height, parts.width) if is_turned else (parts.width, parts.height)
    is_upright = parts.orientation == 1 or raw.startswith(jpeg.JPEG_START)
    return PictureFile(Pixels(*size), is_upright, parts.is_whole, parts.embedded, b"".join(parts.needed))


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so is of a format that browsers show, whatever it is called."""
    return head.startswith((jpeg.JPEG_START, png.PNG_START)) or _is_webp(head)


def _is_webp(head: bytes) -> bool:
    return head.startswith(webp.RIFF) and head[8:12] == webp.WEBP_FORM


def _parts(raw: bytes) -> PictureParts:
    if raw.startswith(jpeg.JPEG_START):
        return jpeg.jpeg_parts(raw)
    if raw.startswith(png.PNG_START):
        return png.png_parts(raw)
    if _is_webp(raw):
        return webp.webp_parts(raw)
    raise NoPicture
