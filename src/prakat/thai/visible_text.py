"""text -> what a reader sees of it, and hidden characters that it must not have"""

import re
import unicodedata

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]+")
"""Those of them that show nothing by themselves."""
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_BLANK = re.compile(
    r"[\xa0\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\ufe00-\ufe0f\uffa0"
    r"\U000e0100-\U000e01ef]"
)
"""Characters of other kinds that show nothing, or a space that is not the common one."""


_USUAL, _MARKS = re.compile("[\n -~\u0e01-\u0e5b\u2013]*"), re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
"""What texts are made of, and what of it does not count: nothing else is asked in most of them."""


def control_character(text: str) -> str | None:
    """The first control or direction-changing character, as U+XXXX; None if there is none."""
    match = None if text.isprintable() else _CONTROL.search(text)
    return f"U+{ord(match.group()):04X}" if match else None


def visible_length(text: str) -> int:
    """How many characters a reader sees; combining marks, zero-width characters and outer spaces do not count."""
    if text.isascii():
        return len(text.strip())
    if _USUAL.fullmatch(text):
        return len(text.strip()) - len(_MARKS.findall(text))
    return sum(unicodedata.category(character) not in ("Mn", "Cf") for character in text.strip())


def seen(text: str) -> str:
    """The text with the codes of characters that are invisible, look like a space or change the direction of others."""
    if text.isprintable() and not _BLANK.search(text):
        return text
    return "".join(f"\\u{ord(each):04x}" if _is_unseen(each) else each for each in text)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN or bool(_BLANK.match(character))


def with_signs(text: str) -> str:
    """The text with visible signs for spaces and line ends."""
    return text.replace("\n", "↵").replace(" ", "␣")
