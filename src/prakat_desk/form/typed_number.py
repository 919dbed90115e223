"""what people type in the place of a whole number -> the number, if it can be meant as one only"""

import re

from prakat.thai.buddhist_era import to_arabic_digits

_NUMBER = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}", re.ASCII)


def typed_number(typed: str) -> int | None:
    """In Thai or Arabic digits, with commas between the thousands or without; None for anything else."""
    text = to_arabic_digits(typed).strip()
    return int(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
