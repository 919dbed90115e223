"""SSH public key, as people write it or as bytes -> its plain form, and its fingerprint"""

import base64
import binascii
import hashlib
import re
from functools import lru_cache

_TYPE = re.compile(r"[A-Za-z0-9@.-]+")


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


@lru_cache(maxsize=4096)
def key_of_data(data: bytes) -> str:
    """The key as in authorized_keys, without a comment; empty if the bytes are not a key."""
    kind = data[4 : 4 + int.from_bytes(data[:4], "big")].decode("ascii", "replace")
    return f"{kind} {base64.b64encode(data).decode('ascii')}" if _TYPE.fullmatch(kind) else ""
