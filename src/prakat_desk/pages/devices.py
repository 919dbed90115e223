"""whoever has come in -> the devices by which the person signs: one more, one less (R34)"""

from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.rules.message import why
from prakat_desk.entry.invitation_link import invite
from prakat_desk.entry.key_request import invited_request, removal
from prakat_desk.entry.passkey_answer import made_key
from prakat_desk.entry.pasted_key import MOST_PASTED, pasted_key
from prakat_desk.entry.relying_party import asked_to_make, takes_passkeys
from prakat_desk.keeping.invitations import Invitation
from prakat_desk.pages.asked_device import asked_device, bounded_person, ticket_of
from prakat_desk.pages.key_asked import asked_for_keys, devices_of, usual_name
from prakat_desk.visit import Visit, page


def _devices(visit: Visit) -> Response:
    return _shown(visit)


def _shown(visit: Visit, told: str = "", name: str = "", pasted: str = "") -> Response:
    person, desk = visit.who.person, visit.desk
    return visit.page(
        "devices.html",
        400 if told else 200,
        devices=devices_of(desk, person),
        name=name or usual_name(visit, person),
        told=told,
        pasted=pasted[:MOST_PASTED],
        takes_passkeys=takes_passkeys(desk) and desk.forge is None,
    )


def _options(visit: Visit) -> Response:
    bounded_person(visit)
    return asked_device(visit, asked_to_make(visit.desk, visit.who.person))


def _add(visit: Visit) -> Response:
    """Asked for by the person alone, who is known by another device."""
    desk, person = visit.desk, visit.who.person
    bounded_person(visit)
    try:
        key = made_key(desk, person, ticket_of(visit), visit.entry("answer"), visit.entry("name"))
        asked = asked_for_keys(desk, invited_request(desk, Invitation(person.id, person.id), key), visit.language)
    except CannotWork as problem:
        return _shown(visit, why(problem, visit.language), visit.entry("name"))
    return visit.page("key-asked.html", asked=asked, is_own=True)


def _paste(visit: Visit) -> Response:
    """The public half of an SSH key, for whoever signs with git; it is asked for like any other device."""
    desk, person = visit.desk, visit.who.person
    bounded_person(visit)
    try:
        key = pasted_key(desk.authority, person, visit.entry("pasted"))
        asked = asked_for_keys(desk, invited_request(desk, Invitation(person.id, person.id), key), visit.language)
    except CannotWork as problem:
        kept = "" if problem.message == "desk_office.private-key" else visit.entry("pasted")
        return _shown(visit, why(problem, visit.language), pasted=kept)
    return visit.page("key-asked.html", asked=asked, is_own=True)


def _link(visit: Visit) -> Response:
    """For a device that is not this one."""
    bounded_person(visit)
    try:
        link = invite(visit.desk, visit.who.person.id, visit.who.person.id)
    except CannotWork as problem:
        return _shown(visit, why(problem, visit.language))
    return visit.page("invitation-link.html", link=link, person=visit.who.person, is_own=True)


def _remove(visit: Visit) -> Response:
    """Whoever has the device is out at once; its signatures count till the request is approved."""
    desk, person = visit.desk, visit.who.person
    bounded_person(visit)
    try:
        asked = asked_for_keys(desk, removal(desk, person, visit.entry("key"), person.id), visit.language)
    except CannotWork as problem:
        return _shown(visit, why(problem, visit.language))
    desk.shut_out(person.id)
    return visit.page("key-asked.html", asked=asked, is_own=False)


ROUTES = (
    page("/devices", _devices),
    page("/devices/options", _options, ["POST"]),
    page("/devices", _add, ["POST"]),
    page("/devices/key", _paste, ["POST"]),
    page("/devices/link", _link, ["POST"]),
    page("/devices/remove", _remove, ["POST"]),
)
