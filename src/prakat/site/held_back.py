"""item whose newest version waits -> that version, where it lies, and whose turn it is meanwhile"""

from dataclasses import dataclass
from pathlib import Path

from prakat.content.registered_item import RegisteredItem
from prakat.content.succession import Succession


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The newest version of an item, in whose place an earlier one is shown today."""

    entry: RegisteredItem
    folder: Path
    """Where its files lie."""
    succession: Succession
