"""telephone number as people write it -> what to dial"""

import re

from prakat.thai.buddhist_era import to_arabic_digits

_MOBILE = "689"
"""What follows the 0 of a mobile number, which has ten digits; others have nine."""
_WRITTEN = re.compile(r"[+\d(][\d \u00a0\u2010-\u2013()-]*")
_DOMESTIC = re.compile(r"(?<=\+66)\(?0\)?")


def dial(phone: str) -> str:
    """The first number, without spaces, extension or what stands for a second number: `0 2590 1000-9`."""
    written = _WRITTEN.match(to_arabic_digits(phone))
    digits = re.sub(r"[^+\d]", "", written[0]) if written else ""
    digits = _DOMESTIC.sub("", digits)
    if not digits.startswith("0"):
        return digits
    return digits[: 10 if digits[1:2] in _MOBILE else 9]
