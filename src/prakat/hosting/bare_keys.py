"""authorized_keys of the account that owns a bare repository -> keys that open more than git on it (R34)"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prakat.hosting.drift import Drift
from prakat.rules.message import message

_FILE = ".ssh/authorized_keys"
_DOOR = " door "


@dataclass(frozen=True)
class BareKeys:
    home: Path
    """Of the account that owns the repository."""
    place: Path
    """The repository."""

    def drifts(self) -> Iterator[Drift]:
        """Whoever comes in by such a line has a shell beside the publisher's key, or pushes without a name."""
        try:
            lines = (self.home / _FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return
        for number, line in enumerate(lines, start=1):
            text = line.strip()
            if text and not text.startswith("#") and not self._is_door(text):
                must = message("hosting.key-by-the-door")
                by_hand = message("hosting.mend-key", line=number, repository=self.place)
                yield Drift(_FILE, str(number), must, message("hosting.key-without-door"), by_hand)

    def _is_door(self, line: str) -> bool:
        options = line.partition('" ')[0]
        named = {str(self.place), str(self.place.resolve())}
        return options.startswith("restrict,command=") and _DOOR in options and any(each in options for each in named)
