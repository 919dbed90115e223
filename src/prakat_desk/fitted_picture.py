"""a picture as a camera takes it -> upright, no larger than a page can show, without what it would tell of people"""

import io
import warnings

from PIL import Image, ImageOps

LONGEST_SIDE = 2000
"""Pixels: twice as many as the widest page shows, for sharp screens."""
_GOOD = 85
_MOST_PIXELS = 200_000_000
"""What is larger is not decoded: it may have been made to fill the memory."""
_FORMATS = ("JPEG", "PNG", "WEBP")


def fitted_picture(content: bytes) -> bytes:
    """The bytes themselves where nothing has to be done, or nothing can: the checks then say what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures and damaged metadata, which are judged here and later
            return _fitted(content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError, OverflowError):
        return content


def _fitted(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        width, height = picture.size
        is_turned = picture.getexif().get(0x0112, 1) != 1
        is_moving = getattr(picture, "n_frames", 1) > 1
        if width * height > _MOST_PIXELS or is_moving or (max(width, height) <= LONGEST_SIDE and not is_turned):
            return content
        kind, upright = picture.format, ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        plain = upright.convert("RGB") if kind == "JPEG" and upright.mode not in ("RGB", "L") else upright
        plain.save(made, kind, quality=_GOOD, icc_profile=picture.info.get("icc_profile"))
        return made.getvalue()
