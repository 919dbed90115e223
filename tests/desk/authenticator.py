"""A phone's own part of a passkey: it makes keys and answers challenges, rightly or as an attacker would."""

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
_NONE = {"fmt": "none", "attStmt": {}}


class Authenticator:
    """Holds one passkey at a time; every part of what it answers can be another than it should be."""

    def __init__(self, origin: str, rp_id: str = "localhost", curve: ec.EllipticCurve | None = None) -> None:
        self.origin, self.rp_id, self.counter = origin, rp_id, 0
        self.flags = PRESENT | VERIFIED
        self.key = ec.generate_private_key(curve or ec.SECP256R1())
        self.credential = hashlib.sha256(str(self.key.private_numbers().private_value).encode()).digest()
        self.user = b""

    def make(self, options: dict[str, Any], kind: str = "webauthn.create") -> str:
        self.user = base64url_to_bytes(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        size = (self.key.curve.key_size + 7) // 8
        known = {"secp256r1": (-7, 1), "secp384r1": (-35, 2)}[self.key.curve.name]
        cose = {1: 2, 3: known[0], -1: known[1], -2: point.x.to_bytes(size, "big"), -3: point.y.to_bytes(size, "big")}
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + encode_cbor(cose)
        data = self._data(self.flags | ATTESTED) + attested
        told = encode_cbor({**_NONE, "authData": data})
        return self._answer(
            {"clientDataJSON": self._client(options, kind), "attestationObject": bytes_to_base64url(told)}
        )

    def answer(self, options: dict[str, Any], user: bytes | None = None) -> str:
        client = self._client(options, "webauthn.get")
        data = self._data(self.flags)
        signed = self.key.sign(data + hashlib.sha256(base64url_to_bytes(client)).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": bytes_to_base64url(data),
                "signature": bytes_to_base64url(signed),
                "userHandle": bytes_to_base64url(self.user if user is None else user),
            }
        )

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, options: dict[str, Any], kind: str) -> str:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return bytes_to_base64url(json.dumps(told, separators=(",", ":")).encode())

    def _answer(self, response: dict[str, str]) -> str:
        name = bytes_to_base64url(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
