"""what a browser asks x desk -> one visit: who asks, in which language, what was typed; and how pages answer"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from prakat.cannot_work import CannotWork
from prakat.rules.message import message
from prakat.rules.wording import LANGUAGES
from prakat_desk.desk import Desk
from prakat_desk.menu import menu_of
from prakat_desk.viewer import Viewer, viewer_of
from prakat_desk.words import words_in

MOST_FIELDS, MOST_FILES, MOST_FIELD_BYTES = 3000, 100, 2 * 1024 * 1024
SECRET, LANGUAGE_CHOSEN, NOTICE = "s", "l", "n"
"""What the signed cookie holds: the session's secret, a language, and what to tell on the next page."""
_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/_.?=&%#-]{0,300}")
_Handler = Callable[["Visit"], Response]


@dataclass(frozen=True, slots=True)
class Visit:
    desk: Desk
    request: Request
    templates: Environment
    language: str
    viewer: Viewer | None
    form: FormData = field(default_factory=FormData)

    @property
    def who(self) -> Viewer:
        """Whoever has come in; pages that are open to everybody ask `viewer`."""
        assert self.viewer, "a page that is not open is shown to nobody else"
        return self.viewer

    @property
    def typed(self) -> dict[str, list[str]]:
        """Every entry of the form by its name, files left out, with line ends as people see them."""
        found: dict[str, list[str]] = {}
        for name, value in self.form.multi_items():
            if isinstance(value, str):
                sound = value.encode("utf-8", "replace").decode("utf-8")
                found.setdefault(name, []).append(sound.replace("\r\n", "\n").replace("\r", "\n"))
        return found

    def entry(self, name: str) -> str:
        """The last value of that name; empty where there is none."""
        return (self.typed.get(name) or [""])[-1]

    def part(self, name: str) -> str:
        """Of the address, as the route names it."""
        return str(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """Of the address, behind the question mark."""
        return self.request.query_params.get(name, "")

    def page_number(self, count: int, most: int) -> int:
        """The page asked for, of so many rows and so many on each: from 1 to the last."""
        return min(max(number_in(self.asked("page"), 5) or 1, 1), max(-(-count // most), 1))

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        told = self.request.session.pop(NOTICE, None)
        menu = menu_of(self.viewer) if self.viewer else ()
        known = {"visit": self, "desk": self.desk, "viewer": self.viewer, "notice": told, "menu": menu}
        text = self.templates.get_template(template).render({**known, **words_in(self.language), **values})
        return HTMLResponse(text, status)

    def to(self, path: str, notice: str = "") -> Response:
        """On to another page of the desk, which first tells `notice`."""
        if notice:
            self.request.session[NOTICE] = notice
        return RedirectResponse(path if _OWN_PATH.fullmatch(path) else "/", 303)

    def say(self, id_: str, **values: object) -> str:
        return message(id_, **values).text(self.language)


def number_in(text: str, digits: int) -> int | None:
    """What people or addresses say, if it is a whole number of at most so many digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def page(path: str, handler: _Handler, methods: Sequence[str] = ("GET",), *, is_open: bool = False) -> Route:
    """A route whose handler runs beside the event loop; unless it is open, a stranger is led to the sign-in first."""

    async def endpoint(request: Request) -> Response:
        form = FormData()
        if request.method == "POST":
            form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD_BYTES)
        try:
            return await run_in_threadpool(_answer, request, form, handler, is_open)
        finally:
            await form.close()

    return Route(path, endpoint, methods=list(methods))


def _answer(request: Request, form: FormData, handler: _Handler, is_open: bool) -> Response:
    visit = visit_of(request, form)
    if visit.viewer is None and not is_open:
        if request.method != "GET":
            raise HTTPException(401)
        asked = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        return visit.to("/sign-in" if asked == "/" else f"/sign-in?{urlencode({'next': asked})}")
    return handler(visit)


def visit_of(request: Request, form: FormData | None = None) -> Visit:
    desk: Desk = request.app.state.desk
    session = desk.sessions.of(str(request.session.get(SECRET, "")))
    try:
        viewer = viewer_of(session, desk.authority, desk.day)
    except CannotWork:
        viewer = None
    return Visit(desk, request, request.app.state.templates, _language(request), viewer, form or FormData())


def _language(request: Request) -> str:
    """As asked for now, else as chosen before, else Thai."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES and request.session.get(LANGUAGE_CHOSEN) != asked:
        request.session[LANGUAGE_CHOSEN] = asked
    chosen = request.session.get(LANGUAGE_CHOSEN, "th")
    return chosen if chosen in LANGUAGES else "th"
