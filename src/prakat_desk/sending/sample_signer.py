"""a sample person's throw-away key -> what they send, signed; no real office has such keys"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from prakat.office.person import Person
from prakat.repository.objects import tag_payload
from prakat.repository.refs import sign_off_tag
from prakat.repository.signature import sign
from prakat.request.policy.step import REQUESTER
from prakat_desk.desk import Desk
from prakat_desk.sending.workshop import name_of


@dataclass(frozen=True, slots=True)
class SampleSigner:
    person: Person
    key: Path
    moment: datetime.datetime

    def signed(self, number: int, head: str) -> bytes:
        payload = requester_tag(number, head, self.person, self.moment)
        return payload + sign(payload, self.key)


def requester_tag(number: int, head: str, person: Person, moment: datetime.datetime) -> bytes:
    """The text that the requester signs: exactly what is sent, under which number."""
    return tag_payload(sign_off_tag(number, REQUESTER), head, f"Requested: #{number}", name_of(person), moment)


def signer_of(desk: Desk, person: Person) -> SampleSigner | None:
    """None for whoever signs with a passkey, or not at all."""
    key = desk.sample_keys.get(person.id)
    return SampleSigner(person, key, desk.moment) if key else None
