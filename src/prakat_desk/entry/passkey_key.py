"""a passkey's public key as the device tells it (COSE) <-> as office.yml has it (OpenSSH's sk-ecdsa), and its name"""

import base64
from collections.abc import Mapping

from webauthn.helpers import encode_cbor, parse_cbor

from prakat.cannot_work import CannotWork
from prakat.repository.public_key import is_whole

KIND = "sk-ecdsa-sha2-nistp256@openssh.com"
_CURVE, _SIZE = b"nistp256", 32
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
    parts = (KIND.encode(), _CURVE, b"\x04" + x + y, application.encode())
    data = b"".join(len(each).to_bytes(4, "big") + each for each in parts)
    return f"{KIND} {base64.b64encode(data).decode()}"


def cose_of_key(key: str, application: str) -> bytes | None:
    """What verifies the passkey's answers; None for a key of another kind, or made for another address."""
    if not key.startswith(f"{KIND} ") or not is_whole(key):
        return None
    data = base64.b64decode(key.split(" ")[1])
    own = application.encode()
    end = len(own).to_bytes(4, "big") + own
    if not data.endswith(end):
        return None
    point = data[: -len(end)][-2 * _SIZE :]
    return encode_cbor({_KTY: _EC2, _ALG: _ES256, _CRV: _P256, _X: point[:_SIZE], _Y: point[_SIZE:]})


def name_of_key(key: str) -> str:
    """The comment: what its owner calls the device."""
    return " ".join(key.split(" ")[2:])
