"""whoever's turn it is x a request as it was shown -> signed by one press, or told why not; its pages and files"""

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from prakat.item.file_type import type_of
from prakat.item.item_path import item_folder
from prakat.rules.message import Message, message
from prakat.rules.wording import in_words
from prakat_desk.deciding.case import CHECKS, Case, side_of
from prakat_desk.deciding.stance import Stance
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.preview import SEALED
from prakat_desk.pages.request_page import case_of, number_of, request_page
from prakat_desk.pages.signing import asked_to_sign, shown_moment, signed_tag
from prakat_desk.sending.outlet import Decision
from prakat_desk.sending.sign_off_text import sign_off_text
from prakat_desk.visit import Visit, page

_SHOWN = ("head", "base", "how", "step")
_OPENED_BY_NOBODY = "application/octet-stream"


def _case(visit: Visit) -> Case | None:
    return case_of(visit, outlet_for(visit), number_of(visit))


def _back(visit: Visit) -> Response:
    """From the address of a press, which a browser may ask for once more."""
    return visit.to(f"/requests/{number_of(visit)}")


def _void(visit: Visit, case: Case | None) -> Message | None:
    """Why nothing may be signed; None where what was shown is what would be signed, and it is the person's turn."""
    if case is None:
        is_open = number_of(visit) in outlet_for(visit).pending()
        return message("desk_decision.state-moved") if is_open else message("desk_decision.closed-meanwhile")
    if voided := case.voided({name: visit.entry(name) for name in _SHOWN}, visit.who.person):
        return voided
    return None if shown_moment(visit) else message("desk_decision.too-old")


def _unticked(visit: Visit, now: Stance) -> list[str]:
    return [each for each in CHECKS if each not in visit.typed.get("checked", [])] if now.is_last else []


def _text(visit: Visit, case: Case, now: Stance) -> bytes:
    """What is signed: that step, of that head, as it was shown."""
    moment = shown_moment(visit)
    assert moment, "asked before"
    return sign_off_text(case.number, now.step, case.head, case.said(now), visit.who.person, moment)


def _options(visit: Visit) -> Response:
    """What the device is asked. Answers 409 where the page has to be shown anew."""
    case = _case(visit)
    if _void(visit, case) or case is None or _unticked(visit, now := case.stance(visit.who.person)):
        raise HTTPException(409)
    return asked_to_sign(visit, _text(visit, case, now))


def _sign(visit: Visit) -> Response:
    case, person = _case(visit), visit.who.person
    void = _void(visit, case)
    if void or case is None:
        return request_page(visit, 409, [in_words(void, visit.language)] if void else [])
    now = case.stance(person)
    if _unticked(visit, now):
        return request_page(visit, 422, wrong=visit.say("desk_decision.tick-all"))
    tag = b""
    if not case.outlet.takes_accounts_word:
        tag = signed_tag(visit, _text(visit, case, now))
        if not tag:
            return request_page(visit, 422, [visit.say("desk_decision.not-signed")])
    refused = case.outlet.sign(Decision(case.number, now.step, case.head, case.said(now), tag), person)
    if refused:
        return request_page(visit, 409, [in_words(each, visit.language) for each in refused])
    return visit.to(f"/requests/{case.number}", visit.say("desk_decision.signed", step=now.step, digest=case.digest))


def _seen(visit: Visit, *, is_before: bool) -> Response:
    """A page as readers see it, or a file as it is, of the very head that was shown."""
    number, head, path = number_of(visit), visit.part("head"), visit.part("path")
    if not (base := visit.desk.shown_requests.base_of(number, head) or _base(visit, head)):
        raise HTTPException(404)
    side = side_of(visit.desk, base, head, is_before=is_before)
    if path.endswith("/"):
        text = side.page(path.removesuffix("/")) or visit.say("desk_decision.nothing-there")
        return HTMLResponse(text, headers={"Content-Security-Policy": SEALED})
    place = side.file(path)
    if place is None:
        raise HTTPException(404)
    kind, name = type_of(path), path.rpartition("/")[2]
    is_picture = bool(kind and kind.is_picture and item_folder(path))
    return FileResponse(
        place,
        media_type=kind.mime if kind and is_picture else _OPENED_BY_NOBODY,
        filename=name,
        content_disposition_type="inline" if is_picture else "attachment",
        headers={"Content-Security-Policy": SEALED if is_picture else "sandbox"},
    )


def _base(visit: Visit, head: str) -> str:
    """Of the request as it is now, if that is its head."""
    case = _case(visit)
    return case.base if case and case.head == head else ""


def _after(visit: Visit) -> Response:
    return _seen(visit, is_before=False)


def _before(visit: Visit) -> Response:
    return _seen(visit, is_before=True)


ROUTES = (
    page("/requests/{number}/sign", _back),
    page("/requests/{number}/sign", _sign, ["POST"]),
    page("/requests/{number}/sign/options", _options, ["POST"]),
    page("/requests/{number}/page/{head}/{path:path}", _after),
    page("/requests/{number}/before/{head}/{path:path}", _before),
)
