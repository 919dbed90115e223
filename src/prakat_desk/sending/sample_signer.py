"""a sample person's throw-away key -> what they sign; no real office has such keys"""

from dataclasses import dataclass
from pathlib import Path

from prakat.office.person import Person
from prakat.repository.signature import sign
from prakat_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class SampleSigner:
    key: Path

    def of(self, text: bytes) -> bytes:
        return text + sign(text, self.key)


def sample_signer(desk: Desk, person: Person) -> SampleSigner | None:
    """None for whoever signs with a passkey, or not at all."""
    key = desk.sample_keys.get(person.id)
    return SampleSigner(key) if key else None
