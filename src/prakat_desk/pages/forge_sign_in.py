"""a stranger -> to the office's forge, and back as one of its people; and the token with which the desk acts"""

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from prakat.cannot_work import CannotWork
from prakat_desk.entry.forge_sign_in import BACK, access_token, asked_forge, came_from_forge, renewed
from prakat_desk.pages.asked_device import asked_forge_in, bounded, ticket_of
from prakat_desk.pages.sign_in import came_in, sign_in_page
from prakat_desk.visit import SECRET, Visit, page


def _to_forge(visit: Visit) -> Response:
    """By a link: a form of ours may lead nowhere but to ourselves."""
    if visit.desk.forge is None:
        raise HTTPException(404)
    bounded(visit)
    return RedirectResponse(asked_forge_in(visit, asked_forge(visit.desk, visit.asked("next"))), 303)


def _back(visit: Visit) -> Response:
    if visit.desk.forge is None:
        raise HTTPException(404)
    bounded(visit)
    try:
        found = came_from_forge(visit.desk, ticket_of(visit), visit.asked("state"), visit.asked("code"))
    except CannotWork as problem:
        return sign_in_page(visit, "", visit.say(problem.message, **problem.values))
    return came_in(visit, found.person.id, visit.desk.forge.kind, found.token, found.proof, found.next)


def token_of_viewer(visit: Visit) -> str:
    """The forge's token of whoever has come in, renewed where it is about to end. Raises CannotWork."""
    session = visit.who.session
    kept = renewed(visit.desk, session.token)
    if kept != session.token:
        visit.desk.sessions.keep_token(str(visit.request.session.get(SECRET, "")), session, kept)
    return access_token(kept)


ROUTES = (page("/sign-in/forge", _to_forge, is_open=True), page(BACK, _back, is_open=True))
