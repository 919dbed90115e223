"""a webmaster for all units -> everybody's devices and invitations (R34)"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.office.person import Person
from prakat.rules.message import Message, why
from prakat_desk.entry.invitation_link import invite
from prakat_desk.entry.key_request import needs_order, removal
from prakat_desk.errand.broken_step import sole_holders, vacant_steps
from prakat_desk.errand.closing import open_glasses
from prakat_desk.errand.errand_kind import is_webmaster_of_all
from prakat_desk.errand.left_work import work_of
from prakat_desk.errand.office_matter import said_of
from prakat_desk.errand.page_hand_over import pages_of
from prakat_desk.form.typed_date import typed_date
from prakat_desk.pages.asked_device import bounded_person
from prakat_desk.pages.errand_list import open_errands
from prakat_desk.pages.key_asked import asked_for_keys, devices_of
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.visit import Visit, page

_MOST_SHOWN = 100


def _webmaster(visit: Visit) -> None:
    """Raises the answer 403 for anybody else."""
    if not is_webmaster_of_all(visit.who):
        raise HTTPException(403)


def _people(visit: Visit) -> Response:
    _webmaster(visit)
    wanted = " ".join(visit.asked("find").split())
    there = [each for each in visit.desk.authority.office.people.values() if not each.has_left(visit.desk.day)]
    found = [each for each in there if wanted.casefold() in f"{each.name} {each.position}".casefold()]
    open_ = visit.desk.invitations.open()
    return visit.page(
        "people.html",
        people=found[:_MOST_SHOWN],
        left=len(found[_MOST_SHOWN:]),
        find=wanted,
        invitations=open_,
        errands=open_errands(visit),
        vacant=vacant_steps(visit.desk),
        glasses=open_glasses(visit.desk),
    )


def _person(visit: Visit) -> Response:
    return _shown(visit, _asked(visit))


def _asked(visit: Visit) -> Person:
    _webmaster(visit)
    found = visit.desk.authority.office.people.get(visit.part("person"))
    if found is None:
        raise HTTPException(404)
    return found


def _shown(visit: Visit, person: Person, told: str = "") -> Response:
    desk = visit.desk
    return visit.page(
        "person.html",
        400 if told else 200,
        person=person,
        devices=devices_of(desk, person),
        invitation=desk.invitations.open().get(person.id),
        needs_order=needs_order(desk, person, visit.who.person.id),
        has_left=person.has_left(desk.day),
        told=told,
        people=desk.authority.office.people,
        appointments=[(each, said_of(desk.authority.office, each)) for each in person.appointments],
        sole=sole_holders(desk, person),
        pages=len(pages_of(desk, person.id)),
        left=work_of(desk, outlet_for(visit), person) if _leaves(person) else None,
    )


def _leaves(person: Person) -> bool:
    """Whether every appointment has an end: then colleagues must know what is left lying."""
    return all(each.until for each in person.appointments)


def _invite(visit: Visit) -> Response:
    person = _asked(visit)
    bounded_person(visit)
    is_lost = visit.entry("is_lost") == "yes"
    try:
        order = _order(visit)
        link = invite(visit.desk, person.id, visit.who.person.id, is_lost=is_lost, order=order)
    except CannotWork as problem:
        return _shown(visit, person, why(problem, visit.language))
    if is_lost:
        visit.desk.shut_out(person.id)
    return visit.page("invitation-link.html", link=link, person=person, is_own=False)


def _order(visit: Visit) -> tuple[str, str]:
    """Number and date, or neither. Raises CannotWork for half of it, and for a date that is none."""
    number = " ".join(visit.entry("order-no").split())
    typed = [visit.entry(f"order-date-{each}").strip() for each in ("day", "month", "year")]
    if not number and not any(typed):
        return "", ""
    date = typed_date(*typed)
    if not date or isinstance(date, Message):
        raise CannotWork("desk_entry.order-date", found=" ".join(typed))
    if not number:
        raise CannotWork("desk_entry.order-number")
    return number[:60], date


def _remove(visit: Visit) -> Response:
    """Ends all of the person's sessions at once, whatever becomes of the request."""
    person, desk = _asked(visit), visit.desk
    bounded_person(visit)
    desk.shut_out(person.id)
    try:
        asked = asked_for_keys(desk, removal(desk, person, visit.entry("key"), visit.who.person.id), visit.language)
    except CannotWork as problem:
        return _shown(visit, person, why(problem, visit.language))
    return visit.page("key-asked.html", asked=asked, is_own=False)


ROUTES = (
    page("/people", _people),
    page("/people/{person}", _person),
    page("/people/{person}/invite", _invite, ["POST"]),
    page("/people/{person}/remove", _remove, ["POST"]),
)
