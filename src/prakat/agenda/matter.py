"""what one person is to be told of -> one matter, known by its key, with the stage that it has come to"""

from dataclasses import dataclass

from prakat.rules.message import Message


@dataclass(frozen=True, slots=True)
class Matter:
    person: str
    """Id."""
    key: str
    """What it is about; the same as long as it is the same to whom it is told."""
    about: Message
    """One sentence."""
    stage: int = 0
    """Grows with each reminder; what was told at a stage is told again only at a later one."""
    details: tuple[Message, ...] = ()
    path: str = ""
    """Of the desk's page where it is seen to."""
    is_urgent: bool = False
    """It waits for no working hours."""
