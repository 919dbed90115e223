"""an Exif block -> its fields, and a block that says nothing but how the picture is turned"""

import contextlib
import struct
import warnings
from collections.abc import Mapping

MOST_READ = 1 << 20
"""A longer block is not read; it is not published either way."""
ORIENTATION = 0x0112
PHOTO, POSITION = 0x8769, 0x8825
"""The two blocks within: of the camera's settings, and of the place."""
_DAMAGE = (OSError, ValueError, SyntaxError, KeyError, TypeError, AttributeError, IndexError, struct.error)
"""What Pillow raises over blocks that are none."""
_PREFIX = b"Exif\0\0"


class Exif:
    """Damaged blocks have the fields that could be read before the damage."""

    def __init__(self, data: bytes) -> None:
        self._data = data.removeprefix(_PREFIX)
        self.fields = self._block(None)

    def within(self, block: int) -> Mapping[int, object]:
        return self._block(block) if block in self.fields else {}

    @property
    def orientation(self) -> int:
        """1 to 8; 1, upright, where nothing sensible is said."""
        found = self.fields.get(ORIENTATION)
        return found if isinstance(found, int) and 1 <= found <= 8 else 1

    def _block(self, block: int | None) -> Mapping[int, object]:
        from PIL import Image  # here: few commands look at pictures

        if not 8 <= len(self._data) <= MOST_READ:
            return {}
        exif, found = Image.Exif(), {}
        with warnings.catch_warnings(), contextlib.suppress(*_DAMAGE):
            warnings.simplefilter("ignore")  # it says in words, to whoever reads the screen, what is damaged
            exif.load(_PREFIX + self._data)
            fields = exif if block is None else exif.get_ifd(block)
            for key in list(fields):
                found[key] = fields[key]
        return found


def upright_exif(orientation: int) -> bytes:
    """The block that says only how to turn the picture, always the same bytes."""
    return struct.pack("<2sHLHHHLHHL", b"II", 42, 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)
