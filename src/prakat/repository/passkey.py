"""WebAuthn passkey and what a device answers with it <-> OpenSSH key and signature, which anybody can verify (R34)"""

import base64
import hashlib
import re
from typing import NamedTuple

from prakat.cannot_work import CannotWork
from prakat.repository.passkey_proof import (
    ATTESTED,
    BY_PASSKEY,
    EXTENDED,
    MOST_PART,
    PASSKEY,
    PRESENT,
    SSHSIG,
    SSHSIG_HASH,
    SSHSIG_VERSION,
    VERIFIED,
    armoured,
    passkey_proof,
    ssh_string,
)
from prakat.repository.public_key import is_whole, key_strings
from prakat.repository.signature import NAMESPACE, Signature, is_genuine
from prakat.rules.wording import Label

_CURVE, _NUMBER = b"nistp256", 32
_OF_SSH = "ssh:"
"""Begins the application of a key that ssh-keygen made in a device: no browser can use it."""
_HEAD = 37
"""Bytes of authenticator data before its extensions: SHA-256 of the application, flags, counter."""
_DER = re.compile(rb"\x30(?P<all>[\x00-\x7f])(?P<inside>.*)", re.DOTALL)


class Assertion(NamedTuple):
    """What a device answers to navigator.credentials.get, as bytes."""

    authenticator_data: bytes
    client_data: bytes
    """clientDataJSON."""
    signature: bytes
    """DER."""


def passkey_of_point(x: bytes, y: bytes, application: str) -> str:
    """The public key as office.yml has it. Raises CannotWork for numbers of another length."""
    if (len(x), len(y)) != (_NUMBER, _NUMBER) or not application:
        raise CannotWork("repository.passkey-point")
    data = b"".join(map(ssh_string, (PASSKEY.encode(), _CURVE, b"\x04" + x + y, application.encode())))
    return f"{PASSKEY} {base64.b64encode(data).decode('ascii')}"


def point_of_passkey(key: str) -> tuple[bytes, bytes] | None:
    """x and y; None for a key of another kind, or one that ssh-keygen made."""
    if not application_of(key):
        return None
    point = key_strings(key)[2]
    return point[1 : 1 + _NUMBER], point[1 + _NUMBER :]


def application_of(key: str) -> str:
    """The name for which browsers made this passkey; empty for every other key."""
    if not key.startswith(f"{PASSKEY} ") or not is_whole(key):
        return ""
    found = key_strings(key)[3].decode("utf-8", "replace")
    return "" if found.startswith(_OF_SSH) else found


def challenge_of(payload: bytes) -> bytes:
    """What a device is asked to sign for these bytes of a tag: as the challenge of WebAuthn."""
    digest = hashlib.sha512(payload).digest()
    return SSHSIG + b"".join(map(ssh_string, (NAMESPACE.encode(), b"", SSHSIG_HASH, digest)))


def passkey_signature(payload: bytes, key: str, asserted: Assertion, origin: str) -> bytes:
    """The armoured signature over the payload, by that key, asked for on a page of `origin`.

    Raises CannotWork for an answer that is another key's or to another question, whose owner the device has not asked
    for, or that OpenSSH could not verify."""
    data, client = asserted.authenticator_data, asserted.client_data
    _check_client_data(client, challenge_of(payload), origin)
    _check_authenticator_data(data, application_of(key))
    r, s = _numbers(asserted.signature)
    flags, counter, extensions = data[32:33], data[33:_HEAD], data[_HEAD:]
    inside = (BY_PASSKEY, ssh_string(r) + ssh_string(s))
    signature = b"".join(map(ssh_string, inside)) + flags + counter
    signature += b"".join(map(ssh_string, (origin.encode(), client, extensions)))
    parts = (base64.b64decode(key.split(" ")[1]), NAMESPACE.encode(), b"", SSHSIG_HASH, signature)
    made = armoured(SSHSIG + SSHSIG_VERSION + b"".join(map(ssh_string, parts)))
    if not is_genuine(Signature.of(payload, made)):
        raise CannotWork("repository.passkey-wrong")
    proof = passkey_proof(made)
    if proof is None or proof.oddity:
        raise CannotWork("repository.passkey-odd", problem=Label("passkey_oddity", proof.oddity if proof else "form"))
    return made


def _check_client_data(client: bytes, challenge: bytes, origin: str) -> None:
    """OpenSSH compares how it begins, byte by byte."""
    asked = base64.urlsafe_b64encode(challenge).rstrip(b"=")
    begins = b'{"type":"webauthn.get","challenge":"'
    if len(client) > MOST_PART or not client.startswith(begins):
        raise CannotWork("repository.passkey-client")
    if not client.startswith(begins + asked + b'"'):
        raise CannotWork("repository.passkey-other-text")
    place = b',"origin":"' + origin.encode() + b'"'
    rest = client[len(begins + asked) + 1 :]
    if not rest.startswith(b',"origin":"'):
        raise CannotWork("repository.passkey-client")
    if '"' in origin or "\\" in origin or not rest.startswith(place) or rest[len(place) : len(place) + 1] not in b",}":
        found = rest.removeprefix(b',"origin":"').partition(b'"')[0].decode("utf-8", "replace")
        raise CannotWork("repository.passkey-origin", found=found, must=origin)


def _check_authenticator_data(data: bytes, application: str) -> None:
    if not _HEAD <= len(data) <= MOST_PART:
        raise CannotWork("repository.passkey-device")
    flags = data[32]
    if not application or data[:32] != hashlib.sha256(application.encode()).digest():
        raise CannotWork("repository.passkey-application", must=application or "—")
    if not flags & PRESENT or not flags & VERIFIED:
        raise CannotWork("repository.passkey-nobody")
    if flags & ATTESTED or bool(flags & EXTENDED) != (len(data) > _HEAD):
        raise CannotWork("repository.passkey-device")


def _numbers(der: bytes) -> tuple[bytes, bytes]:
    """r and s as DER has them, which is also how SSH has them."""
    match = _DER.fullmatch(der)
    rest = match["inside"] if match else b""
    found: list[bytes] = []
    while len(rest) > 2 and rest[0] == 2 and len(found) < 2:
        end = 2 + rest[1]
        found.append(rest[2:end])
        rest = rest[end:]
    fits = match and len(match["inside"]) == match["all"][0] and not rest and len(found) == 2
    if not fits or not all(0 < len(each) <= _NUMBER + 1 and each[0] < 0x80 for each in found):
        raise CannotWork("repository.passkey-wrong")
    return found[0], found[1]
