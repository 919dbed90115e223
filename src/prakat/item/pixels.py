"""width and height -> how much of the page a picture takes, reserved while it loads"""

from typing import NamedTuple


class Pixels(NamedTuple):
    """As browsers show the picture, turned upright."""

    width: int
    height: int

    @property
    def total(self) -> int:
        return self.width * self.height
