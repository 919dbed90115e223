"""whoever has come in -> the first page: what waits for them, and all that they have to look at this morning"""

from collections.abc import Callable

from starlette.responses import Response

from prakat.agenda.morning import Morning
from prakat.agenda.section import MorningLine, Section
from prakat_desk.entry.founding import Founding
from prakat_desk.pages.morning import morning_book, place_of
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.visit import Visit, page

_MINE, _OTHERS, _PAGE = 12, 5, 50
"""Lines of a section on the first page: of what waits for the person, and of the rest; and on a page of its own."""


def _today(visit: Visit) -> Response:
    is_all = visit.asked("of") == "office"
    found = morning_book(visit).situation(outlet_for(visit), visit.desk.moment)
    morning = Morning.of(found, visit.who.person, is_whole=is_all)
    wanted = next((each for each in morning.sections if each.id == visit.asked("show")), None)
    if wanted:
        return _one(visit, wanted, is_all=is_all)
    return visit.page(
        "today.html",
        sections=morning.sections,
        moment_of=morning.moment,
        place=_places(visit),
        most=lambda section: _MINE if section.id == "for-me" else _OTHERS,
        is_all=is_all,
        drafts=[each for each in visit.desk.drafts.of(visit.who.person.id) if not each.is_sent],
    )


def _places(visit: Visit) -> Callable[[MorningLine], str]:
    """Where a line leads whoever looks: to no page that they may not open."""
    may = {"/audit": visit.who.may_audit, "/people": visit.who.has("webmaster")}
    of_item = place_of(visit)
    return lambda each: (each.page if may.get(each.page, True) else "") or (of_item(each.folder) if each.folder else "")


def _one(visit: Visit, section: Section, *, is_all: bool) -> Response:
    """All lines of a section, page by page."""
    number = visit.page_number(len(section.lines), _PAGE)
    return visit.page(
        "today-section.html",
        section=section,
        place=_places(visit),
        shown=section.lines[(number - 1) * _PAGE : number * _PAGE],
        number=number,
        is_more=len(section.lines) > number * _PAGE,
        is_all=is_all,
    )


def _first(visit: Visit) -> Response:
    """An office that is still being founded has no morning."""
    return visit.to("/founding" if Founding(visit.desk).is_open else "/today")


ROUTES = (page("/", _first), page("/today", _today))
