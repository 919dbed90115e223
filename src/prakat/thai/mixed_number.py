"""text -> its numbers in which a Latin letter stands for a digit, or which mix Thai and Arabic digits"""

import re
from collections.abc import Iterator

from prakat.thai.buddhist_era import to_arabic_digits, to_thai_digits
from prakat.thai.text_flaw import TextFlaw

_DIGIT = "0-9๐-๙"
_TOKEN = re.compile(rf"(?<![A-Za-z{_DIGIT}_@#=%&?+/-])[{_DIGIT}OoIl](?:[.,:/-]?[{_DIGIT}OoIl])*+(?![A-Za-z_@#=%&?+/-])")
_BESIDE = re.compile(f"[{_DIGIT}][OoIl]|[OoIl][{_DIGIT}]|[OoIl][.:]")
_LONELY = re.compile(rf"(?<![{_DIGIT}Oo])[Oo](?![{_DIGIT}Oo])")
_NOT_BETWEEN = re.compile(rf"(?<![{_DIGIT}Oo])[Il]|[Il](?![.,:/-]?[{_DIGIT}Oo])")
_TIME = re.compile(rf"[OoIl{_DIGIT}]{{2}}[.:][Oo{_DIGIT}]{{2}}")
_ARABIC, _THAI = str.maketrans("OoIl", "0011"), str.maketrans("OoIl", "๐๐๑๑")
_LEAST, _PHONE = 3, 9
"""Characters of a number that ends with a letter, and digits of a telephone number."""
_NUMBER = re.compile(rf"(?<![A-Za-z{_DIGIT}])[{_DIGIT}]+(?:[.,][{_DIGIT}]+)*+(?![A-Za-z])")
_THAI_DIGIT = re.compile("[๐-๙]")
_BOTH = re.compile("[0-9][๐-๙]|[๐-๙][0-9]|[0-9],[๐-๙]{3}|[๐-๙],[0-9]{3}")


def mixed_numbers(text: str) -> Iterator[TextFlaw]:
    for match in _TOKEN.finditer(text) if _BESIDE.search(text) else ():
        if _has_letter_for_digit(match.group()):
            yield TextFlaw("number.letter", *match.span(), _in_digits(match.group()))
    for match in _NUMBER.finditer(text) if _THAI_DIGIT.search(text) and _BOTH.search(text) else ():
        if _BOTH.search(match.group()):
            yield TextFlaw("number.mixed-digits", *match.span(), _of_one_kind(match.group()))


def _in_digits(token: str) -> str:
    """With the digits that the letters look like, Thai ones among Thai ones."""
    return token.translate(_THAI if re.search("[๐-๙]", token) else _ARABIC)


def _of_one_kind(token: str) -> str:
    """In the digits that most of it has; in Thai ones if both are as many."""
    is_thai = 2 * len(re.findall("[๐-๙]", token)) >= sum(each.isdecimal() for each in token)
    return to_thai_digits(token) if is_thai else to_arabic_digits(token)


def _has_letter_for_digit(token: str) -> bool:
    digits = sum(each.isdecimal() for each in token)
    if digits in (0, len(token)) or token.isdecimal() or not re.search("[OoIl]", token):
        return False
    if _TIME.fullmatch(token):
        return True
    if not token[0].isdecimal() and sum(each not in ".,:/-" for each in token) < _PHONE:
        return False
    return len(token) >= _LEAST and not _LONELY.search(token) and not _NOT_BETWEEN.search(token)
