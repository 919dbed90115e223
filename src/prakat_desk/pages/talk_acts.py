"""what is asked, answered or refused on a request's page -> sent as the person's own; or the page again, as typed"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.request.talk import TalkKind
from prakat.rules.message import why
from prakat.rules.typed_lines import typed_lines
from prakat.rules.wording import in_words
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.request_page import number_of, request_page
from prakat_desk.pages.signing import asked_to_sign, shown_moment, signed_tag
from prakat_desk.pages.talk import ANSWER, QUESTION, REASON, WHY, TalkView, talk_of
from prakat_desk.sending.mending import Mending
from prakat_desk.sending.outlet import HandedRefusal, Utterance
from prakat_desk.sending.spoken import refusal_text
from prakat_desk.visit import Visit, page


def _ask(visit: Visit) -> Response:
    view = talk_of(visit, number_of(visit))
    if not view.may_ask:
        return _not_now(visit, view)
    return _said(visit, view, TalkKind.QUESTION, QUESTION) or _back(visit, "desk_talk.asked")


def _answer(visit: Visit) -> Response:
    """And goes on to mend the request, where that is what was pressed."""
    number = number_of(visit)
    view = talk_of(visit, number)
    if not view.may_answer:
        return _not_now(visit, view)
    if refused := _said(visit, view, TalkKind.ANSWER, ANSWER):
        return refused
    if visit.entry("do") != "mend":
        return _back(visit, "desk_talk.answered")
    try:
        draft = Mending(visit.desk, visit.who.person).open(outlet_for(visit).pending()[number])
    except CannotWork as problem:
        return request_page(visit, 409, [visit.say("desk_talk.answered"), why(problem, visit.language)])
    return visit.to(f"/drafts/{draft.id}", visit.say("desk_talk.answered"))


def _said(visit: Visit, view: TalkView, kind: TalkKind, name: str) -> Response | None:
    """None once it is sent."""
    if view.problems:
        return request_page(visit, 422)
    if visit.entry("head") != view.shown["head"]:
        return request_page(visit, 409, [visit.say("desk_talk.changed-meanwhile")])
    said = Utterance(number_of(visit), view.shown["head"], kind, visit.entry(name), visit.desk.moment)
    if refused := outlet_for(visit).say(said, visit.who.person):
        return request_page(visit, 409, [in_words(each, visit.language) for each in refused])
    return None


def _refused(visit: Visit, view: TalkView) -> HandedRefusal:
    return HandedRefusal(number_of(visit), view.shown["head"], visit.entry(REASON), typed_lines(visit.entry(WHY)), b"")


def _options(visit: Visit) -> Response:
    """What the device is asked: to sign exactly what is typed. Answers 409 where the page has to be shown again."""
    view, moment = talk_of(visit, number_of(visit)), shown_moment(visit)
    if not view.may_send_back or _is_amiss(visit, view) or moment is None:
        raise HTTPException(409)
    return asked_to_sign(visit, refusal_text(_refused(visit, view), visit.who.person, moment))


def _is_amiss(visit: Visit, view: TalkView) -> bool:
    return bool(view.problems) or WHY not in visit.typed or visit.entry("head") != view.shown["head"]


def _send_back(visit: Visit) -> Response:
    view, person = talk_of(visit, number_of(visit)), visit.who.person
    if not view.may_send_back:
        return _not_now(visit, view)
    if view.problems or WHY not in visit.typed:
        return request_page(visit, 422)
    moment = shown_moment(visit)
    if _is_amiss(visit, view) or moment is None:
        return request_page(visit, 409, [visit.say("desk_talk.changed-meanwhile")])
    refused, tag = _refused(visit, view), b""
    if view.means != "account":
        tag = signed_tag(visit, refusal_text(refused, person, moment))
        if not tag:
            return request_page(visit, 422, [visit.say("desk_talk.not-signed")])
    handed = HandedRefusal(refused.number, refused.head, refused.reason, refused.text, tag)
    if told := outlet_for(visit).send_back(handed, person):
        return request_page(visit, 409, [in_words(each, visit.language) for each in told])
    return _back(visit, "desk_talk.sent-back")


def _not_now(visit: Visit, view: TalkView) -> Response:
    """Whoever may do nothing to it is refused; of a request that is closed by now its page is shown."""
    if view.shown and not (view.may_ask or view.may_answer or view.may_send_back):
        raise HTTPException(403)
    return request_page(visit, 409, [visit.say("desk_talk.closed-meanwhile")])


def _back(visit: Visit, told: str) -> Response:
    return visit.to(f"/requests/{number_of(visit)}", visit.say(told))


ROUTES = (
    page("/requests/{number}/ask", _ask, ["POST"]),
    page("/requests/{number}/answer", _answer, ["POST"]),
    page("/requests/{number}/send-back", _send_back, ["POST"]),
    page("/requests/{number}/send-back/options", _options, ["POST"]),
)
