"""a stranger -> the sign-in page; whoever is somebody -> in, and out again"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat_desk.entry.passkey_answer import signed_in
from prakat_desk.entry.relying_party import asked_to_sign_in, takes_passkeys
from prakat_desk.pages.asked_device import asked_device, bounded, ticket_of
from prakat_desk.visit import SECRET, Visit, page


def _sign_in(visit: Visit) -> Response:
    if visit.viewer:
        return visit.to(visit.asked("next") or "/")
    return sign_in_page(visit, visit.asked("next"))


def sign_in_page(visit: Visit, next_path: str, told: str = "") -> Response:
    desk = visit.desk
    people = desk.authority.office.people if desk.is_sample else {}
    there = (people[each] for each in desk.sample_keys if each in people and not people[each].has_left(desk.day))
    shown = sorted(there, key=lambda each: not each.has_role("provider", desk.day))
    return visit.page(
        "sign-in.html",
        403 if told else 200,
        people=shown,
        next=next_path,
        told=told,
        takes_passkeys=takes_passkeys(desk) and desk.forge is None,
    )


def _passkey_options(visit: Visit) -> Response:
    bounded(visit)
    return asked_device(visit, asked_to_sign_in(visit.desk))


def _by_passkey(visit: Visit) -> Response:
    bounded(visit)
    try:
        found = signed_in(visit.desk, ticket_of(visit), visit.entry("answer"))
    except CannotWork as problem:
        return sign_in_page(visit, visit.entry("next"), visit.say(problem.message, **problem.values))
    return came_in(visit, found.person.id, "passkey", proof=found.key)


def _as_sample(visit: Visit) -> Response:
    """Any of the sample's people, at a click; a real office has no such keys and knows no such page."""
    person = visit.entry("person")
    if person not in visit.desk.sample_keys:
        raise HTTPException(404)
    return came_in(visit, person, "sample")


def came_in(visit: Visit, person: str, how: str, token: str = "", proof: str = "", next_path: str = "") -> Response:
    """A new session under a new secret; what the browser held before is ended, so that nobody else's is taken over."""
    visit.desk.sessions.end(str(visit.request.session.pop(SECRET, "")))
    visit.request.session[SECRET] = visit.desk.sessions.begin(person, how, token, proof)
    return visit.to(next_path or visit.entry("next") or "/")


def _sign_out(visit: Visit) -> Response:
    visit.desk.sessions.end(str(visit.request.session.pop(SECRET, "")))
    return visit.to("/sign-in")


def _sign_out_everywhere(visit: Visit) -> Response:
    visit.desk.shut_out(visit.who.person.id)
    return visit.to("/sign-in", visit.say("desk_entry.out-everywhere"))


ROUTES = (
    page("/sign-in", _sign_in, is_open=True),
    page("/sign-in/passkey/options", _passkey_options, ["POST"], is_open=True),
    page("/sign-in/passkey", _by_passkey, ["POST"], is_open=True),
    page("/sign-in/sample", _as_sample, ["POST"], is_open=True),
    page("/sign-out", _sign_out, ["POST"], is_open=True),
    page("/sign-out/everywhere", _sign_out_everywhere, ["POST"]),
)
