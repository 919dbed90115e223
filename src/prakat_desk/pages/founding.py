"""an office that is being founded -> who is in, who is not yet, and the press that sends the first request"""

import datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.merging.in_tray import HANDED_KEYS, InTray
from prakat.office.office import FILE
from prakat.repository.public_key import plain_key
from prakat.repository.refs import MAIN
from prakat.rules.message import why
from prakat.rules.wording import in_words
from prakat_desk.entry.founding import Founding
from prakat_desk.entry.invitation_link import invite
from prakat_desk.keeping.sessions import Session
from prakat_desk.pages.asked_device import bounded_person
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.signing import asked_to_sign, has_passkey, shown_moment, signer_of
from prakat_desk.sending.outlet import Letter, Sent
from prakat_desk.sending.sign_off_text import RequesterSigner, requester_text
from prakat_desk.visit import SECRET, Visit, page

_PATIENCE = datetime.timedelta(seconds=15)
"""After which the publisher is said to stand still."""


def _founding(visit: Visit) -> Response:
    if visit.viewer and Founding(visit.desk).is_open:
        return _shown(visit)
    if visit.viewer:
        return visit.to("/", visit.say("desk_founding.founded"))
    session = visit.desk.sessions.of(str(visit.request.session.get(SECRET, "")))
    return _came(visit, session) if session else visit.to("/sign-in?next=/founding")


def _came(visit: Visit, session: Session) -> Response:
    """Of somebody who made a passkey that office.yml does not name yet, or never will."""
    found = Founding(visit.desk).waiting_key(session.person)
    if found is None or plain_key(found.key) != session.proof:
        return visit.page("founding-refused.html", 409)
    laid = InTray(visit.desk.repository.git_dir, HANDED_KEYS).since(session.person)
    return visit.page("founding-wait.html", is_slow=laid is not None and visit.desk.clock() - laid > _PATIENCE)


def _shown(visit: Visit, told: str = "") -> Response:
    founding, me = Founding(visit.desk), visit.who.person
    askers, asked = founding.askers(), founding.asked
    may_ask = me in askers and asked is None and has_passkey(visit)
    return visit.page(
        "founding.html",
        409 if told else 200,
        founders=founding.founders(),
        lacking=[*founding.lacking()],
        without_signers=founding.without_signers(),
        askers=askers,
        asked=asked,
        may_ask=may_ask,
        turns=founding.turns(me) if may_ask else (),
        may_invite=visit.who.has("webmaster"),
        hidden={"base": visit.desk.repository.ref(MAIN), "moment": visit.desk.moment.isoformat()},
        told=told,
    )


def _invite(visit: Visit) -> Response:
    """A new link for somebody who is not in yet; the one before is void."""
    if not visit.who.has("webmaster") or not Founding(visit.desk).is_open:
        raise HTTPException(403)
    bounded_person(visit)
    people = visit.desk.authority.office.people
    person = people.get(visit.entry("person"))
    if person is None or person.keys:
        raise HTTPException(404)
    link = invite(visit.desk, person.id, visit.who.person.id)
    return visit.page("invitation-link.html", link=link, person=person, is_own=False, back="/founding")


def _letter(visit: Visit) -> Letter:
    """What the page showed. Raises CannotWork where that is not what would be sent now, or not by this person."""
    founding, moment = Founding(visit.desk), shown_moment(visit)
    if visit.who.person not in founding.askers() or founding.asked is not None:
        raise CannotWork("desk_founding.not-now")
    if moment is None:
        raise CannotWork("desk_founding.moved")
    content = founding.first_office(visit.entry("base"))
    title = visit.say("desk_founding.first-title")
    return Letter("founding", title, {FILE: content}, visit.entry("base"), moment)


def _options(visit: Visit) -> Response:
    try:
        letter = _letter(visit)
    except CannotWork:
        raise HTTPException(409) from None
    return asked_to_sign(visit, _text(visit, letter, outlet_for(visit).free_number()))


def _text(visit: Visit, letter: Letter, number: int) -> bytes:
    person = visit.who.person
    return requester_text(number, outlet_for(visit).head_of(letter, person), person, letter.moment)


def _begin(visit: Visit) -> Response:
    """Nothing is sent that was not signed."""
    person, by, outlet = visit.who.person, signer_of(visit), outlet_for(visit)
    try:
        letter, number = _letter(visit), outlet.free_number()
        if by is None or by.of(_text(visit, letter, number)) is None:
            raise CannotWork("desk_founding.moved")
    except CannotWork as problem:
        return _shown(visit, why(problem, visit.language))
    found = outlet.send(letter, person, number, RequesterSigner(by, person, letter.moment))
    if not isinstance(found, Sent):
        return _shown(visit, "\n".join(in_words(each, visit.language) for each in found.reasons))
    return visit.to(f"/requests/{found.number}", visit.say("desk_founding.sent", number=found.number))


ROUTES = (
    page("/founding", _founding, is_open=True),
    page("/founding/invite", _invite, ["POST"]),
    page("/founding/options", _options, ["POST"]),
    page("/founding", _begin, ["POST"]),
)
