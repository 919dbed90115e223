"""a request's number x visit -> its page: what became of it and, for whoever's turn it is, all that is decided upon"""

import datetime
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.content.shelf import shelf_of
from prakat.hosting.signable import Signable
from prakat.item.item_path import index_of, url_of
from prakat.request.policy.step import REQUESTER
from prakat.thai.buddhist_era import bangkok_day
from prakat_desk.deciding.case import CHECKS, Case
from prakat_desk.entry.relying_party import takes_passkeys
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.signing import means_of
from prakat_desk.pages.talk import talk_of
from prakat_desk.sending.live import live_of
from prakat_desk.sending.outlet import Closed, Outlet
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.viewer import Viewer
from prakat_desk.visit import Visit, number_in

PARTS = 6
"""Of a request that touches many pages, so many are on one page of the desk."""
_ROWS = 60
"""Words and fields of one part that are shown at once; the rest is asked for."""


def number_of(visit: Visit) -> int:
    """Of the address. Raises the answer 404."""
    found = number_in(visit.part("number"), 9)
    if found is None:
        raise HTTPException(404)
    return found


def case_of(visit: Visit, outlet: Outlet, number: int) -> Case | None:
    """None for one that is not open, or of which nothing can be judged."""
    found = outlet.signable(number)
    return Case(visit.desk, outlet, number, found) if isinstance(found, Signable) else None


def may_print_closed(who: Viewer, authors: frozenset[str]) -> bool:
    """A closed request's form may hold words that came down."""
    return who.may_audit or who.person.id in authors


def request_page(
    visit: Visit, status: int = 200, told: Sequence[str] = (), *, asks: bool = False, wrong: str = ""
) -> Response:
    """`told`: why something was not done. `asks`: whether its author is asked once more to take it back. `wrong`: what
    is wrong with what was ticked."""
    outlet, number = outlet_for(visit), number_of(visit)
    pending, closed = outlet.pending().get(number), outlet.closed().get(number)
    known = outlet.told(closed) if closed else None
    if pending is None and known is None:
        raise HTTPException(404)
    authors = pending.authors if pending else known.authors if known else frozenset()
    case = case_of(visit, outlet, number) if pending else None
    return visit.page(
        "request.html",
        status,
        number=number,
        pending=pending,
        closed=known,
        turn=outlet.turn(number) if pending else None,
        signed=outlet.signed(number) if pending else RequestBook(visit.desk.repository).signed_when_merged(number),
        is_mine=visit.who.person.id in authors,
        may_print=bool(pending) or may_print_closed(visit.who, authors),
        authors=authors,
        people=visit.desk.authority.office.people,
        links=links_of(visit, known) if known else [],
        told=told,
        asks=asks,
        live=live_of(visit.desk, outlet, number),
        case=case,
        **(_decided(visit, case, pending.sent) if case and pending else {}),
        wrong=wrong,
        talk=talk_of(visit, number, outlet),
    )


def _decided(visit: Visit, case: Case, sent: datetime.datetime | None) -> dict[str, object]:
    first, parts = number_in(visit.asked("part"), 5) or 0, case.changed.parts
    first = first if first < len(parts) else 0
    shown = parts[first : first + PARTS]
    stance = case.stance(visit.who.person)
    case.note_shown()
    return {
        "stance": stance,
        "means": _means(visit, case),
        "parts": shown,
        "first": first,
        "next_part": first + PARTS if first + PARTS < len(parts) else 0,
        "rows": None if visit.asked("all") == "yes" else _ROWS,
        "shown": {
            "head": case.head,
            "base": case.base,
            "how": case.signable.found.how.value,
            "step": stance.step,
            "moment": visit.desk.moment.replace(microsecond=0).isoformat(),
        },
        "checks": CHECKS,
        "ticked": visit.typed.get("checked", []),
        "is_requester": stance.step == REQUESTER,
        "forms": case.forms(shown, bangkok_day(sent) if sent else case.day, visit.language),
    }


def _means(visit: Visit, case: Case) -> str:
    """How the person can sign here; else what is missing: `address`, `other-key`, `nothing`."""
    if found := means_of(visit, case.outlet):
        return found
    desk = visit.desk
    if not takes_passkeys(desk) or desk.authority.office.desk != desk.origin:
        return "address"
    return "other-key" if visit.who.person.keys else "nothing"


def links_of(visit: Visit, closed: Closed) -> list[str]:
    """Of the request's pages that readers can see today."""
    desk = visit.desk
    settings, site = desk.authority.office.settings, desk.site_url or desk.authority.office.site_url
    known = shelf_of(desk.repository).now()
    there = ((each, known.get(index_of(each))) for each in closed.folders)
    live = [each for each, found in there if found and found.state(desk.day, settings).is_public]
    return [f"{site.rstrip('/')}/{url_of(each)}" for each in live]
