"""text -> its characters that nobody sees: marks without width, and spaces that are not the common one"""

import re
import unicodedata
from collections.abc import Iterator

from prakat.thai.text_flaw import TextFlaw

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_NOTHING = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
"""The zero-width space is none of them: Thai is typed with it where a line may break, and pages are shown without."""
_HIDDEN = re.compile(f"[{_SPACES}{_NOTHING}]+")
_WITHIN = f"[{_NOTHING}\u200b\ufeff\u202a-\u202e\u2066-\u2069]"
_IN_NUMBER = re.compile(f"(?<=[0-9๐-๙])[-() .]{{0,3}}{_WITHIN}+[-() .]{{0,3}}(?=[0-9๐-๙])")
_WORD = re.compile("[^\\s<>()\\[\\]\"']+")
_BETWEEN = re.compile(f"(?<=[!-~]){_WITHIN}+(?=[!-~])")
_ONE = re.compile(_WITHIN)
_SPACE = re.compile(f"[{_SPACES}]")
_PICTURE = {"So", "Sk", "Sm"}
_OF_PICTURES = re.compile("[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]+")


def hidden_marks(text: str) -> Iterator[TextFlaw]:
    if text.isascii():
        return
    for match in _IN_NUMBER.finditer(text):
        if not _is_of_picture(text, match.start(), match.group()):
            yield TextFlaw("text.hidden-in-number", *match.span(), _ONE.sub("", match.group()))
    if _ONE.search(text):
        yield from _in_addresses(text)
    for match in _HIDDEN.finditer(text):
        if not _is_of_picture(text, match.start(), match.group()):
            yield TextFlaw("text.hidden", *match.span(), " " * len(_SPACE.findall(match.group())))


def _in_addresses(text: str) -> Iterator[TextFlaw]:
    """Of the web and of mail; in Thai beside them a zero-width space is honest."""
    for word in _WORD.finditer(text):
        if "@" in word.group() or "://" in word.group() or word.group().startswith("www."):
            for match in _BETWEEN.finditer(text, *word.span()):
                yield TextFlaw("text.hidden-in-number", *match.span(), "")


def _is_of_picture(text: str, start: int, found: str) -> bool:
    """Whether the marks join or choose pictograms, as in a family, a flag or a key."""
    before, after = text[start - 1 : start], text[start + len(found) : start + len(found) + 1]
    is_picture = bool(before) and (unicodedata.category(before) in _PICTURE or after == "\u20e3")
    return is_picture and _OF_PICTURES.fullmatch(found) is not None


def code_and_name(character: str) -> str:
    """Unicode's code and name of a character; those for private use and for control have no name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '').lower()}".rstrip()
