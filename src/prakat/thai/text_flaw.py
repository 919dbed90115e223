"""text -> what is certainly damaged in it: which rule, where, and what was meant if that is certain"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextFlaw:
    rule: str
    start: int
    end: int
    """Places in the text, in characters."""
    meant: str | None = None
    """What must stand there instead; None where only its writer knows."""
