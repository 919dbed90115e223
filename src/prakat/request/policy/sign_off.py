"""a signed tag or an approving review -> the one form in which the policy judges both"""

import datetime
from typing import NamedTuple

from prakat.office.person import Person

CHECKED = "correct, complete, current, lawful"
"""The statement that the last signer has to make."""


class OtherAccount(NamedTuple):
    login: str
    number: int
    pinned: int
    """The number that the account of this name had before."""


class DeviceProof(NamedTuple):
    """What a signature made in a device says of how it was made."""

    application: str
    """For whom the key was made: of a passkey the name of the desk's host."""
    origin: str
    """The page that asked for it; empty where no browser did."""
    is_present: bool
    """Whether somebody touched the device."""
    is_verified: bool
    """Whether it asked who that is: by finger, face or PIN."""
    counter: int = 0
    """How often the device has signed with this key; 0 for a passkey that several devices share."""
    oddity: str = ""
    """What of it no browser, device or desk would answer: a word of `passkey_oddity`."""
    overtaken: int | None = None
    """The counter of an earlier signature that is not below this one, or of a later one that is not above."""


class SignOff(NamedTuple):
    """A tuple: tens of thousands are made in one run of the audit."""

    step: str
    person: Person | None
    """The owner of the key or account; None for a stranger's."""
    head: str
    """The commit that was signed off."""
    received: datetime.datetime
    ordinal: int
    """In the order of receipt; the signer's own clock does not count."""
    is_genuine: bool = True
    """Whether the signature is right, or the forge vouches for it."""
    checked: bool = False
    """Whether the signer states that it is correct, complete, current and lawful."""
    said: str = ""
    """What the signer wrote, cut short."""
    proof: DeviceProof | None = None
    """How it was signed, where a passkey or another device did."""
    is_by_passkey: bool = False
    """Whether the key is one that browsers made: how it was signed must then be proven."""
    other_account: OtherAccount | None = None
    """Set where somebody else has the account of that name now."""
