"""text -> what a reader sees of it, and hidden characters that it must not have"""

import re
import unicodedata

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)

_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def control_character(text: str) -> str | None:
    """The first control or direction-changing character, as U+XXXX; None if there is none."""
    match = None if text.isprintable() else _CONTROL.search(text)
    return f"U+{ord(match.group()):04X}" if match else None


def visible_length(text: str) -> int:
    """How many characters a reader sees; combining marks, zero-width characters and outer spaces do not count."""
    return sum(unicodedata.category(character) not in ("Mn", "Cf") for character in text.strip())


def seen(text: str) -> str:
    """The text with the codes of characters that are invisible or change the direction of others."""
    if text.isprintable():
        return text
    return "".join(f"\\u{ord(each):04x}" if unicodedata.category(each) in _UNSEEN else each for each in text)


def with_signs(text: str) -> str:
    """The text with visible signs for spaces and line ends."""
    return text.replace("\n", "↵").replace(" ", "␣")
