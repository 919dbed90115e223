"""a sample person's throw-away key -> what they send, signed; no real office has such keys"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from prakat.office.person import Person
from prakat.repository.refs import sign_off_tag
from prakat.repository.signature import sign
from prakat.request.policy.step import STEP_NAMES
from prakat_desk.desk import Desk
from prakat_desk.sending.workshop import name_of

REQUESTER = "requester"
"""The step of the request form's first signature; it counts as none of the chain."""


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
    name, mail = name_of(person)
    lines = [f"object {head}", "type commit", f"tag {sign_off_tag(number, REQUESTER)}"]
    lines += [f"tagger {name} <{mail}> {int(moment.timestamp())} +0700", "", f"Requested: #{number}"]
    return ("\n".join(lines) + "\n").encode()


def signer_of(desk: Desk, person: Person) -> SampleSigner | None:
    """None for whoever signs with a passkey, or not at all."""
    key = desk.sample_keys.get(person.id)
    return SampleSigner(person, key, desk.moment) if key and REQUESTER in STEP_NAMES else None
