"""whoever has come in -> what became of each request in plain words; its authors mend it or take it back"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.content.shelf import shelf_of
from prakat.item.item_path import url_of
from prakat.rules.message import why
from prakat.rules.wording import in_words
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.sending.dispatch import Dispatch
from prakat_desk.sending.foreseen import as_received
from prakat_desk.sending.mending import Mending
from prakat_desk.sending.outlet import Closed, Outlet, Pending
from prakat_desk.visit import Visit, page

_PAGE = 20


def _list(visit: Visit) -> Response:
    me, outlet = visit.who.person.id, outlet_for(visit)
    _tidy(visit, outlet)
    is_all = visit.asked("of") == "office"
    pending = [each for each in outlet.pending().values() if is_all or me in each.authors]
    closed = [each for each in outlet.closed().values() if me in each.authors] if not is_all else []
    number = int(asked) if (asked := visit.asked("page")).isascii() and asked.isdecimal() and len(asked) < 6 else 1
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
        links=lambda each: _links(visit, each),
    )


def _tidy(visit: Visit, outlet: Outlet) -> None:
    """A draft that was sent when the desk was stopped is known as sent; one that is published is wanted no more."""
    drafts, dispatch = visit.desk.drafts, Dispatch(visit.desk, outlet, visit.who.person)
    closed = outlet.closed()
    for each in drafts.of(visit.who.person.id):
        found = dispatch.settled(each)
        if found.is_sent and found.request in closed and closed[found.request].fate == "merged":
            drafts.forget(each.person, each.id)


def _links(visit: Visit, closed: Closed) -> list[str]:
    """Of the request's pages that readers can see today."""
    desk = visit.desk
    settings, site = desk.authority.office.settings, desk.site_url or desk.authority.office.site_url
    known = {each.item.path.folder: each for each in shelf_of(desk.repository).now().values()}
    live = [each for each in closed.folders if each in known and known[each].state(desk.day, settings).is_public]
    return [f"{site.rstrip('/')}/{url_of(each)}" for each in live]


def _one(visit: Visit, status: int = 200, told: list[str] | None = None, *, asks: bool = False) -> Response:
    outlet, number = outlet_for(visit), _number(visit)
    pending, closed = outlet.pending().get(number), outlet.closed().get(number)
    known = outlet.told(closed) if closed else None
    if pending is None and known is None:
        raise HTTPException(404)
    authors = pending.authors if pending else known.authors if known else frozenset()
    return visit.page(
        "request.html",
        status,
        number=number,
        pending=pending,
        closed=known,
        turn=outlet.turn(number) if pending else None,
        signed=outlet.signed(number) if pending else known.signed if known else (),
        seen=as_received(visit.desk.repository, number, pending.head) if pending else None,
        is_mine=visit.who.person.id in authors,
        authors=authors,
        people=visit.desk.authority.office.people,
        links=_links(visit, known) if known else [],
        told=told or [],
        asks=asks,
    )


def _look(visit: Visit) -> Response:
    return _one(visit)


def _mend(visit: Visit) -> Response:
    outlet, number = outlet_for(visit), _number(visit)
    pending, closed = outlet.pending().get(number), outlet.closed().get(number)
    _only_authors(visit, pending or closed)
    mending = Mending(visit.desk, visit.who.person)
    try:
        if pending:
            draft = mending.open(pending)
        elif closed and closed.fate != "merged":
            draft = mending.anew(outlet.told(closed))
        else:
            return visit.to(f"/requests/{number}")
    except CannotWork as problem:
        return _one(visit, 409, [why(problem, visit.language)])
    return visit.to(f"/drafts/{draft.id}")


def _withdraw(visit: Visit) -> Response:
    """Asks once, and then does it."""
    outlet, number = outlet_for(visit), _number(visit)
    _only_authors(visit, outlet.pending().get(number) or outlet.closed().get(number))
    if visit.entry("sure") != "yes":
        return _one(visit, asks=True)
    if refused := outlet.withdraw(number, visit.who.person):
        return _one(visit, 409, [in_words(each, visit.language) for each in refused])
    return visit.to("/requests", visit.say("desk_sending.withdrawn", number=number))


def _only_authors(visit: Visit, request: Pending | Closed | None) -> None:
    if request is None:
        raise HTTPException(404)
    if visit.who.person.id not in request.authors:
        raise HTTPException(403)


def _number(visit: Visit) -> int:
    found = visit.part("number")
    if not (found.isascii() and found.isdecimal() and len(found) < 10):
        raise HTTPException(404)
    return int(found)


ROUTES = (
    page("/requests", _list),
    page("/requests/{number}", _look),
    page("/requests/{number}/mend", _mend, ["POST"]),
    page("/requests/{number}/withdraw", _withdraw, ["POST"]),
)
