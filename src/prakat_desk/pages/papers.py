"""whoever has come in -> the office's papers, printed when they are asked for; a quarter's as a request (R45)"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from prakat.audit.auditor_memory import AuditorMemory
from prakat.cannot_work import CannotWork
from prakat.content.shelf import shelf_of
from prakat.item.item_path import folder_of
from prakat.papers.press import MEMOS, PAPER_KINDS, Press
from prakat.papers.typeset.formats import TABLE_FORMATS
from prakat.repository.refs import AUDIT_LOG, MAIN
from prakat.thai.period import Period, quarters_between
from prakat_desk.auditing.paper_shelf import EVIDENCE, ShelvedPaper, WantedPaper
from prakat_desk.pages.mine import page_of_theirs
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.request_page import may_print_closed
from prakat_desk.sending.outlet import Outlet
from prakat_desk.sending.quarter_draft import QuarterDraft
from prakat_desk.visit import Visit, number_in, page

_MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_SAFE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox",
}
_OF_TABLES = ("record", "currency")
_OF_REQUESTS, _OF_ITEMS = ("form", "decision"), ("form", "board")
_PATIENCE = 20
"""So often a press waits for a paper before it says that it is still being made."""


@dataclass(frozen=True, slots=True)
class PaperYear:
    """A fiscal year, newest first, with those of its quarters that have begun and had something."""

    year: Period
    quarters: Sequence[Period]


def _shown(visit: Visit) -> Response:
    years = list(_years(visit))
    known = [each for one in years for each in (one.year, *one.quarters)]
    period = Period.of(visit.asked("period")) if visit.asked("period") else _last_over(visit, years)
    if period not in known:
        raise HTTPException(404)
    draft = QuarterDraft(visit.desk, visit.who, period) if period.quarter else None
    is_over = visit.desk.day > period.last
    on_main = draft.on_main if draft else None
    return visit.page(
        "papers.html",
        years=years,
        period=period,
        is_over=is_over,
        memos=MEMOS,
        on_main=on_main,
        may_send=bool(draft and is_over and not on_main and visit.who.has("webmaster")),
        begun=draft.begun if draft else None,
        site=(visit.desk.site_url or visit.desk.authority.office.site_url).rstrip("/"),
    )


def _years(visit: Visit) -> list[PaperYear]:
    """From the first day on which anything was to be published until today."""
    day = visit.desk.day
    begun = [each.item.publish_on for each in shelf_of(visit.desk.repository).now().values()]
    found: dict[int, list[Period]] = {}
    for each in quarters_between(min([day, *begun]), day):
        found.setdefault(each.year, []).append(each)
    return [PaperYear(Period(year), quarters) for year, quarters in found.items()]


def _last_over(visit: Visit, years: Sequence[PaperYear]) -> Period:
    """The last quarter that is over; in the office's first one, that one."""
    known = [each for one in years for each in one.quarters]
    return next((each for each in known if each.last < visit.desk.day), known[0])


def _printed(visit: Visit) -> Response:
    wanted = _wanted(visit)
    outlet = outlet_for(visit)
    _must_be_theirs(visit, outlet, wanted)
    made = _made(visit, outlet, wanted)
    if made is None:
        return visit.page("paper-waiting.html", 202)
    return FileResponse(made.place, media_type=_MIME[wanted.format], filename=made.name, headers=_SAFE)


def _wanted(visit: Visit) -> WantedPaper:
    kind, about, format = visit.part("kind"), visit.asked("about").strip(), visit.asked("format") or "pdf"
    if format not in _formats(kind):
        raise HTTPException(404)
    is_memo = kind.startswith("memo")
    by = visit.who.person.id if is_memo and visit.who.has("webmaster") else ""
    return WantedPaper(kind, about, format, visit.asked("number").strip() if is_memo else "", by)


def _formats(kind: str) -> Collection[str]:
    """In which a kind of paper can be had here; none for what is no kind."""
    if kind == EVIDENCE:
        return ("zip",)
    if kind not in PAPER_KINDS:
        return ()
    return ("pdf", "docx", *(TABLE_FORMATS if kind in _OF_TABLES else ()))


def _must_be_theirs(visit: Visit, outlet: Outlet, wanted: WantedPaper) -> None:
    """An item's is for whoever may look after it. A closed request's may hold words that came down: only its authors
    have it, and those who may read the audit."""
    if wanted.kind not in (*_OF_REQUESTS, *_OF_ITEMS):
        return
    number = number_in(wanted.about, 9)
    if number is None:
        if wanted.kind not in _OF_ITEMS:
            raise HTTPException(404)
        page_of_theirs(visit, wanted.about)
        return
    if wanted.kind not in _OF_REQUESTS:
        raise HTTPException(404)
    pending, closed = outlet.pending().get(number), outlet.closed().get(number)
    if pending is None and closed is None:
        raise HTTPException(404)
    if closed and not pending and not may_print_closed(visit.who, closed.authors):
        raise HTTPException(403)


def _made(visit: Visit, outlet: Outlet, wanted: WantedPaper) -> ShelvedPaper | None:
    return visit.desk.papers.made(wanted, _state(visit, outlet, wanted), _press_of(visit, outlet, wanted))


def _request(wanted: WantedPaper) -> int | None:
    """None for a paper that is about no request."""
    return number_in(wanted.about, 9) if wanted.kind in _OF_REQUESTS else None


def _state(visit: Visit, outlet: Outlet, wanted: WantedPaper) -> str:
    """Another one wherever the paper could be: an open request's changes with whoever signs it."""
    repository, number = visit.desk.repository, _request(wanted)
    told = [visit.desk.day.isoformat(), *(repository.ref(each) or "" for each in (MAIN, AUDIT_LOG))]
    if number is not None and number in outlet.pending():
        told += [outlet.pending()[number].head, *(f"{each}" for each in outlet.signed(number))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _press_of(visit: Visit, outlet: Outlet, wanted: WantedPaper) -> Callable[[], Press]:
    desk, moment, memory = visit.desk, visit.desk.moment, AuditorMemory(visit.desk.state / "audit")

    def press() -> Press:
        merging = None if _request(wanted) is None else outlet.merging
        return Press.of_main(desk.repository, moment, merging, memory=memory)

    return press


def _begun(visit: Visit) -> Response:
    """A draft that holds the quarter's papers; the same one, however often it is pressed."""
    if not visit.who.has("webmaster"):
        raise HTTPException(403)
    quarter = Period.of(visit.entry("period"))
    draft, outlet = QuarterDraft(visit.desk, visit.who, quarter), outlet_for(visit)
    if not quarter.quarter or visit.desk.day <= quarter.last:
        raise CannotWork("desk_papers.not-over", period=quarter.id)
    if there := draft.on_main:
        return visit.to(f"/mine/{there.path.url.strip('/')}", visit.say("desk_papers.already"))
    sent = next((each for each in outlet.pending().values() if folder_of(draft.path) in each.folders), None)
    if sent:
        return visit.to(f"/requests/{sent.number}", visit.say("desk_papers.already-sent"))
    begun = draft.begun or draft.begin(lambda wanted: _waited_for(visit, outlet, wanted))
    return visit.to(f"/drafts/{begun.id}", visit.say("desk_papers.draft-begun"))


def _waited_for(visit: Visit, outlet: Outlet, wanted: WantedPaper) -> ShelvedPaper:
    for _ in range(_PATIENCE):
        if made := _made(visit, outlet, wanted):
            return made
    raise CannotWork("desk_papers.under-way")


ROUTES = (page("/papers", _shown), page("/papers/{kind}", _printed), page("/papers/quarter", _begun, ["POST"]))
