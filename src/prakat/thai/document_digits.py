"""text of an official document -> the same in Thai digits, but for what is typed into a machine: addresses, codes"""

import re

from prakat.thai.buddhist_era import to_thai_digits

_WORD = re.compile(r"[^\s()\[\]“”\"'،,;]+")
_LATIN = re.compile(r"[A-Za-z@_\\]")


def document_digits(text: str) -> str:
    """Words with a Latin letter, as COVID-19, A4, notice.pdf and https://…/2569/, keep the digits that they have."""
    return _WORD.sub(lambda found: found[0] if _LATIN.search(found[0]) else to_thai_digits(found[0]), text)
