"""SSH public key, as people write it or as bytes -> its plain form, its fingerprint, and whether it is whole"""

import base64
import binascii
import hashlib
import re
from functools import lru_cache

_TYPE = re.compile(r"[A-Za-z0-9@.-]+")
_ED25519 = 32
"""Bytes of such a key."""
_NEAR_PRIME = {"00": "00", "01": "00", "ec": "ff", "ed": "ff", "ee": "ff"}
_ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
_ORDER_4 = (f"{_first}{30 * _rest}{'00' if _rest == '00' else '7f'}" for _first, _rest in _NEAR_PRIME.items())
_ANYBODYS = frozenset(
    bytes.fromhex(_point)[:-1] + bytes([int(_point[-2:], 16) ^ _bit])
    for _point in (*_ORDER_4, *_ORDER_8)
    for _bit in (0, 0x80)
)
"""Every spelling of the points of small order: under such a key anybody can sign (RFC 8032, 8.6)."""
_POINTS = {b"nistp256": 65, b"nistp384": 97, b"nistp521": 133}
"""Curve -> bytes of an uncompressed point on it."""
_FORMS = {
    "ssh-ed25519": ("ed25519",),
    "sk-ssh-ed25519@openssh.com": ("ed25519", "application"),
    "ssh-rsa": ("exponent", "modulus"),
    "ecdsa-sha2-nistp256": ("curve", "point"),
    "ecdsa-sha2-nistp384": ("curve", "point"),
    "ecdsa-sha2-nistp521": ("curve", "point"),
    "sk-ecdsa-sha2-nistp256@openssh.com": ("curve", "point", "application"),
}
"""Kind of key -> what its bytes hold after the kind (RFC 4253, 5656, 8709; OpenSSH's PROTOCOL.u2f)."""


_SPOKEN = 20
"""Digits: as many keys as 66 bits must be made till one is told as another."""


def plain_key(key: str) -> str:
    """A public key as `type base64`, without its comment."""
    return " ".join(key.split(" ", 2)[:2])


def fingerprint(key: str) -> str:
    """As `ssh-keygen -l` prints it: SHA256:..."""
    try:
        data = base64.b64decode(key.split(" ")[1], validate=True)
    except (IndexError, binascii.Error):
        return ""
    return "SHA256:" + base64.b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def spoken_fingerprint(key: str) -> str:
    """Twenty digits of the same digest in groups of four, which people can read out to each other; empty for no key."""
    digest = fingerprint(key).removeprefix("SHA256:")
    if not digest:
        return ""
    digits = f"{int.from_bytes(base64.b64decode(digest + '='), 'big') % 10**_SPOKEN:0{_SPOKEN}}"
    return " ".join(digits[at : at + 4] for at in range(0, _SPOKEN, 4))


@lru_cache(maxsize=4096)
def key_of_data(data: bytes) -> str:
    """The key as in authorized_keys, without a comment; empty if the bytes are not a key."""
    kind = data[4 : 4 + int.from_bytes(data[:4], "big")].decode("ascii", "replace")
    return f"{kind} {base64.b64encode(data).decode('ascii')}" if _TYPE.fullmatch(kind) else ""


def is_whole(key: str) -> bool:
    """Whether its bytes are a key of the kind that stands before them, with nothing missing and nothing more."""
    kind, data = (*key.split(" "), "")[:2]
    wanted, parts = _FORMS.get(kind), _parts(data)
    if wanted is None or len(parts) != len(wanted) + 1 or parts[0] != kind.encode():
        return False
    found = dict(zip(wanted, parts[1:], strict=True))
    if "curve" in found:
        curve, point = found["curve"], found["point"]
        return kind.encode().find(curve) > 0 and len(point) == _POINTS.get(curve) and point[:1] == b"\x04"
    if "modulus" in found:
        exponent = int.from_bytes(found["exponent"], "big")
        return _bits(found["modulus"]) > 1 and exponent > 1 and exponent % 2 == 1
    return len(found["ed25519"]) == _ED25519 and found["ed25519"] not in _ANYBODYS


def rsa_bits(key: str) -> int | None:
    """The length of an RSA key; None for any other."""
    parts = _parts((*key.split(" "), "")[1]) if key.startswith("ssh-rsa ") else []
    return _bits(parts[2]) if len(parts) == 3 else None


def _bits(number: bytes) -> int:
    return int.from_bytes(number, "big").bit_length()


def key_strings(key: str) -> list[bytes]:
    """What a key consists of, beginning with its kind; nothing if it is not whole."""
    return _parts((*key.split(" "), "")[1])


def _parts(data: str) -> list[bytes]:
    """The strings that a key consists of, each of which says how long it is; none if they do not end with the key."""
    try:
        raw = base64.b64decode(data, validate=True)
    except binascii.Error:
        return []
    found, place = [], 0
    while place + 4 <= len(raw):
        end = place + 4 + int.from_bytes(raw[place : place + 4], "big")
        found.append(raw[place + 4 : end])
        place = end
    return found if place == len(raw) and base64.b64encode(raw).decode() == data else []
