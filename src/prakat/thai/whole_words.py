"""a line of Thai -> the pieces that stay whole, in their order: a line may end after each of them, and nowhere else"""

import os
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, cast

_THAI = re.compile("[\u0e00-\u0e7f]")
_NUMBER = re.compile("[0-9\u0e50-\u0e59][0-9\u0e50-\u0e59.,]*")
_NEVER_FIRST = frozenset(")]}”’»,.:;!?/-–…\u0e2f\u0e46")
"""Closing signs, and the Thai signs that shorten and repeat what stands before them."""
_NEVER_LAST = frozenset("([{“‘«")
_LONGEST_UNIT = 12
_SILENT = {"PYTHAINLP_READ_ONLY": "1", "PYTHAINLP_OFFLINE": "1"}
"""It then makes no folder in anybody's home and asks no host."""


class _Lexicon:
    """pythainlp's words, as its newmm asks for them. Its own trie of them takes half a second to build."""

    def __init__(self) -> None:
        for name, value in _SILENT.items():
            os.environ.setdefault(name, value)
        from pythainlp.corpus import thai_words  # here: only where a paper is set

        self._words = thai_words()
        self._longest: dict[str, int] = {}
        for word in self._words:
            self._longest[word[:2]] = max(len(word), self._longest.get(word[:2], 0))

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """The words that begin there, the shortest first."""
        one = text[start : start + 1]
        longest = self._longest.get(text[start : start + 2], 0)
        ends = range(start + 2, min(start + longest, len(text)) + 1)
        found = (text[start:end] for end in ends)
        return [*([one] if one in self._words else []), *(each for each in found if each in self._words)]


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


@lru_cache(maxsize=4096)
def whole_words(line: str) -> tuple[str, ...]:
    """Words as newmm finds them, with their punctuation; a number of up to four digits keeps its unit. They join to the
    line, but that a space between number and unit is one that does not break."""
    pieces: list[str] = []
    for word in _words(line):
        last = pieces[-1] if pieces else ""
        if last and _belongs(last, word):
            pieces[-1] += word
        elif len(pieces) > 1 and last == " " and _is_unit(pieces[-2], word):
            pieces[-2:] = [f"{pieces[-2]}\u00a0{word}"]
        else:
            pieces.append(word)
    return tuple(pieces)


def _words(line: str) -> Iterator[str]:
    if not _THAI.search(line):
        yield line
        return
    lexicon = _lexicon()
    from pythainlp.tokenize.newmm import segment  # here: only where a paper is set

    yield from segment(line, cast(Any, lexicon), safe_mode=True)


def _belongs(before: str, after: str) -> bool:
    """Whether no line may end between them; of what is not Thai, the typesetter knows it."""
    if before[-1].isspace() or after[0].isspace():
        return False
    if not _THAI.match(before[-1]) and not _THAI.match(after[0]):
        return True
    is_number = _NUMBER.fullmatch(before) is not None
    return is_number or before[-1] in _NEVER_LAST or after[0] in _NEVER_FIRST


def _is_unit(number: str, word: str) -> bool:
    is_short = len(number) <= 4 and len(word) <= _LONGEST_UNIT
    return is_short and _NUMBER.fullmatch(number) is not None and _THAI.match(word) is not None
