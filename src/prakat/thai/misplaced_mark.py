"""Thai text -> its vowels and marks that are typed twice, in the wrong order or without a letter, and lost ำ"""

import re
from collections.abc import Iterator

from prakat.thai.text_flaw import TextFlaw

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_TONE, _AM, _AA = "[\u0e48-\u0e4c]", "\u0e33", "\u0e32"
_NIKHAHIT, _TWO_E, _AE = "\u0e4d", "\u0e40\u0e40", "\u0e41"
_ABOVE_AND_BELOW = "\u0e31\u0e34-\u0e39\u0e47-\u0e4c"
_SAME = re.compile("(.)\\1+")
_WRONG = re.compile(
    f"(?P<run>[{_ABOVE_AND_BELOW}]{{2,}})(?!{_NIKHAHIT})"
    f"|(?P<twice>([\u0e3a\u0e4d\u0e4e])\\3+)"
    f"|(?P<am>(?P<before>{_TONE}*){_NIKHAHIT}(?P<after>{_TONE}*){_AA})"
    f"|(?<=[\u0e01-\u0e2e]){_AM}(?P<late>{_TONE}+)"
    f"|(?P<two_e>{_TWO_E})(?!\u0e40)"
)
"""What has only one right spelling."""
_DOUBTFUL = re.compile(
    "[\u0e48-\u0e4b][\u0e48-\u0e4b]"  # two tones
    "|[\u0e31\u0e34-\u0e37\u0e47]{2}"  # two vowels above one letter
    "|[\u0e38\u0e39]{2}"
    "|([\u0e30\u0e32\u0e33\u0e41-\u0e44])\\1+|\u0e40{3,}"  # a vowel beside its letter, twice
    "|[\u0e30\u0e32][\u0e47-\u0e4c]"  # a mark behind the vowel that follows its letter
    "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])(?=[\u0e2f-\u0e39\u0e41-\u0e4e])"  # a vowel before no letter
)
"""What is wrong, but may have been meant in several ways."""
_OTHERS = "\u25cc\ue000-\uf8ff\ufffd"
"""The circle that shows a mark alone, and what stands for a lost letter, of which another rule speaks."""
_LONE = re.compile(
    f"(?<![\u0e01-\u0e2e\u0e30\u0e32\u0e33{_MARKS}{_OTHERS}])[{_MARKS}]"
    f"|(?<![\u0e00-\u0e7f\u200b{_OTHERS}])[\u0e30\u0e32\u0e33]"
)
_SPLIT = re.compile(
    "(?<=[\u0e01-\u0e2e])[ \u00a0]{1,2}\u0e32"
    "|(?<=[\u0e01-\u0e2e])[ \u00a0]{1,2}(?P<tone>[\u0e48-\u0e4b])(?P<vowel>[\u0e32\u0e33])"
    "|(?<=[\u0e01-\u0e2e])[ \u00a0](?P<am>\u0e33)"
    f"|(?<=[\u0e01-\u0e2e{_MARKS}])[ \u00a0](?P<mark>[{_MARKS}]+)(?=[\u0e01-\u0e2e\u0e40-\u0e44])"
)
"""A space that a copy from a PDF put before a mark, or in place of the ring of ำ. No Thai word begins with those."""


_SUSPECT = tuple(
    map(
        re.compile,
        (
            f"[\u0e3a\u0e48-\u0e4e][{_MARKS}]",
            "[\u0e31\u0e34-\u0e39\u0e47][\u0e31\u0e34-\u0e3a\u0e47]",
            "[\u0e30\u0e33][\u0e30\u0e33\u0e47-\u0e4c]",
            "\u0e32[\u0e32\u0e47-\u0e4c]",
            "[\u0e40-\u0e44][^\u0e01-\u0e2e]",
            f"[^\u0e01-\u0e2e\u0e30-\u0e3a\u0e47-\u0e4e][{_MARKS}]",
            "[^\u0e00-\u0e7f][\u0e30\u0e32\u0e33]",
            f"\\A[{_MARKS}\u0e30\u0e32\u0e33]|{_NIKHAHIT}",
        ),
    )
)
"""One of them is in every text that has such a flaw; to look for them alone is four times as fast."""


def misplaced_marks(text: str) -> Iterator[TextFlaw]:
    if not any(each.search(text) for each in _SUSPECT):
        return
    for match in _WRONG.finditer(text):
        if (right := _right(match)) != match.group():
            yield TextFlaw("text.marks", *match.span(), right)
    for match in _DOUBTFUL.finditer(text):
        yield TextFlaw("text.marks", *match.span())
    for match in _SPLIT.finditer(text):
        if match["mark"]:
            yield TextFlaw("text.marks", *match.span(), match["mark"])
        else:
            yield TextFlaw("text.sara-am", *match.span(), _joined(match))
    for match in _LONE.finditer(text):
        yield TextFlaw("text.lone-mark", *match.span())


def _right(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "run":
            tones = "".join(re.findall(_TONE, found))
            return _SAME.sub(r"\1", re.sub(_TONE, "", found) + tones)
        case "twice":
            return found[0]
        case "late":
            return found[1:] + found[0]
        case "two_e":
            return _AE
    return f"{match['before']}{match['after']}{_AM}"


def _joined(match: re.Match[str]) -> str | None:
    """A copied ำ is a space and า; with a tone it may as well have been า."""
    if match["am"]:
        return _AM
    return match["tone"] + _AM if match["vowel"] == _AM else None if match["tone"] else _AM


_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def lost_am(text: str, words: dict[str, str]) -> Iterator[TextFlaw]:
    """The words, each of which is no Thai as it is spelled, with what they are when ำ is put back. A word whose last
    letter bears a mark is another one: of นาฬิกาไร้สาย only the middle looks like กาไร."""
    for word, meant in words.items():
        start = text.find(word)
        while start >= 0:
            if not _MARK.match(text, start + len(word)):
                yield TextFlaw("text.sara-am", start, start + len(word), meant)
            start = text.find(word, start + len(word))
