"""words of a review on a forge -> the reason for which it sends a request back, and what its writer says of it (R08)"""

import re
from typing import NamedTuple

from prakat.request.policy.step import REFUSAL
from prakat.rules import data
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.typed_lines import typed_lines
from prakat.rules.wording import LANGUAGES

_FIRST = re.compile(r"(?P<begins>[^:：\n]{1,60})[:：](?P<reason>[^\n]{1,60})(?:\n(?P<text>.*))?", re.DOTALL)
_LONGEST = 20_000
_BETWEEN = re.compile(r"[\s\u200b*_.]+")


class SpokenRefusal(NamedTuple):
    reason: str
    """A code of labels.yml, `refusal`."""
    text: str


def spoken_refusal(said: str) -> SpokenRefusal | None:
    """None for any other words: asking for changes alone sends nothing back."""
    match = _FIRST.fullmatch(typed_lines(said[:_LONGEST]))
    if match is None or _bare(match["begins"]) not in {_bare(each) for to in LANGUAGES for each in _openings(to)}:
        return None
    known = {_bare(each): code for code in _codes() for each in (code, *(_word(code, to) for to in LANGUAGES))}
    reason = known.get(_bare(match["reason"]))
    return SpokenRefusal(reason, typed_lines(match["text"] or "")) if reason else None


def review_words(reason: str, text: str) -> str:
    """What is written into the review, as `spoken_refusal` reads it."""
    return f"{message('request.refused').text()}: {_word(reason, 'th')}\n\n{typed_lines(text)}"


def _openings(language: str) -> tuple[str, str]:
    """What begins the first line; the reason follows behind a colon, as its code or in words."""
    return message("request.refused").text(language), label("step", REFUSAL, language)


def _codes() -> list[str]:
    return [*data.load("labels.yml")["refusal"]]


def _word(code: str, language: str) -> str:
    return label("refusal", code, language)


def _bare(words: str) -> str:
    return _BETWEEN.sub("", words).casefold()
