"""SSH signature that a device made -> how it was made, and whatever no browser, device or desk would answer (R34)"""

import base64
import json
import re
from enum import StrEnum
from typing import Any, NamedTuple

from prakat.repository.signature import BEGIN, END, inside_armour

PASSKEY = "sk-ecdsa-sha2-nistp256@openssh.com"
BY_PASSKEY = b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
_BY_DEVICE = (PASSKEY.encode(), b"sk-ssh-ed25519@openssh.com")
_DEVICE = b"sk-"
"""In each of those names."""
PRESENT, VERIFIED, ATTESTED, EXTENDED = 0x01, 0x04, 0x40, 0x80
_SHAREABLE, _SHARED = 0x08, 0x10
"""Whether the passkey may be on several devices (BE), and whether it is (BS)."""
SSHSIG, SSHSIG_VERSION, SSHSIG_HASH = b"SSHSIG", (1).to_bytes(4, "big"), b"sha512"
MOST_PART = 8192
"""Bytes of each part of an answer; devices send a few hundred."""
_LINE = 70
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
_BLANK = re.compile(rb"[\x00-\x20\x7f]")
_MAP = 5
"""The kind of a CBOR item that holds pairs."""


class Oddity(StrEnum):
    """What keeps a signature that ssh-keygen finds right from being what a browser and a device answer to the desk."""

    NONE = ""
    FRAMED = "framed"
    CLIENT = "client"
    FLAGS = "flags"
    EXTENSIONS = "extensions"
    FORM = "form"


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
    oddity: Oddity = Oddity.NONE


def passkey_proof(armour: bytes) -> PasskeyProof | None:
    """How a signature was made, by a passkey or another key in a device; None for one that was not. Nothing of it is
    true unless the signature is genuine."""
    try:
        inside = inside_armour(armour)
        if _DEVICE not in inside:  # most signatures are of other keys, and are read no further
            return None
        key, _, _, algorithm, signature = ssh_strings(inside[len(SSHSIG + SSHSIG_VERSION) :], 5)
        kind, numbers = ssh_strings(signature, 2)
        rest = signature[len(kind) + len(numbers) + 8 :]
        if kind not in (BY_PASSKEY, *_BY_DEVICE):
            return None
        flags, counter = rest[0], int.from_bytes(rest[1:5], "big")
        origin, client, extensions = ssh_strings(rest[5:], 3) if kind == BY_PASSKEY else (b"", b"", b"")
        two = ssh_strings(numbers, 2)
        application = ssh_strings(key, 4 if key.startswith(ssh_string(PASSKEY.encode())) else 3)[-1]
    except (ValueError, IndexError):
        return None
    odd = Oddity.NONE
    if kind == BY_PASSKEY:
        is_plain = armour == armoured(inside) and algorithm == SSHSIG_HASH and all(map(_is_short, two))
        odd = _oddity(client, flags, extensions) if is_plain else Oddity.FORM
    name, page = (each.decode("utf-8", "replace") for each in (application, origin))
    return PasskeyProof(name, page, bool(flags & PRESENT), bool(flags & VERIFIED), counter, odd)


def _is_short(number: bytes) -> bool:
    """Whether no zero stands before it that need not, so that nobody can write one signature in two ways."""
    return number[:1] != b"\0" or number[1:2] >= b"\x80"


def _oddity(client: bytes, flags: int, extensions: bytes) -> Oddity:
    """ssh-keygen compares how the client data begins, and looks at nothing behind that."""
    if flags & _SHARED and not flags & _SHAREABLE:
        return Oddity.FLAGS
    if flags & EXTENDED and not _is_map(extensions):
        return Oddity.EXTENSIONS
    if len(client) > MOST_PART or _BLANK.search(_QUOTED.sub(b'""', client)):
        return Oddity.CLIENT
    try:
        told = json.loads(client.decode("utf-8"), object_pairs_hook=_once, parse_constant=_once)
    except (ValueError, RecursionError):
        return Oddity.CLIENT
    if not isinstance(told, dict):
        return Oddity.CLIENT
    is_framed = told.get("crossOrigin", False) is not False or "topOrigin" in told
    return Oddity.FRAMED if is_framed else Oddity.NONE


def _once(pairs: Any) -> dict[str, Any]:
    """Refuses names that stand twice, of which each reader would believe another one, and what is no JSON."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(pairs)
    return found


def _is_map(data: bytes) -> bool:
    """Whether it is one whole CBOR map, with the lengths that devices must tell (CTAP2)."""
    place, left = 0, 1
    while left and place < len(data):
        kind, size = data[place] >> 5, data[place] & 31
        more = 0 if size < 24 else 1 << (size - 24)
        if more > 8:
            return False
        value = int.from_bytes(data[place + 1 : place + 1 + more], "big") if more else size
        place += 1 + more + (value if kind in (2, 3) else 0)
        left += {4: value, _MAP: 2 * value, 6: 1}.get(kind, 0) - 1
    return not left and place == len(data) and data[0] >> 5 == _MAP


def ssh_strings(data: bytes, count: int) -> list[bytes]:
    """So many strings, each of which says how long it is. Raises ValueError where there are fewer."""
    found, place = [], 0
    for _ in range(count):
        end = place + 4 + int.from_bytes(data[place : place + 4], "big")
        if place + 4 > len(data) or end > len(data):
            raise ValueError(place)
        found.append(data[place + 4 : end])
        place = end
    return found


def ssh_string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def armoured(data: bytes) -> bytes:
    """A signature's bytes as ssh-keygen writes them into a file."""
    text = base64.b64encode(data)
    lines = [text[place : place + _LINE] + b"\n" for place in range(0, len(text), _LINE)]
    return BEGIN + b"".join(lines) + END
