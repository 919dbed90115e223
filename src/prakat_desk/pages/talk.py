"""an open request x whoever looks at it -> what was asked and answered; what the person may ask, answer or refuse"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prakat.audit_log.record import Reason
from prakat.audit_log.signed_refusal import LEAST_WORDS, MOST_WORDS, is_reason_told
from prakat.hosting.signable import Signable
from prakat.merging.talk_book import Remark
from prakat.request.talk import LONGEST_TALK, MOST_TALK, is_sayable, unanswered
from prakat.rules.typed_lines import typed_lines
from prakat.thai.visible_text import visible_length
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.signing import means_of
from prakat_desk.sending.outlet import Outlet
from prakat_desk.visit import Visit

QUESTION, ANSWER, REASON, WHY = "question", "answer-text", "reason", "why"
"""Names of the entries of its forms; `answer` is what a device answers."""


_EMPTY = {QUESTION: "desk_talk.no-question", ANSWER: "desk_talk.no-answer-text"}


@dataclass(frozen=True, slots=True)
class TalkView:
    remarks: Sequence[Remark] = ()
    may_ask: bool = False
    may_answer: bool = False
    may_send_back: bool = False
    unanswered: Sequence[Remark] = ()
    """What was asked since its authors last answered."""
    means: str = ""
    """How the person signs: `account`, `sample`, `passkey`; empty where nothing does."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """What a form brings along: of which head it was made, and when."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What was typed before, and could not be sent."""
    problems: Mapping[str, str] = field(default_factory=dict)
    """Name of an entry -> what is wrong with it."""
    reasons: Sequence[str] = tuple(each.value for each in Reason)
    longest: int = LONGEST_TALK


def talk_of(visit: Visit, number: int, outlet: Outlet | None = None) -> TalkView:
    outlet, who = outlet or outlet_for(visit), visit.who
    said = outlet.remarks(number)
    found = outlet.signable(number)
    if not isinstance(found, Signable) or number not in outlet.pending():
        return TalkView(said)
    is_author = who.person.id in found.found.request.authors
    could_sign = not is_author and found.holds_some_step(who.person)
    first = unanswered(each.talk for each in said)
    asked = said[[each.talk for each in said].index(first) :] if first else ()
    is_posted = visit.request.method == "POST"
    return TalkView(
        remarks=said,
        may_ask=(could_sign or (who.has("webmaster") and not is_author)) and len(said) < MOST_TALK,
        may_answer=is_author and bool(asked),
        may_send_back=could_sign,
        unanswered=asked,
        means=means_of(visit, outlet),
        shown={
            "head": found.found.request.head,
            "moment": visit.desk.moment.replace(microsecond=0).isoformat(),
        },
        typed={name: visit.entry(name) for name in (QUESTION, ANSWER, REASON, WHY)} if is_posted else {},
        problems=problems_of(visit) if is_posted else {},
    )


def problems_of(visit: Visit) -> dict[str, str]:
    """What is wrong with what the form brought, of those entries that it has."""
    found: dict[str, str] = {}
    for name in (QUESTION, ANSWER):
        if name in visit.typed and not is_sayable(visit.entry(name)):
            empty = visible_length(typed_lines(visit.entry(name))) == 0
            found[name] = visit.say(_EMPTY[name]) if empty else _too_long(visit)
    if WHY in visit.typed:
        if visit.entry(REASON) not in [each.value for each in Reason]:
            found[REASON] = visit.say("desk_talk.no-reason")
        if not is_reason_told(visit.entry(WHY)):
            found[WHY] = visit.say("desk_talk.no-why", least=LEAST_WORDS, most=MOST_WORDS)
    return found


def _too_long(visit: Visit) -> str:
    return visit.say("desk_talk.too-long", most=LONGEST_TALK)
