"""Pango, which finds Thai words in its own way -> the same with no word to find: it breaks lines where it is told"""

# libthai, by which Pango finds them, reads its words from a file that LIBTHAI_DICTDIR names, once in a process. An
# empty list leaves every word whole. Words in spans that do not wrap give the same lines, and take six times as long.

import os
import struct
import tempfile
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from prakat.thai.whole_words import whole_words

_DICTIONARY = "LIBTHAI_DICTDIR"
_FILE = "thbrk.tri"
_FIRST_LETTER = 0x0E01
_NO_WORDS = (
    struct.pack(">Iiii", 0xD9FCD9FC, 1, _FIRST_LETTER, 0x0E5B)  # libdatrie: the alphabet, one range of characters
    + struct.pack(">Iiiiii", 0xDAFCDAFC, 3, -1, -1, 3, 0)  # the array: its head, no free cell, a root without children
    + struct.pack(">Iii", 0xDFFCDFFC, 0, 0)  # no tails
)
_LONGEST = 40
"""What is longer is no word, and breaks anywhere."""
_MAY_BREAK = "\u200b"


@cache
def leave_words_to_us() -> None:
    """To be called before Pango sees Thai for the first time; later, or where Pango has another library, words that it
    would break get spans."""
    before = os.environ.get(_DICTIONARY)
    with tempfile.TemporaryDirectory(prefix="prakat-") as folder:
        Path(folder, _FILE).write_bytes(_NO_WORDS)
        os.environ[_DICTIONARY] = folder
        _breaks(chr(_FIRST_LETTER) * 2)
        os.environ.pop(_DICTIONARY)
        if before is not None:
            os.environ[_DICTIONARY] = before


def _breaks(text: str) -> list[int]:
    """Places at which Pango would end a line."""
    from weasyprint.text.line_break import get_log_attrs  # here: it needs Pango

    return [place for place, each in enumerate(get_log_attrs(text, "th")) if each.is_line_break]


@lru_cache(maxsize=4096)
def set_words(line: str) -> str:
    """Printable text as HTML in which words stay whole."""
    if line.isascii():
        return escape(line)
    pieces = whole_words(line)
    breaks = _breaks("".join(pieces))
    made, start = "", 0
    for piece in pieces:
        end = start + len(piece)
        if start and not made[-1].isspace() and not piece[0].isspace():
            made += _MAY_BREAK
        is_broken = len(piece) <= _LONGEST and not piece.isascii() and any(start < each < end for each in breaks)
        made += f'<span class="whole">{escape(piece)}</span>' if is_broken else escape(piece)
        start = end
    return made
