"""folder -> how much room its disk has left"""

import shutil
from dataclasses import dataclass
from pathlib import Path

_LITTLE, _SHARE = 2 * 1024**3, 0.05
"""Bytes, and part of the whole, below which it is little: a release or a push may not fit any more."""


@dataclass(frozen=True, slots=True)
class Disk:
    of: str
    """Of labels.yml, `disk`: repository or site."""
    free: int
    """Bytes."""
    total: int

    @property
    def is_little(self) -> bool:
        return self.free < _LITTLE or self.free < self.total * _SHARE

    @classmethod
    def below(cls, of: str, folder: Path) -> "Disk | None":
        """None where nobody can say."""
        try:
            used = shutil.disk_usage(folder)
        except OSError:
            return None
        return cls(of, used.free, used.total)
