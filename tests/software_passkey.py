"""A passkey in software: an ES256 key that answers as phones do, and as they never should."""

import base64
import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from prakat.repository import objects, refs
from prakat.repository.passkey import Assertion, challenge_of, passkey_of_point, passkey_signature
from sign_off_office import World

HOST, ORIGIN = "desk.office.example", "https://desk.office.example"
TOUCHED, ASKED = 0x01, 0x04
CHECKED = "Checked: correct, complete, current, lawful"


@dataclass(frozen=True)
class SoftwarePasskey:
    application: str = HOST
    origin: str = ORIGIN
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def line(self) -> str:
        point = self.private.public_key().public_numbers()
        return passkey_of_point(point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big"), self.application)

    def client_data(self, challenge: bytes, rest: bytes = b',"crossOrigin":false}') -> bytes:
        asked = base64.urlsafe_b64encode(challenge).rstrip(b"=")
        origin = self.origin.encode()
        return b'{"type":"webauthn.get","challenge":"' + asked + b'","origin":"' + origin + b'"' + rest

    def answers(
        self, challenge: bytes, flags: int = TOUCHED | ASKED, client: bytes = b"", extra: bytes = b""
    ) -> Assertion:
        data = hashlib.sha256(self.application.encode()).digest() + bytes([flags]) + (7).to_bytes(4, "big") + extra
        client = client or self.client_data(challenge)
        made = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return Assertion(data, client, made)

    def armour(self, payload: bytes) -> bytes:
        return passkey_signature(payload, self.line, self.answers(challenge_of(payload)), self.origin)

    def tag(self, world: World, number: int, step: str, name: str, target: str = "") -> str:
        """The sign-off as an object; it is nowhere pushed."""
        head = target or world.repository.ref(refs.request_ref(number)) or ""
        who = (name, f"{name}@office.example")
        payload = objects.tag_payload(refs.sign_off_tag(number, step), head, CHECKED, who, world.later())
        return objects.write(world.repository, "tag", payload + self.armour(payload))

    def sign(self, world: World, number: int, step: str, name: str) -> str:
        made = self.tag(world, number, step, name)
        world.staff.push(refs.sign_off_ref(number, step), made, world.later())
        return made
