"""whoever has come in -> the office's registers, the newest entry first, and the person's errands that are not done"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.content.logbook import NAMES, REGISTERS
from prakat_desk.errand.errand_kind import may_begin
from prakat_desk.errand.left_work import left_work
from prakat_desk.errand.register_row import register_rows
from prakat_desk.pages.errand_list import open_errands
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.visit import Visit, page

_FEW, _PAGE = 3, 20
_ORDER = ("problems", "training", "hand-overs")


def _list(visit: Visit) -> Response:
    rows = {name: register_rows(visit.desk, name, visit.language) for name in sorted(NAMES, key=_ORDER.index)}
    return visit.page(
        "registers.html",
        registers={name: (found[:_FEW], len(found)) for name, found in rows.items()},
        errands=open_errands(visit),
        left=left_work(visit.desk, outlet_for(visit), visit.who.person.id),
        may_write=may_begin(visit.who, NAMES[0], ""),
    )


def _one(visit: Visit) -> Response:
    name = visit.part("name")
    if name not in NAMES:
        raise HTTPException(404)
    rows = register_rows(visit.desk, name, visit.language)
    number = visit.page_number(len(rows), _PAGE)
    return visit.page(
        "register.html",
        name=name,
        rows=rows[(number - 1) * _PAGE : number * _PAGE],
        count=len(rows),
        number=number,
        is_more=len(rows) > number * _PAGE,
        may_write=may_begin(visit.who, name, ""),
    )


def _take_draft(visit: Visit) -> Response:
    """What a leaver wrote and did not send is written on by whoever took the work over."""
    desk, me = visit.desk, visit.who.person.id
    giver = next((each for each in left_work(desk, outlet_for(visit), me) if each.giver.id == visit.entry("of")), None)
    draft = next((each for each in giver.drafts if each.id == visit.entry("draft")), None) if giver else None
    if giver is None or draft is None:
        raise HTTPException(404)
    taken = desk.drafts.copy(draft, me)
    desk.drafts.forget(draft.person, draft.id)
    return visit.to(f"/drafts/{taken.id}", visit.say("desk_office.draft-taken", name=giver.giver.name))


ROUTES = (
    page(f"/{REGISTERS}", _list),
    page(f"/{REGISTERS}/{{name}}", _one),
    page("/left-drafts", _take_draft, ["POST"]),
)
