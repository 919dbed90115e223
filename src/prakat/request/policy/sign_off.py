"""what somebody signed -> as the policy judges it, wherever it was signed"""

import datetime
from typing import NamedTuple

from prakat.office.person import Person

CHECKED = "correct, complete, current, lawful"
"""What whoever signs last has to state."""


class SignOff(NamedTuple):
    """A tuple: tens of thousands are made in one run of the audit."""

    step: str
    person: Person | None
    """Whose key or account it is; None for a stranger's."""
    head: str
    """The commit that was signed off."""
    received: datetime.datetime
    place: int
    """Its place in the order of receipt; the signer's own clock counts for nothing."""
    is_genuine: bool = True
    """Whether the signature is right, or the forge vouches for it."""
    checked: bool = False
    """Whether the signer states that it is correct, complete, current and lawful."""
