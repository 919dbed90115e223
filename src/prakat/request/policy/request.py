"""a request, read from git or a forge -> what the policy asks of it: kinds, units, authors, permissions (R01, R09)"""

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from prakat.office.authority import Authority, Units
from prakat.request.policy.broken_glass import BrokenGlass
from prakat.request.policy.opening import Opening
from prakat.request.policy.request_kind import RequestKind
from prakat.rules.message import Message
from prakat.rules.wording import Said

UNTOLD = "push: untold"
"""Stands among the pushers for an account that the forge does not name. Nobody in office.yml has such an id or mail, so
the merge is refused."""


class Mode(enum.StrEnum):
    """How a request is signed off."""

    WRITTEN = "written"
    VERBAL = "verbal"
    BREAK_GLASS = "break-glass"
    REGULARISING = "regularising"


@dataclass(frozen=True, slots=True)
class Verbal:
    """A permission by word of mouth that an item of the request rests on (R09)."""

    approver: str
    at: datetime.datetime
    units: frozenset[str]
    folder: str = ""


class SpokenWord(NamedTuple):
    """A permission by word of mouth on main that is not in writing."""

    approver: str
    at: datetime.datetime
    folder: str


class Move(NamedTuple):
    """An item that moves, with the first day of each text as written."""

    former: str
    """Its folder on main."""
    folder: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Request:
    """What the policy asks of a request; read from git by `submission`, from a forge by its adapter."""

    number: int
    head: str
    kinds: frozenset[RequestKind]
    units: Units
    """The old and the new owner's unit of every item touched."""
    authors: frozenset[str]
    """Ids of people: opener, commit authors, committers, co-authors, and pushers where they are known."""
    strangers: tuple[str, ...] = ()
    """Authors that office.yml does not know."""
    parts: Mapping[str, Said] = field(default_factory=dict, repr=False)
    """Id of each author -> by which commit or line it is that, in words."""
    is_pusher_known: bool = True
    verbal: tuple[Verbal, ...] = ()
    is_partly_verbal: bool = False
    """Something in it rests on a verbal permission and something does not."""
    ratifies: frozenset[str] = frozenset()
    """Who gave the verbal permissions that the request puts in writing."""
    takes_down: frozenset[tuple[str, str]] = frozenset()
    """Who gave those of items that it withdraws in writing, and the first day without the item, as written."""
    unratified: tuple[Verbal, ...] = ()
    """Verbal permissions, not in writing yet, that it would replace by later ones or by another person's."""
    spoken: tuple[SpokenWord, ...] = ()
    """Every permission on main, not in writing yet, by those who give one in it."""
    regularises: tuple[str, ...] = ()
    """Commits on main whose violations it closes."""
    glasses: tuple[BrokenGlass, ...] = field(default=(), repr=False)
    """Those of them that are break-glass."""
    opening: Opening = field(default_factory=Opening)
    """What it does to office.yml by an order, and besides."""
    moves: tuple[Move, ...] = ()
    """Items that are shown on main, if their first day has come, and move."""
    targeted: datetime.datetime | None = None
    """When it was last pointed at another branch, and so shown with another text; None if it always was for main."""
    office_after: Authority | None = field(default=None, repr=False)
    """The office as the request would change it."""

    def is_named_by_a_line(self, person: str) -> bool:
        """Whether that author is one only by a line which somebody wrote into a message."""
        part = self.parts.get(person)
        return isinstance(part, Message) and part.id == "request.part-co-author"

    @property
    def is_office_only(self) -> bool:
        return self.kinds == {RequestKind.OFFICE}

    @property
    def needs_all_units(self) -> bool:
        return bool(self.regularises) or not self.kinds <= {RequestKind.CONTENT}
