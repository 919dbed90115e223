"""whoever may ask -> what there is to ask for, in words that people use; the choice -> a form that has begun"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat_desk.form.ask import Ask, asks, beginning, found_asks
from prakat_desk.form.entries import YES, entries_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.form.wanted import Wanted, wanted_of
from prakat_desk.keeping.draft import Draft
from prakat_desk.visit import Visit, page


def _choose(visit: Visit) -> Response:
    _must_be_able_to_ask(visit)
    query = visit.asked("q").strip()[:100]
    return visit.page("ask.html", asks=found_asks(query), query=query)


def _begun(visit: Visit) -> Response:
    _must_be_able_to_ask(visit)
    ask = asks().get(visit.entry("ask"))
    if ask is None:
        raise HTTPException(404)
    nothing = visit.entry("nothing") == YES
    wanted = wanted_of(*(visit.entry(each) for each in ("fulfils", "start", "end")), says_nothing=nothing)
    return visit.to(f"/drafts/{begin_draft(visit, ask, wanted).id}")


def begin_draft(visit: Visit, ask: Ask, wanted: Wanted) -> Draft:
    who, office = visit.who, visit.desk.authority.office
    units = list(office.units) if who.units is None else [each for each in office.units if each in who.units]
    values = wanted.values(ask, beginning(ask, units, who.person.id, visit.desk.day, office.settings))
    typed = entries_of(values, form_fields(ask.category))
    return visit.desk.drafts.begin(Draft("", who.person.id, ask=ask.id, typed=typed))


def _must_be_able_to_ask(visit: Visit) -> None:
    if not visit.who.may_ask:
        raise HTTPException(403)


ROUTES = (page("/ask", _choose), page("/ask", _begun, ["POST"]))
