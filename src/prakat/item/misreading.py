"""text as typed x the element that shows it -> the first place where a reader reads something else (R15, R16)"""

import re
from dataclasses import dataclass

from lxml import html

from prakat.item.block_readings import BLOCK_READINGS
from prakat.item.inline_readings import INLINE_READINGS
from prakat.item.proofreader import Lead, Proofreader, is_seen
from prakat.item.typed_text import Differs, TypedText
from prakat.thai.visible_text import with_signs

_ZERO_WIDTH_SPACE = "\u200b"
_WORDS_IN = ("span", "strong")
_BEFORE, _AFTER = 30, 24
"""Characters that an excerpt has at most before and after the difference."""


@dataclass(frozen=True, slots=True)
class Misreading:
    line: int
    """From 0."""
    typed: str
    shown: str


def misreading_in(typed: str, content: str, lead: Lead = str) -> Misreading | None:
    """The first difference between a body and the HTML that it was rendered to."""
    return first_misreading(typed, html.document_fromstring(f"<div>{content}</div>")[0][0], lead)


def first_misreading(typed: str, shown: html.HtmlElement, lead: Lead = str) -> Misreading | None:
    """Where a reader of the element does not read every visible character of the body, in its order, once.

    Markup may take the place of what was typed only where the dialect of bodies says so: `prakat.item.typed_text`.
    What the page shows is read by itself, so that no fault of the renderer can hide itself."""
    text = typed.replace("\r\n", "\n").replace(_ZERO_WIDTH_SPACE, "")
    reader = Proofreader(TypedText(text), lead, {**BLOCK_READINGS, **INLINE_READINGS})
    try:
        reader.read_inside(shown)
        reader.end()
    except Differs as found:
        return _told(text, found, reader, "".join(shown.itertext()).replace(_ZERO_WIDTH_SPACE, ""))
    return None


def _told(text: str, found: Differs, reader: Proofreader, shown: str) -> Misreading:
    begun = max(found.at - _BEFORE, text.rfind("\n", 0, found.at) + 1, text.rfind(" ", 0, max(found.at - 1, 0)) + 1)
    rest = text[found.at :]
    line = text.count("\n", 0, found.at + len(rest) - len(rest.lstrip()))
    heard = "".join(reader.heard)
    heard_to = len(heard[: len(heard) - len(found.unread)].rstrip())
    shown_from = heard_to - found.at + begun
    return Misreading(line, _excerpt(text, begun, found.at), _excerpt(shown.replace("\n", " "), shown_from, heard_to))


def misreading_of_words(typed: str, shown: html.HtmlElement) -> Misreading | None:
    """The same of a text that has no markup, and whose lines may be broken anywhere."""
    is_shown = all(is_seen(each) and each.tag in _WORDS_IN for each in shown.iterdescendants())
    words, said = " ".join(typed.split()), " ".join("".join(shown.itertext()).split()) if is_shown else ""
    if words == said:
        return None
    pairs = enumerate(zip(words, said, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(words), len(said)))
    return Misreading(0, _excerpt(words, at - _BEFORE, at), _excerpt(said, at - _BEFORE, at))


def _excerpt(text: str, begun: int, at: int) -> str:
    return with_signs(re.sub(r"[^\S\n]+", " ", text[max(begun, 0) : at + _AFTER].strip()))
