"""front matter -> whose the pictures and the quoted texts of an item are (R15)"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALL = "all"
"""In a credit: every picture that no other one names. No file has that name: all have an extension."""


@dataclass(frozen=True, slots=True)
class Credit:
    files: tuple[str, ...]
    """The pictures' file names; ALL alone stands for every picture that no other credit names."""
    text: str
    """What was quoted, where it is no picture."""
    holder: str
    licence: str
    source: str

    @property
    def is_of_the_rest(self) -> bool:
        return self.files == (ALL,)


def one_or_more(found: str | list[str]) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else tuple(found)


def credit_of(found: Mapping[str, Any]) -> Credit:
    return Credit(
        files=one_or_more(found.get("file", [])),
        text=found.get("text", ""),
        holder=found["holder"],
        licence=found.get("licence", ""),
        source=found.get("source", ""),
    )
