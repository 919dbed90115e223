"""edition -> what a release of it holds, in numbers, and what webmasters are told of it"""

from dataclasses import dataclass, field

from prakat.item.state import State
from prakat.rules.message import Message
from prakat.site.edition import Edition


@dataclass(frozen=True, slots=True)
class ReleaseStock:
    shown: int
    gone: int
    """Tombstones."""
    waiting: int
    """Items whose day has not come."""
    left_out: tuple[str, ...]
    """Folders that cannot be published."""
    kept: tuple[str, ...]
    """Folders that are published although a newer rule finds fault with them."""
    coming: tuple[Message, ...] = field(default=(), compare=False)
    """Versions that wait to take over, of items that were read anew."""


def stock_of(edition: Edition) -> ReleaseStock:
    return ReleaseStock(
        len(edition.publications),
        len(edition.tombstones),
        sum(each.state is State.SCHEDULED for each in edition.scheduled),
        edition.register.left_out,
        edition.register.kept,
        tuple(told for each in edition.held_back for told in each.succession.told),
    )
