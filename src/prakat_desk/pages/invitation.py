"""an invitation's link -> a passkey made by whom it is for, and the office request that adds its key (R34)"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.merging.enrolment import HandedKey, check_enrolment
from prakat.office.person import Person
from prakat.repository.public_key import plain_key
from prakat_desk.entry.founding import Founding
from prakat_desk.entry.key_request import invited_person, invited_request
from prakat_desk.entry.passkey_answer import made_key
from prakat_desk.entry.relying_party import asked_to_make
from prakat_desk.keeping.invitations import Invitation
from prakat_desk.pages.asked_device import asked_device, bounded, ticket_of
from prakat_desk.pages.key_asked import asked_for_keys, usual_name
from prakat_desk.pages.sign_in import came_in
from prakat_desk.visit import Visit, page


def _invited(visit: Visit) -> tuple[Invitation, Person] | None:
    """None for a link that was used, replaced or is too old, and for somebody who has left since."""
    bounded(visit)
    found = visit.desk.invitations.of(visit.part("secret"))
    if found is None:
        return None
    person = invited_person(visit.desk.authority, found.person)
    return None if person.has_left(visit.desk.day) else (found, person)


def _invitation(visit: Visit) -> Response:
    invited = _invited(visit)
    return _shown(visit, invited) if invited else _void(visit)


def _shown(visit: Visit, invited: tuple[Invitation, Person], told: str = "", name: str = "") -> Response:
    found, person = invited
    shown = {"person": person, "until": found.until, "secret": visit.part("secret"), "told": told}
    founding = Founding(visit.desk)
    if not told and founding.is_open and (number := founding.asked) is not None:
        told = visit.say("merging.key-during-first", number=number)
    return visit.page("invitation.html", 400 if told else 200, name=name or usual_name(visit, person), **shown)


def _void(visit: Visit) -> Response:
    return visit.page("invitation-void.html", 404)


def _options(visit: Visit) -> Response:
    invited = _invited(visit)
    if invited is None:
        raise HTTPException(404)
    return asked_device(visit, asked_to_make(visit.desk, invited[1]))


def _made(visit: Visit) -> Response:
    """The link is used up once there is a passkey; if the request comes to nothing it is good again.

    While the office is being founded nobody could sign a request: the key is handed to the publisher instead."""
    desk, secret, invited = visit.desk, visit.part("secret"), _invited(visit)
    if invited is None:
        return _void(visit)
    try:
        key = made_key(desk, invited[1], ticket_of(visit), visit.entry("answer"), visit.entry("name"))
    except CannotWork as problem:
        return _shown(visit, invited, visit.say(problem.message, **problem.values), visit.entry("name"))
    used = desk.invitations.use(secret)
    if used is None:
        return _void(visit)
    try:
        if Founding(desk).is_open:
            check_enrolment(desk.repository, invited[1])
            desk.hand_in(HandedKey(invited[1].id, key).paper)
            return came_in(visit, invited[1].id, "passkey", proof=plain_key(key), next_path="/founding")
        asked = asked_for_keys(desk, invited_request(desk, used, key), visit.language)
    except CannotWork as problem:
        desk.invitations.give_back(secret, used)
        return _shown(visit, invited, visit.say(problem.message, **problem.values), visit.entry("name"))
    return visit.page("key-asked.html", asked=asked, is_own=True)


ROUTES = (
    page("/invitation/{secret}", _invitation, is_open=True),
    page("/invitation/{secret}/options", _options, ["POST"], is_open=True),
    page("/invitation/{secret}", _made, ["POST"], is_open=True),
)
