"""whoever may ask -> the pages that they answer for, what needs them first on top, and what they can do with each"""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.cannot_work import CannotWork
from prakat.content.shelf import ShelvedItem, shelf_of
from prakat.item.item import Item
from prakat.item.item_path import parse_path
from prakat.item.state import State
from prakat.merging.confirmation import unconfirmed
from prakat.merging.handed_confirmation import HandedConfirmation, handed_in
from prakat.office.authority import holds
from prakat.rules.message import why
from prakat_desk.form.page_action import page_actions
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.sending.colleagues import Colleagues
from prakat_desk.sending.next_thing import NextThing, next_thing
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.sending.taking_up import TakingUp
from prakat_desk.viewer import Viewer
from prakat_desk.visit import Visit, page

_PAGE = 50
CONFIRM = "confirm"
_WHOSE = ("mine", "units", "all")


@dataclass(frozen=True, slots=True)
class Row:
    found: ShelvedItem
    state: State
    next: NextThing
    may_confirm: bool
    is_handed_in: bool
    """Confirmed, and about to be recorded."""


def _list(visit: Visit) -> Response:
    whose = visit.asked("of") if visit.asked("of") in _WHOSE else "mine"
    if whose == "all" and not visit.who.has("webmaster"):
        whose = "units"
    query, state = visit.asked("q").strip()[:100], visit.asked("state")
    rows = [each for each in _rows(visit, whose) if _is_meant(each, query, state)]
    number = visit.page_number(len(rows), _PAGE)
    return visit.page(
        "mine.html",
        rows=rows[(number - 1) * _PAGE : number * _PAGE],
        count=len(rows),
        number=number,
        is_more=len(rows) > number * _PAGE,
        whose=whose,
        query=query,
        state=state if state in set(State) else "",
        states=list(State),
    )


def _one(visit: Visit) -> Response:
    """All that can be done with one page, each in a sentence; and who else is at work on it."""
    found = page_of_theirs(visit, visit.part("path"))
    outlet = outlet_for(visit)
    return visit.page(
        "my-page.html",
        row=_Rows(visit).row(found),
        actions=page_actions(),
        colleagues=Colleagues(visit.desk, outlet).at_work(found.path, visit.who.person.id),
        site=visit.desk.site_url or visit.desk.authority.office.site_url,
    )


def page_of_theirs(visit: Visit, path: str) -> ShelvedItem:
    """A page that is there, and that is theirs."""
    place = parse_path(path)
    found = shelf_of(visit.desk.repository).now().get(place.file) if place else None
    if found is None:
        raise HTTPException(404)
    if not TakingUp(visit.desk, visit.who).may(found.item):
        raise HTTPException(403)
    return found


class _Rows:
    def __init__(self, visit: Visit) -> None:
        self._desk, self._who = visit.desk, visit.who
        self._office = visit.desk.authority.office
        self._told = unconfirmed(RequestBook(visit.desk.repository).log, self._office.site_url)
        self._waiting = handed_in(visit.desk.repository.git_dir)

    def row(self, found: ShelvedItem) -> Row:
        item, folder, day = found.item, found.item.path.folder, self._desk.day
        state = found.state(day, self._office.settings)
        is_asked = folder in self._told and state.is_public and _may_confirm(self._who, item)
        given = self._waiting.get(folder)
        is_given = given is not None and given.blob == found.blob
        coming = next_thing(item, day, self._office.settings, self._told.get(folder))
        return Row(found, state, coming, is_asked and not is_given, is_asked and is_given)


def _may_confirm(who: Viewer, item: Item) -> bool:
    """As the publisher will judge it: whoever provides information for its main unit."""
    return holds(who.person, "provider", frozenset(item.units[:1]), who.day)


def _rows(visit: Visit, whose: str) -> list[Row]:
    rows = _Rows(visit)
    found = [rows.row(each) for each in shelf_of(visit.desk.repository).now().values() if _is_of(visit, each, whose)]
    return sorted(found, key=lambda each: (each.next.order, each.found.item.title, each.found.path))


def _is_of(visit: Visit, each: ShelvedItem, whose: str) -> bool:
    """`units`: of those for which the person provides information."""
    if whose == "all" or each.item.provider == visit.who.person.id:
        return True
    units = visit.who.units
    return whose == "units" and (units is None or not units.isdisjoint(each.item.units))


def _is_meant(row: Row, query: str, state: str) -> bool:
    if state in set(State) and row.state != state:
        return False
    text = f"{row.found.item.title} {row.found.path}".casefold()
    return all(word in text for word in query.casefold().split())


def _act(visit: Visit) -> Response:
    action = visit.entry("action")
    if action not in page_actions() and action != CONFIRM:
        raise HTTPException(404)
    found = page_of_theirs(visit, visit.entry("path"))
    return _confirmed(visit, found) if action == CONFIRM else _taken_up(visit, found, action)


def _taken_up(visit: Visit, found: ShelvedItem, action: str) -> Response:
    """Whoever else is at work on the page is named before a word is written."""
    outlet, me = outlet_for(visit), visit.who.person.id
    told = Colleagues(visit.desk, outlet).at_work(found.path, me)
    if told and visit.entry("sure") != "yes":
        return visit.page(
            "at-work.html", colleagues=told, found=found, action=action, words=page_actions()[action].words
        )
    draft = TakingUp(visit.desk, visit.who).begun(found, action)
    return visit.to(f"/drafts/{draft.id}/send" if action == "still-right" else f"/drafts/{draft.id}")


def _confirmed(visit: Visit, found: ShelvedItem) -> Response:
    """Of the very text that was looked at."""
    who, item = visit.who, found.item
    if not _may_confirm(who, item):
        raise HTTPException(403)
    if visit.entry("blob") != found.blob:
        return visit.to("/mine", visit.say("desk_sending.look-again", title=item.title))
    try:
        visit.desk.hand_in(HandedConfirmation(item.path.folder, found.blob, who.person.id).paper)
    except CannotWork as problem:
        return visit.to("/mine", why(problem, visit.language))
    return visit.to("/mine", visit.say("desk_sending.confirmed", title=item.title))


ROUTES = (page("/mine", _list), page("/mine", _act, ["POST"]), page("/mine/{path:path}", _one))
