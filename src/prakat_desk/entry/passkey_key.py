"""a passkey's public key as the device tells it (COSE) <-> as office.yml has it (OpenSSH's sk-ecdsa), and its name"""

from collections.abc import Mapping

from webauthn.helpers import encode_cbor, parse_cbor

from prakat.cannot_work import CannotWork
from prakat.repository.passkey import application_of, passkey_of_point, point_of_passkey

_SIZE = 32
_KTY, _ALG, _CRV, _X, _Y = 1, 3, -1, -2, -3
_EC2, _ES256, _P256 = 2, -7, 1


def key_of_cose(cose: bytes, application: str) -> str:
    """The key for office.yml. Raises CannotWork for one of another kind, with which nobody can sign here."""
    found = parse_cbor(cose)
    known = (_EC2, _ES256, _P256)
    if not isinstance(found, Mapping) or (found.get(_KTY), found.get(_ALG), found.get(_CRV)) != known:
        raise CannotWork("desk_entry.other-kind")
    x, y = found.get(_X), found.get(_Y)
    if not isinstance(x, bytes) or not isinstance(y, bytes) or (len(x), len(y)) != (_SIZE, _SIZE):
        raise CannotWork("desk_entry.other-kind")
    return passkey_of_point(x, y, application)


def cose_of_key(key: str, application: str) -> bytes | None:
    """What verifies the passkey's answers; None for a key of another kind, or made for another address."""
    point = point_of_passkey(key)
    if point is None or application_of(key) != application:
        return None
    x, y = point
    return encode_cbor({_KTY: _EC2, _ALG: _ES256, _CRV: _P256, _X: x, _Y: y})


def name_of_key(key: str) -> str:
    """The comment: what its owner calls the device."""
    return " ".join(key.split(" ")[2:])
