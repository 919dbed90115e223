"""WebAuthn passkey and what a device answers with it <-> OpenSSH key and signature, which anybody can verify (R34)"""

import base64
import hashlib
import re
from typing import NamedTuple

from prakat.cannot_work import CannotWork
from prakat.repository.public_key import is_whole, key_strings
from prakat.repository.signature import BEGIN, END, NAMESPACE, Signature, inside_armour, is_genuine

PASSKEY = "sk-ecdsa-sha2-nistp256@openssh.com"
_BY_PASSKEY = b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
_BY_DEVICE = (b"sk-ecdsa-sha2-nistp256@openssh.com", b"sk-ssh-ed25519@openssh.com")
_CURVE, _NUMBER = b"nistp256", 32
_OF_SSH = "ssh:"
"""Begins the application of a key that ssh-keygen made in a device: no browser can use it."""
_MAGIC, _VERSION, _HASH = b"SSHSIG", (1).to_bytes(4, "big"), b"sha512"
_PRESENT, _VERIFIED, _ATTESTED, _EXTENDED = 0x01, 0x04, 0x40, 0x80
_HEAD = 37
"""Bytes of authenticator data before its extensions: SHA-256 of the application, flags, counter."""
_MOST = 8192
"""Bytes of each part of an answer; devices send a few hundred."""
_LINE = 70
_DER = re.compile(rb"\x30(?P<all>[\x00-\x7f])(?P<inside>.*)", re.DOTALL)


class Assertion(NamedTuple):
    """What a device answers to navigator.credentials.get, as bytes."""

    authenticator_data: bytes
    client_data: bytes
    """clientDataJSON."""
    signature: bytes
    """DER."""


class PasskeyProof(NamedTuple):
    """What a signature made in a device says of how it was made."""

    application: str
    """For whom the key was made: of a passkey the name of the desk's host."""
    origin: str
    """The page that asked for it; empty where no browser did."""
    is_present: bool
    """Whether somebody touched the device."""
    is_verified: bool
    """Whether it asked who that is: by finger, face or PIN."""
    counter: int
    """0 for a passkey that several devices share."""


def passkey_of_point(x: bytes, y: bytes, application: str) -> str:
    """The public key as office.yml has it. Raises CannotWork for numbers of another length."""
    if (len(x), len(y)) != (_NUMBER, _NUMBER) or not application:
        raise CannotWork("repository.passkey-point")
    data = b"".join(map(_string, (PASSKEY.encode(), _CURVE, b"\x04" + x + y, application.encode())))
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
    return _MAGIC + b"".join(map(_string, (NAMESPACE.encode(), b"", _HASH, digest)))


def passkey_signature(payload: bytes, key: str, asserted: Assertion, origin: str) -> bytes:
    """The armoured signature over the payload, by that key, asked for on a page of `origin`.

    Raises CannotWork for an answer that is another key's or to another question, whose owner the device has not asked
    for, or that OpenSSH could not verify."""
    data, client = asserted.authenticator_data, asserted.client_data
    _check_client_data(client, challenge_of(payload), origin)
    _check_authenticator_data(data, application_of(key))
    r, s = _numbers(asserted.signature)
    flags, counter, extensions = data[32:33], data[33:_HEAD], data[_HEAD:]
    inside = (_BY_PASSKEY, _string(r) + _string(s))
    signature = b"".join(map(_string, inside)) + flags + counter
    signature += b"".join(map(_string, (origin.encode(), client, extensions)))
    parts = (base64.b64decode(key.split(" ")[1]), NAMESPACE.encode(), b"", _HASH, signature)
    made = _armoured(_MAGIC + _VERSION + b"".join(map(_string, parts)))
    if not is_genuine(Signature.of(payload, made)):
        raise CannotWork("repository.passkey-wrong")
    return made


def _check_client_data(client: bytes, challenge: bytes, origin: str) -> None:
    """OpenSSH compares how it begins, byte by byte."""
    asked = base64.urlsafe_b64encode(challenge).rstrip(b"=")
    begins = b'{"type":"webauthn.get","challenge":"'
    if len(client) > _MOST or not client.startswith(begins):
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
    if not _HEAD <= len(data) <= _MOST:
        raise CannotWork("repository.passkey-device")
    flags = data[32]
    if not application or data[:32] != hashlib.sha256(application.encode()).digest():
        raise CannotWork("repository.passkey-application", must=application or "—")
    if not flags & _PRESENT or not flags & _VERIFIED:
        raise CannotWork("repository.passkey-nobody")
    if flags & _ATTESTED or bool(flags & _EXTENDED) != (len(data) > _HEAD):
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


def passkey_proof(armour: bytes) -> PasskeyProof | None:
    """How a signature was made, by a passkey or another key in a device; None for one that was not. Nothing of it is
    true unless the signature is genuine."""
    try:
        key, _, _, _, signature = _strings(inside_armour(armour)[len(_MAGIC + _VERSION) :], 5)
        kind, _ = _strings(signature, 2)
        rest = signature[len(kind) + len(_strings(signature, 2)[1]) + 8 :]
        if kind not in (_BY_PASSKEY, *_BY_DEVICE):
            return None
        flags, counter = rest[0], int.from_bytes(rest[1:5], "big")
        origin = _strings(rest[5:], 3)[0] if kind == _BY_PASSKEY else b""
        application = _strings(key, 4 if key.startswith(_string(PASSKEY.encode())) else 3)[-1]
    except (ValueError, IndexError):
        return None
    name, page = (each.decode("utf-8", "replace") for each in (application, origin))
    return PasskeyProof(name, page, bool(flags & _PRESENT), bool(flags & _VERIFIED), counter)


def _strings(data: bytes, count: int) -> list[bytes]:
    """So many strings, each of which says how long it is. Raises ValueError where there are fewer."""
    found, place = [], 0
    for _ in range(count):
        end = place + 4 + int.from_bytes(data[place : place + 4], "big")
        if place + 4 > len(data) or end > len(data):
            raise ValueError(place)
        found.append(data[place + 4 : end])
        place = end
    return found


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _armoured(data: bytes) -> bytes:
    text = base64.b64encode(data)
    lines = [text[place : place + _LINE] + b"\n" for place in range(0, len(text), _LINE)]
    return BEGIN + b"".join(lines) + END
