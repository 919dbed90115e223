"""PNG or WebP picture that only asks to be turned -> the same, turned without loss; for staff, before approval"""

from io import BytesIO

from prakat.cannot_work import CannotWork
from prakat.item.file_type import limits
from prakat.item.picture_file import PictureFile, read_picture


def upright(picture: PictureFile) -> bytes:
    """Decodes it, so not beyond the limit of pixels. Raises CannotWork for one that is larger, moves or is damaged.

    Publication never does this: how an encoder packs pixels differs from version to version."""
    from PIL import Image, ImageOps

    if picture.pixels.total > limits().max_pixels:
        raise CannotWork("item.cannot-turn")
    made = BytesIO()
    try:
        with Image.open(BytesIO(picture.published), formats=("PNG", "WEBP")) as opened:
            if getattr(opened, "n_frames", 1) > 1:
                raise CannotWork("item.cannot-turn")
            turned = ImageOps.exif_transpose(opened)
            turned.save(made, opened.format, lossless=True, exact=True, icc_profile=opened.info.get("icc_profile"))
    except (OSError, ValueError, SyntaxError) as problem:
        raise CannotWork("item.cannot-turn") from problem
    found = read_picture(made.getvalue())
    assert found is not None, "an encoder wrote it"
    return found.published
