"""a request's number, head and base -> the few letters by which people see that two places speak of the same text"""

import hashlib

_LETTERS, _GROUP = 12, 4


def digest_shown(head: str, base: str, number: int) -> str:
    """The same on the page that is signed and in the mail that asks for it; another as soon as anything is another."""
    told = f"request {number}\nhead {head}\nbase {base}\n".encode("ascii", "replace")
    found = hashlib.sha256(told).hexdigest()[:_LETTERS]
    return " ".join(found[place : place + _GROUP] for place in range(0, _LETTERS, _GROUP))
