"""text -> Thai that was read by the wrong encoding, as `à¸...`, and the Thai that its bytes hold"""

import re
from collections.abc import Iterator
from functools import cache

from prakat.thai.text_flaw import TextFlaw

_LEAD, _THAI = 0xE0, (0xB8, 0xB9)
"""The bytes with which every Thai letter begins in UTF-8."""
_ENCODINGS = ("cp1252", "cp874", "mac_roman")
_E, _LEAST = "\u0e40", (1, 2)
"""Thai read as Windows-874 is Thai again, and once may be a word: เธ is one only if it comes twice."""
_WELL_FORMED = re.compile(r"[\u0e01-\u0e3a\u0e3f-\u0e5b\u2010-\u2026\u00a0\u200b]+")
_TIS = re.compile("[\u00a1-\u00da\u00df-\u00fb]{4,}")
"""Bytes of TIS-620 read as Latin 1: no European text has four such letters in a row."""
_HIGH = re.compile("[\u00a1-\u00fb]")
_VOWEL, _MARK_FIRST = re.compile("[\u0e30-\u0e3a\u0e40-\u0e4e]"), re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def _characters(encoding: str) -> dict[int, str]:
    """What each byte above 0x7F is shown as; those that the encoding leaves open, as browsers show them."""
    found = {}
    for byte in range(0x80, 0x100):
        try:
            found[byte] = bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            found[byte] = chr(byte)
    return found


class _Encoding:
    def __init__(self, name: str) -> None:
        shown = _characters(name)
        self._bytes = {character: byte for byte, character in shown.items()}
        follow = "".join(map(re.escape, (shown[byte] for byte in range(0x80, 0xC0))))
        self.beginning = tuple(shown[_LEAD] + shown[byte] for byte in _THAI)
        self.first = shown[_LEAD]
        pair = "|".join(self.beginning)
        self.letter = re.compile(f"(?:{pair})[{follow}\ufffd]?|{shown[0xE2]}{shown[0x80]}[{follow}]")
        self.run = re.compile(f"(?:{self.letter.pattern})+")

    def read_anew(self, run: str) -> str:
        """The Thai of the run; empty if its bytes are none."""
        try:
            found = bytes(self._bytes.get(character, 0xFF) for character in run).decode("utf-8")
        except UnicodeDecodeError:
            return ""
        return found if _WELL_FORMED.fullmatch(found) else ""


@cache
def _known() -> tuple[_Encoding, ...]:
    return tuple(map(_Encoding, _ENCODINGS))


def mojibake(text: str) -> Iterator[TextFlaw]:
    for encoding in _known():
        if encoding.first in text and any(begun in text for begun in encoding.beginning):
            for match in encoding.run.finditer(text):
                letters = encoding.letter.findall(match.group())
                if len(letters) >= _LEAST[match.group()[0] == _E] and any(map(encoding.read_anew, letters)):
                    yield TextFlaw("text.mojibake", *match.span(), encoding.read_anew(match.group()) or None)
    for match in _TIS.finditer(text) if _HIGH.search(text) else ():
        found = match.group().encode("latin-1").decode("cp874")
        if _VOWEL.search(found) and not any(begun in match.group() for begun in _known()[0].beginning):
            yield TextFlaw("text.mojibake", *match.span(), None if _MARK_FIRST.match(found) else found)
