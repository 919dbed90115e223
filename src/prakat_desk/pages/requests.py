"""whoever has come in -> what became of each request in plain words; its authors mend it or take it back"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.rules.message import why
from prakat.rules.wording import in_words
from prakat_desk.pages.errands import place_of_errand
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.request_page import links_of, number_of, request_page
from prakat_desk.sending.dispatch import Dispatch
from prakat_desk.sending.mending import Mending
from prakat_desk.sending.outlet import Closed, Outlet, Pending
from prakat_desk.visit import Visit, number_in, page

_PAGE = 20


def _list(visit: Visit) -> Response:
    me, outlet = visit.who.person.id, outlet_for(visit)
    _tidy(visit, outlet)
    is_all = visit.asked("of") == "office"
    pending = [each for each in outlet.pending().values() if is_all or me in each.authors]
    closed = [each for each in outlet.closed().values() if me in each.authors] if not is_all else []
    asked = number_in(visit.asked("page"), 5)
    number = 1 if asked is None else asked
    rows = [*sorted(pending, key=lambda each: -each.number), *sorted(closed, key=lambda each: -each.number)]
    shown = rows[(number - 1) * _PAGE : number * _PAGE]
    return visit.page(
        "requests.html",
        is_all=is_all,
        number=number,
        is_more=len(rows) > number * _PAGE,
        pending=[(each, outlet.turn(each.number)) for each in shown if isinstance(each, Pending)],
        closed=[outlet.told(each) for each in shown if isinstance(each, Closed)],
        people=visit.desk.authority.office.people,
        links=lambda each: links_of(visit, each),
    )


def _tidy(visit: Visit, outlet: Outlet) -> None:
    """A draft that was sent when the desk was stopped is known as sent; one that is published is wanted no more."""
    drafts, dispatch = visit.desk.drafts, Dispatch(visit.desk, outlet, visit.who.person)
    closed = outlet.closed()
    for each in drafts.of(visit.who.person.id):
        found = dispatch.settled(each)
        if found.is_sent and found.request in closed and closed[found.request].fate == "merged":
            drafts.forget(each.person, each.id)


def _look(visit: Visit) -> Response:
    return request_page(visit)


def _mend(visit: Visit) -> Response:
    outlet, number = outlet_for(visit), number_of(visit)
    pending, closed = outlet.pending().get(number), outlet.closed().get(number)
    _only_authors(visit, pending or closed)
    mending, errands = Mending(visit.desk, visit.who.person), visit.desk.errands
    errand = next((each for each in errands.of(visit.who.person.id) if each.request == number), None)
    try:
        if errand and pending:
            raise CannotWork("desk_office.withdraw-first")
        if errand and closed and closed.fate != "merged":
            return visit.to(place_of_errand(errands.save(errand.unsent)))
        if pending:
            draft = mending.open(pending)
        elif closed and closed.fate != "merged":
            draft = mending.anew(outlet.told(closed))
        else:
            return visit.to(f"/requests/{number}")
    except CannotWork as problem:
        return request_page(visit, 409, [why(problem, visit.language)])
    return visit.to(f"/drafts/{draft.id}")


def _withdraw(visit: Visit) -> Response:
    """Asks once, and then does it."""
    outlet, number = outlet_for(visit), number_of(visit)
    _only_authors(visit, outlet.pending().get(number) or outlet.closed().get(number))
    if visit.entry("sure") != "yes":
        return request_page(visit, asks=True)
    if refused := outlet.withdraw(number, visit.who.person):
        return request_page(visit, 409, [in_words(each, visit.language) for each in refused])
    return visit.to("/requests", visit.say("desk_sending.withdrawn", number=number))


def _only_authors(visit: Visit, request: Pending | Closed | None) -> None:
    if request is None:
        raise HTTPException(404)
    if visit.who.person.id not in request.authors:
        raise HTTPException(403)


ROUTES = (
    page("/requests", _list),
    page("/requests/{number}", _look),
    page("/requests/{number}/mend", _mend, ["POST"]),
    page("/requests/{number}/withdraw", _withdraw, ["POST"]),
)
