"""text -> the form that the search shows, the form that it compares, and the grams by which a text is found"""

import re
import unicodedata
import zlib
from collections.abc import Iterator

from prakat.thai import buddhist_era
from prakat.thai.written_date import WrittenDate

GRAM = 3
"""Characters of a gram; only the last grams of a run are shorter."""
PASSAGE, OVERLAP = 400, 40
"""A text is indexed in passages of PASSAGE characters, each with the first OVERLAP characters of the next one added, so
that any string of at most OVERLAP characters is whole in some passage."""
SEAM = 100
"""Characters before and after the PASSAGE-th among which a passage may end."""

_NEVER_SHOWN = re.compile(
    "[\\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPLIT_AM = re.compile("([\u0e48-\u0e4b]*)\u0e4d([\u0e48-\u0e4b]*)\u0e32")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e48-\u0e4b]{2,}")
_TONE_FIRST = re.compile("[\u0e48-\u0e4b][\u0e31\u0e34-\u0e3a]")
_THAI_DIGIT = re.compile("[๐-๙]")
_YEARS, _MONTHS, _DAYS = 0xE000, 0xE100, 0xE200
"""Where the characters of a date begin, in the private area of Unicode."""
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


def shown(text: str) -> str:
    """The text on one line, with one spelling for what looks the same: nikhahit and aa become am, vowels come before
    tones, two e become one ae."""
    text = " ".join(_NEVER_SHOWN.sub("", text).split()).replace("เเ", "แ")
    if "\u0e4d" in text:
        text = _SPLIT_AM.sub("\\1\\2\u0e33", text)
    if _TONE_FIRST.search(text):
        text = _MARKS.sub(_vowels_first, text)
    return unicodedata.normalize("NFC", text)


def _vowels_first(marks: re.Match[str]) -> str:
    return "".join(sorted(marks[0], key=lambda mark: mark >= "\u0e48"))


def folded(text: str) -> str:
    """A shown text without differences that readers ignore, in small letters and Arabic digits.

    theme/assets/search/text.js folds the query by the same rule; a browser test compares the two."""
    text = _THAI_DIGIT.sub(lambda digit: chr(ord(digit[0]) - 0x0E50 + 0x30), text.replace("İ", "I").lower())
    return _BEYOND_BMP.sub(" ", text)


def day_run(date: WrittenDate) -> str:
    """A date as characters that no text uses, so that its day is one gram however it was written: year, month, day; or
    month and day, which is how every run with a year ends."""
    year = chr(_YEARS + date.year - buddhist_era.EARLIEST) if date.year else ""
    return year + chr(_MONTHS + date.month) + chr(_DAYS + date.day)


def passages(text: str) -> Iterator[str]:
    """A folded text in overlapping pieces; none if the text is empty. They are cut near every PASSAGE characters, at
    words that the text itself names, so that a changed word leaves most of the other pieces as they were."""
    starts = [0, *(_seam(text, about) for about in range(PASSAGE, len(text) - OVERLAP, PASSAGE))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if text:
            yield text[start : end + OVERLAP]


def _seam(text: str, about: int) -> int:
    """Where the word begins that a lot chooses from those near a place; the place if none is near."""
    near = text[about - SEAM : about + SEAM]
    words = near.split(" ")[1:-1]
    return about - SEAM + near.index(f" {max(words, key=_lot)} ") + 1 if words else about


def _lot(word: str) -> int:
    return zlib.crc32(word.encode("utf-8"))


def grams(passage: str) -> set[str]:
    """Every GRAM successive characters without a space, and the shorter ends of each run."""
    return {run[start : start + GRAM] for run in passage.split() for start in range(len(run) - 1)}
