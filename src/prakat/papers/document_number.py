"""office.yml's prefix of its letters x the number that the clerk gave -> the number as it stands on the paper"""

import re

from prakat.cannot_work import CannotWork
from prakat.office.office import FILE, Office
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import to_arabic_digits

_NUMBER = r"({circular})?\s*([0-9]{{1,6}})"
"""Of a letter that goes to many, a letter stands before it (Rules on correspondence work)."""
_DOTS = "." * 16


def document_number(office: Office, number: str = "") -> tuple[str, tuple[Message, ...]]:
    """Without a number, dots to write it on, and what whoever prints it is to know. `number` may be in Thai digits.
    Raises CannotWork for one that is none."""
    typed = to_arabic_digits(number.strip())
    read = re.fullmatch(_NUMBER.format(circular=message("papers_evidence.circular").text()), typed)
    if typed and read is None:
        raise CannotWork("papers_evidence.no-such-number", found=number)
    prefix = office.document_prefix.strip()
    if not prefix:
        return _DOTS, (message("papers_evidence.no-prefix", file=FILE),)
    start = prefix if prefix.endswith("/") else f"{prefix}/"
    if read is None:
        return f"{start}{_DOTS}", (message("papers_evidence.no-number"),)
    return start + " ".join(filter(None, read.groups())), ()
