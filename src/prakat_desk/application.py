"""desk -> the web application that uvicorn serves: routes, and what stands around them"""

import logging

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.rules.message import why
from prakat_desk import __path__ as _package
from prakat_desk.desk import Desk
from prakat_desk.keeping.sessions import LONGEST
from prakat_desk.pages import (
    ask,
    audit,
    audit_details,
    body,
    calendar,
    completeness,
    decision,
    devices,
    draft,
    errands,
    forge_sign_in,
    founding,
    invitation,
    live,
    manual,
    mine,
    papers,
    people,
    preview,
    registers,
    requests,
    send,
    send_errand,
    sign_in,
    talk_acts,
    today,
)
from prakat_desk.preview.previewer import READERS
from prakat_desk.sending.morning_book import MorningBook
from prakat_desk.visit import visit_of
from prakat_desk.wall import Wall
from prakat_desk.words import environment

_LOG = logging.getLogger("prakat_desk")
_PAGES = (
    *(today, calendar, completeness, sign_in, forge_sign_in, invitation, founding, devices, people),
    *(ask, draft, body, preview, send, requests, decision, live, talk_acts, mine, papers),
    *(registers, errands, send_errand, audit, audit_details, manual),
)
ROUTES: tuple[BaseRoute, ...] = tuple(route for each in _PAGES for route in each.ROUTES)
_KNOWN = frozenset({400, 401, 403, 404, 405, 409, 413, 429})
"""Answers that schemas/messages/desk.yml has a sentence for."""


def application(desk: Desk) -> Starlette:
    static = StaticFiles(directory=f"{_package[0]}/static")
    session = Middleware(
        SessionMiddleware,
        secret_key=desk.cookie_key,
        session_cookie="__Host-desk" if desk.is_https else "desk",
        https_only=desk.is_https,
        max_age=int(LONGEST.total_seconds()),
        same_site="lax",
    )
    made = Starlette(
        routes=[
            Mount(manual.PICTURES, StaticFiles(directory=product.part("docs") / "manual")),
            *ROUTES,
            Mount("/static", static),
            Mount(f"{READERS}assets", StaticFiles(directory=product.part("theme") / "assets")),
        ],
        middleware=[Middleware(Wall, origins=desk.origins), Middleware(GZipMiddleware), session],
        exception_handlers={HTTPException: _refused, CannotWork: _cannot, Exception: _our_own_bug},
    )
    made.state.desk, made.state.templates = desk, environment()
    made.state.morning = MorningBook(desk.repository, desk.auditing, desk.site_folder)
    return made


async def _refused(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    return await _told(request, status, "")


async def _cannot(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, CannotWork), "asked for nothing else"
    return await _told(request, 409, why(problem, (await run_in_threadpool(visit_of, request)).language))


async def _our_own_bug(request: Request, problem: Exception) -> Response:
    _LOG.error("our own bug", exc_info=problem)
    return await _told(request, 500, "")


async def _told(request: Request, status: int, told: str) -> Response:
    visit = await run_in_threadpool(visit_of, request)
    return visit.page("refused.html", status, number=status if status in _KNOWN else 500, told=told)
