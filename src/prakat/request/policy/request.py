"""a request, read from git or a forge -> what the policy asks of it: kinds, units, authors, permissions (R01, R09)"""

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from prakat.office.authority import Authority, Units
from prakat.request.policy.request_kind import RequestKind
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
    took_part: Mapping[str, Said] = field(default_factory=dict, hash=False)
    """Id of an author -> by what, in words."""
    strangers: tuple[str, ...] = ()
    """Authors that office.yml does not know."""
    verbal: tuple[Verbal, ...] = ()
    is_partly_verbal: bool = False
    """Something in it rests on a verbal permission and something does not."""
    ratifies: frozenset[str] = frozenset()
    """Who gave the verbal permissions that the request puts in writing."""
    unratified: tuple[Verbal, ...] = ()
    """Verbal permissions, not in writing yet, that it would replace by later ones or by another person's."""
    regularises: tuple[str, ...] = ()
    """Commits on main whose violations it closes."""
    targeted: datetime.datetime | None = None
    """When it was last pointed at another branch, and so shown with another text; None if it always was for main."""
    ordered: frozenset[str] = frozenset()
    """Roles that it fills by a new appointment with an order's number and date."""
    office_after: Authority | None = field(default=None, repr=False)
    """The office as the request would change it."""

    @property
    def is_office_only(self) -> bool:
        return self.kinds == {RequestKind.OFFICE}

    @property
    def needs_all_units(self) -> bool:
        return bool(self.regularises) or not self.kinds <= {RequestKind.CONTENT}
