"""text -> whether it is the whole id of a git object; and the ids that have a meaning of their own"""

import hashlib
import re

OBJECT_ID = re.compile(r"[0-9a-f]{40}")
NOTHING = "0" * 40
"""Stands for no object: a file or ref that was not there before, or is gone now."""
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def id_of_bytes(kind: str, data: bytes) -> str:
    """The id of an object of that kind."""
    digest = hashlib.sha1(f"{kind} {len(data)}\0".encode(), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()
