"""the receipts after one of them -> the requests that something was received of"""

import re
from collections.abc import Iterable

from prakat.repository.receipt import Receipt
from prakat.repository.refs import REQUEST, SIGN_OFF

_OF_REQUEST = re.compile(f"(?:{REQUEST}|{SIGN_OFF})([1-9][0-9]{{0,8}})(?:/.*)?")


def requests_stirred(noted: Iterable[Receipt], after: int) -> list[int]:
    """Numbers, in the order of what was received last; `after`: ordinal of the last receipt that is known."""
    named = (_OF_REQUEST.fullmatch(each.ref) for each in noted if each.ordinal > after)
    return [*dict.fromkeys(int(each[1]) for each in named if each)]
