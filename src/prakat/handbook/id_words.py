"""id of a rule or violation -> what it says, why it is one, how to mend what it finds, and an example; as plain text"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.handbook import explanation
from prakat.handbook.explanation import LEFT_OUT, Explanation
from prakat.handbook.requirement_page import requirements
from prakat.rules.data import label
from prakat.rules.finding import rules
from prakat.rules.message import message
from prakat.rules.nearest import nearest
from prakat.rules.violation import kinds
from prakat.rules.wording import Listed

_PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class IdWords:
    title: str
    """The id, and how much it weighs."""
    told: tuple[tuple[str, str], ...]
    """Heading and sentence."""
    shown: tuple[tuple[str, str], ...]
    """Heading of an example, and its lines as they stand."""


def id_words(named: str, language: str) -> IdWords:
    """Raises CannotWork for an id that no rule and no violation has."""
    if named in rules():
        return _rule(named, language)
    if named in kinds():
        return _violation(named, language)
    if alike := nearest(named, all_ids()):
        raise CannotWork("handbook.no-id-but", found=named, known=Listed.of(alike))
    raise CannotWork("handbook.no-id", found=named)


def all_ids() -> list[str]:
    return [*rules(), *kinds()]


def in_short(named: str, language: str) -> str:
    """What it says whenever it finds something, with dots in the places of what was found."""
    messages = rules()[named].messages if named in rules() else kinds()[named].messages
    return _PLACE.sub("…", messages[language])


def _rule(named: str, language: str) -> IdWords:
    rule, explained = rules()[named], explanation.of_rules()[named]
    weight = [label("severity", rule.severity, language)]
    weight += [LEFT_OUT[rule.leaves_out].text(language)] if rule.leaves_out in LEFT_OUT else []
    example, heading = explanation.examples()[named], message("handbook.example").text(language)
    shown = (("handbook.rejected", example.rejected), ("handbook.accepted", example.accepted))
    return IdWords(
        f"{named} ({', '.join(weight)})",
        (*_told(rule.messages, explained, language), *_asked(rule.requirements, language)),
        tuple((f"{heading}: {message(what).text(language)}", text) for what, text in shown),
    )


def _violation(named: str, language: str) -> IdWords:
    kind, explained = kinds()[named], explanation.of_violations()[named]
    weight = "" if kind.blocks_merge else f" ({message('handbook.stays-open').text(language)})"
    closes = (message("handbook.met").text(language), label("met", explained.met, language))
    assert explained.scene, "every violation has one"
    return IdWords(
        f"{named}{weight}",
        (*_told(kind.messages, explained, language), closes, *_asked(kind.requirements, language)),
        ((message("handbook.example").text(language), explained.scene.text(language)),),
    )


def _told(messages: Mapping[str, str], explained: Explanation, language: str) -> Iterator[tuple[str, str]]:
    parts = {"handbook.message": messages, "handbook.why": explained.why, "handbook.mend": explained.mend}
    for what, texts in parts.items():
        yield message(what).text(language), _PLACE.sub("…", texts[language]) if texts is messages else texts[language]


def _asked(ids: tuple[str, ...], language: str) -> Iterator[tuple[str, str]]:
    for each in ids:
        yield message("handbook.requirement", id=each).text(language), requirements()[each][language]
