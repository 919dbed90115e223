"""picture file -> its width and height, so that a page reserves the space while the picture loads"""

import warnings
from pathlib import Path
from typing import NamedTuple

_FORMATS = ("JPEG", "PNG", "WEBP")
_ORIENTATION = 0x0112
"""The Exif tag for how the camera was held."""
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


class Pixels(NamedTuple):
    width: int
    height: int


def pixels(path: Path) -> Pixels | None:
    """The size of a JPEG, PNG or WebP file as browsers show it; None for other and unreadable files."""
    from PIL import Image, UnidentifiedImageError  # here: few commands look at pictures

    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the picture is never decoded
            with Image.open(stream, formats=_FORMATS) as picture:
                width, height = picture.size
                turned = picture.format != "PNG" and picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError, OverflowError):
        return None
    return Pixels(height, width) if turned else Pixels(width, height)
