"""tag talk/<n>/<k> of a request <-> what somebody asked its author, or the answer; it counts for nothing (R17)"""

import datetime
import enum
import re
from collections.abc import Iterable
from typing import NamedTuple

from prakat.repository.objects import Who, tag_payload
from prakat.repository.refs import TAGS, talk_ref
from prakat.rules.typed_lines import typed_lines
from prakat.thai.visible_text import visible_length

MOST_TALK = 50
"""So many questions and answers a request has; whoever needs more takes the telephone, or sends it back."""
LONGEST_TALK = 2000
"""Visible characters of one."""
_BYTES = 32 * 1024
_TAG = re.compile(
    rb"object (?P<head>[0-9a-f]{40})\ntype commit\ntag talk/(?P<number>[1-9][0-9]{0,8})/(?P<place>[1-9][0-9]?)\n"
    rb"tagger [^\n<>]* <(?P<mail>[^\n<>]*)> (?P<time>[0-9]{1,12}) [+-][0-9]{4}\n\n(?P<message>.*)",
    re.DOTALL,
)


class TalkKind(enum.StrEnum):
    QUESTION = "question"
    ANSWER = "answer"


_OPENS = {TalkKind.QUESTION: "Question", TalkKind.ANSWER: "Answer"}


class Talk(NamedTuple):
    number: int
    """Of the request."""
    place: int
    """From 1, in the order in which they came."""
    kind: TalkKind
    head: str
    """The commit that its writer looked at."""
    mail: str
    time: int
    """By its writer's clock, in seconds since 1970."""
    text: str


def talk_tag(
    number: int, place: int, kind: TalkKind, head: str, text: str, writer: Who, moment: datetime.datetime
) -> bytes:
    """The tag, whole: nobody signs it."""
    name = talk_ref(number, place).removeprefix(TAGS)
    return tag_payload(name, head, _message(number, kind, text), writer, moment)


def parse_talk(raw: bytes) -> Talk | None:
    """None for any tag that `talk_tag` would not have written."""
    match = _TAG.fullmatch(raw) if len(raw) <= _BYTES else None
    if match is None:
        return None
    try:
        message, mail = match["message"].decode("utf-8"), match["mail"].decode("utf-8")
    except UnicodeDecodeError:
        return None
    number, text = int(match["number"]), message.partition("\n\n")[2]
    for kind in TalkKind:
        if typed_lines(text) and message == f"{_message(number, kind, text)}\n":
            head, place, time = match["head"].decode("ascii"), int(match["place"]), int(match["time"])
            return Talk(number, place, kind, head, mail, time, typed_lines(text))
    return None


def _message(number: int, kind: TalkKind, text: str) -> str:
    return f"{_OPENS[kind]}: #{number}\n\n{typed_lines(text)}"


def is_sayable(text: str) -> bool:
    """Whether it says something, and not too much."""
    return 0 < visible_length(typed_lines(text)) <= LONGEST_TALK


def unanswered(said: Iterable[Talk]) -> Talk | None:
    """The first of those that were asked since the last answer."""
    waiting: Talk | None = None
    for each in said:
        waiting = None if each.kind is TalkKind.ANSWER else waiting or each
    return waiting
