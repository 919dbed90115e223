"""a stranger -> the sign-in page; whoever is somebody -> in, and out again"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat_desk.visit import SECRET, Visit, page


def _sign_in(visit: Visit) -> Response:
    if visit.viewer:
        return visit.to(visit.asked("next") or "/")
    people = visit.desk.authority.office.people
    shown = [
        people[each] for each in visit.desk.sample_keys if each in people and not people[each].has_left(visit.desk.day)
    ]
    return visit.page("sign-in.html", people=shown, next=visit.asked("next"))


def _as_sample(visit: Visit) -> Response:
    """Any of the sample's people, at a click; a real office has no such keys and knows no such page."""
    person = visit.entry("person")
    if person not in visit.desk.sample_keys:
        raise HTTPException(404)
    return came_in(visit, person, "sample")


def came_in(visit: Visit, person: str, how: str, token: str = "") -> Response:
    """A new session under a new secret; what the browser held before is ended, so that nobody else's is taken over."""
    visit.desk.sessions.end(str(visit.request.session.pop(SECRET, "")))
    visit.request.session[SECRET] = visit.desk.sessions.begin(person, how, token)
    return visit.to(visit.entry("next") or "/")


def _sign_out(visit: Visit) -> Response:
    visit.desk.sessions.end(str(visit.request.session.pop(SECRET, "")))
    return visit.to("/sign-in")


ROUTES = (
    page("/sign-in", _sign_in, is_open=True),
    page("/sign-in/sample", _as_sample, ["POST"], is_open=True),
    page("/sign-out", _sign_out, ["POST"], is_open=True),
)
