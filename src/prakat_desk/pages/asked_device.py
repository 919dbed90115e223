"""visit -> what its browser asks the device, kept in its cookie till the answer; and how often it may ask"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from prakat_desk.keeping.tries import network_of
from prakat_desk.visit import Visit

_TICKET = "c"
"""In the cookie, so that an answer is taken only from the browser that was asked."""


def asked_device(visit: Visit, asked: tuple[str, str]) -> Response:
    visit.request.session[_TICKET], options = asked
    return Response(options, media_type="application/json")


def asked_forge_in(visit: Visit, asked: tuple[str, str]) -> str:
    """The address at the forge, its ticket kept likewise."""
    visit.request.session[_TICKET], address = asked
    return address


def ticket_of(visit: Visit) -> str:
    return str(visit.request.session.pop(_TICKET, ""))


def bounded(visit: Visit) -> None:
    """Raises the answer 429 for a network that tries too often to come in."""
    if visit.desk.tries.is_too_often(_network(visit.request)):
        raise HTTPException(429)


def bounded_person(visit: Visit) -> None:
    """The same for somebody who has come in, and asks for links and keys."""
    if visit.desk.acts.is_too_often(visit.who.person.id):
        raise HTTPException(429)


def _network(request: Request) -> str:
    """As uvicorn knows it: from the web server before the desk on the same machine, and from nobody else (`server`)."""
    return network_of(request.client.host if request.client else "")
