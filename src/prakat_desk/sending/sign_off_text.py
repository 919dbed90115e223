"""request x step x who signs -> the text that a device or key is asked to sign: the sign-off's tag, unsigned"""

import datetime
from dataclasses import dataclass
from typing import Protocol

from prakat.office.person import Person
from prakat.repository.objects import tag_payload
from prakat.repository.refs import sign_off_tag
from prakat.request.policy.step import REQUESTER
from prakat_desk.sending.workshop import name_of


def sign_off_text(number: int, step: str, head: str, said: str, person: Person, moment: datetime.datetime) -> bytes:
    """`said` is what the person states with it, as `spoken_words.CHECKED_TH` of whoever publishes."""
    return tag_payload(sign_off_tag(number, step), head, said, name_of(person), moment)


def requester_text(number: int, head: str, person: Person, moment: datetime.datetime) -> bytes:
    """What the requester signs: exactly what is sent, under which number."""
    return sign_off_text(number, REQUESTER, head, requester_words(number), person, moment)


def requester_words(number: int) -> str:
    """What a requester states."""
    return f"Requested: #{number}"


class PersonSigner(Protocol):
    """Signs for one person: by the answer of a passkey, or with a sample's throw-away key."""

    def of(self, text: bytes) -> bytes | None:
        """The tag with its signature; None where what was signed is another text, or not by the person."""


@dataclass(frozen=True, slots=True)
class RequesterSigner:
    """What outlets ask when they know number and head (`outlet.Signer`)."""

    by: PersonSigner
    person: Person
    moment: datetime.datetime
    """That of the text."""

    def signed(self, number: int, head: str) -> bytes | None:
        return self.by.of(requester_text(number, head, self.person, self.moment))
