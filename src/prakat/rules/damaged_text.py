"""text -> findings about what is damaged in it, each with its place and what was meant; and the mended text"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import groupby

from prakat.rules import data
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.wording import Listed, Said
from prakat.thai.hidden_mark import code_and_name, hidden_marks
from prakat.thai.misplaced_mark import lost_am, misplaced_marks
from prakat.thai.mixed_number import mixed_numbers
from prakat.thai.mojibake import mojibake
from prakat.thai.old_glyph import old_glyphs
from prakat.thai.text_flaw import TextFlaw
from prakat.thai.visible_text import seen

FLAWS = frozenset(
    {
        *("text.old-font", "text.lost", "text.mojibake", "text.marks", "text.lone-mark", "text.sara-am"),
        *("text.hidden", "text.hidden-in-number", "number.letter", "number.mixed-digits"),
    }
)
FOR_PEOPLE = frozenset({"number.letter", "number.mixed-digits"})
"""A number is a fact: what it should be is proposed, and no program changes it."""
_SHOWN = 3
"""How many places of one line a finding names."""
_ROUNDS = 16
"""A mended text may be damaged otherwise: Thai may have been read wrongly twice."""
_WORD = 16
_UNUSUAL = re.compile(r"[^\n\t -~\u0e01-\u0e5b\u2010-\u2026]")
_BLANK = re.compile(r"[\s|]")


@cache
def _words() -> dict[str, str]:
    return dict(data.load("damaged-words.yml"))


def flaws(text: str) -> list[TextFlaw]:
    """In order, none overlapping another; the earlier of two, or the more certain."""
    if text.isascii():
        return list(mixed_numbers(text))
    found = [*mojibake(text), *misplaced_marks(text), *lost_am(text, _words()), *mixed_numbers(text)]
    if _UNUSUAL.search(text):
        found += [*old_glyphs(text), *hidden_marks(text)]
    kept: list[TextFlaw] = []
    for each in sorted(found, key=lambda flaw: flaw.start):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def mended(text: str, excepted: Collection[str] = ()) -> str:
    """The text with what is certain put right; flaws of the rules `excepted` stay."""
    for _ in range(_ROUNDS):
        parts, done = [], 0
        for flaw in flaws(text):
            if flaw.meant is not None and flaw.rule not in excepted:
                parts += [text[done : flaw.start], flaw.meant]
                done = flaw.end
        if not parts:
            break
        text = "".join([*parts, text[done:]])
    return text


def damaged_text(path: str, text: str, found: Iterable[TextFlaw], first_line: int = 1) -> Iterator[Finding]:
    """One finding for each line and rule. `first_line` is that of the text in its file."""
    line, start, begun = first_line, 0, 0
    placed: list[tuple[int, int, str, TextFlaw]] = []
    for flaw in found:
        line += text.count("\n", begun, flaw.start)
        start = max(start, text.rfind("\n", begun, flaw.start) + 1)
        begun = flaw.start
        placed.append((line, start, flaw.rule, flaw))
    for (number, where, rule), group in groupby(sorted(placed, key=_of_line), _of_line):
        yield Finding(path, number, rule, _values(text, where, [each for *_, each in group]))


def _of_line(placed: tuple[int, int, str, TextFlaw]) -> tuple[int, int, str]:
    return placed[:3]


def _values(text: str, start: int, found: list[TextFlaw]) -> dict[str, object]:
    end = text.find("\n", found[0].end)
    whole = text[start : len(text) if end < 0 else end]
    shown = [_place(whole, flaw, start) for flaw in found[:_SHOWN]]
    if len(found) > _SHOWN:
        shown.append(message("rules.more-places", count=len(found) - _SHOWN))
    damaged = [whole[left:right] for left, right in _words_around(whole, found[:_SHOWN], start)]
    meant: list[object] = [right for each in damaged if (right := mended(each)) != each]
    if len(meant) < len(damaged):
        meant.append(message("rules.as-on-paper"))
    return {
        "found": Listed.of(map(seen, damaged)),
        "where": Listed(tuple(shown), "; "),
        "meant": Listed.of(meant),
    }


def _place(whole: str, flaw: TextFlaw, start: int) -> Said:
    column = flaw.start - start
    before = seen(_BLANK.split(whole[max(0, column - 2 * _WORD) : column].rstrip())[-1][-_WORD:])
    code = f", {code_and_name(whole[column])}" if flaw.rule in _NAMED else ""
    if before:
        return message("rules.place-after", column=column + 1, before=before, code=code)
    return message("rules.place-first", column=column + 1, code=code)


_NAMED = {"text.hidden", "text.hidden-in-number", "text.lost", "text.old-font"}
"""Whose characters nobody can read, so that they are named."""


def _words_around(whole: str, found: list[TextFlaw], start: int) -> list[tuple[int, int]]:
    """Where the words with the flaws begin and end; two that touch are one."""
    words: list[tuple[int, int]] = []
    for each in found:
        left, right = _around(whole, each.start - start, each.end - start)
        if words and left <= words[-1][1]:
            left = words.pop()[0]
        words.append((left, right))
    return words


def _around(whole: str, start: int, end: int) -> tuple[int, int]:
    """The word that the flaw is in, or a few letters of it."""
    before = max(0, start - _WORD)
    left = max((match.end() for match in _BLANK.finditer(whole, before, start)), default=before)
    right = _BLANK.search(whole, end, end + _WORD)
    return left, right.start() if right else min(len(whole), end + _WORD)
