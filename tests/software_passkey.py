"""A passkey in software: an ES256 key that answers as phones do, and as they never should."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from prakat.repository import objects, refs
from prakat.repository.passkey import Assertion, challenge_of, passkey_of_point, passkey_signature
from prakat.repository.passkey_proof import PASSKEY
from prakat.repository.signature import BEGIN, END, Signature, is_genuine
from sign_off_office import World

HOST, ORIGIN = "desk.office.example", "https://desk.office.example"
TOUCHED, ASKED = 0x01, 0x04
CHECKED = "Checked: correct, complete, current, lawful"


@dataclass(frozen=True)
class SoftwarePasskey:
    application: str = HOST
    origin: str = ORIGIN
    counter: int = 0
    """What it has counted; 0 for a passkey that several devices share."""
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def named(cls, name: str, application: str = HOST) -> "SoftwarePasskey":
        """The same key for the same name, in every process."""
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:31], "big") + 1
        return cls(application, private=ec.derive_private_key(number, ec.SECP256R1()))

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
        data = (
            hashlib.sha256(self.application.encode()).digest()
            + bytes([flags])
            + self.counter.to_bytes(4, "big")
            + extra
        )
        client = client or self.client_data(challenge)
        made = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return Assertion(data, client, made)

    def armour(self, payload: bytes) -> bytes:
        return passkey_signature(payload, self.line, self.answers(challenge_of(payload)), self.origin)

    def weak_armour(self, payload: bytes, flags: int = TOUCHED | ASKED, origin: str = ORIGIN) -> bytes:
        """A signature that ssh-keygen finds right, made elsewhere or with nobody there: no honest desk writes it."""
        other = replace(self, origin=origin)
        answer = other.answers(challenge_of(payload), flags)
        honest = binascii.a2b_base64(self.armour(payload).removeprefix(BEGIN).removesuffix(END))
        r, s = (_string(_mpint(each)) for each in decode_dss_signature(answer.signature))
        data = answer.authenticator_data
        parts = _string(b"webauthn-" + PASSKEY.encode()) + _string(r + s) + data[32:37]
        parts += _string(origin.encode()) + _string(answer.client_data) + _string(data[37:])
        key = _string(base64.b64decode(self.line.split(" ")[1]))
        inside = honest[:10] + key + _string(b"git") + _string(b"") + _string(b"sha512") + _string(parts)
        text = base64.b64encode(inside)
        made = BEGIN + b"".join(text[at : at + 70] + b"\n" for at in range(0, len(text), 70)) + END
        assert is_genuine(Signature.of(payload, made))
        return made

    def weak(self, world: World, number: int, step: str, name: str, **how: Any) -> str:
        head = world.repository.ref(refs.request_ref(number)) or ""
        who = (name, f"{name}@office.example")
        payload = objects.tag_payload(refs.sign_off_tag(number, step), head, CHECKED, who, world.later())
        return objects.write(world.repository, "tag", payload + self.weak_armour(payload, **how))

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


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _mpint(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")
