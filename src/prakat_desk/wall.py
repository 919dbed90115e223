"""every request and answer of the desk -> refused before a page sees it, and sent with what browsers must refuse"""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prakat.rules.message import message

MOST_BODY = 64 * 1024 * 1024
"""One request's bytes: the largest file that an item may have, and what is typed beside it."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)
_OF_FILES = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What is the same for all is no page, and is sent many times for each: no word more than keeps it shut when it is
opened by itself."""
_OF_PAGES = {
    **_OF_FILES,
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SAME_FOR_ALL = ("/static/", "/reader/assets/", "/manual/pictures/")
"""Looks, scripts, pictures of the manuals: kept by browsers, and asked for anew only where they changed."""
_SAFE = frozenset({"GET", "HEAD"})


class Wall:
    """Stands before everything else; knows only the desk's own origins."""

    def __init__(self, app: ASGIApp, origins: Mapping[str, str]) -> None:
        """`origins` has, for each host under which the desk is known, what browsers name as its origin."""
        self.app, self.origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_with_headers(part: Message) -> None:
            if part["type"] == "http.response.start":
                answer = MutableHeaders(scope=part)
                is_file = part["status"] < 400 and scope["path"].startswith(_SAME_FOR_ALL)
                for name, value in (_OF_FILES if is_file else _OF_PAGES).items():
                    answer.setdefault(name, value)
                answer.setdefault("Cache-Control", "no-cache" if is_file else "no-store")
                if all(origin.startswith("https://") for origin in self.origins.values()):
                    answer["Strict-Transport-Security"] = "max-age=31536000"
            await send(part)

        if refused := self._refused(scope["method"], headers):
            status, id_ = refused
            await PlainTextResponse(message(id_).text(), status)(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    def _refused(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """Another host's name, and whatever another site lets a browser send: a browser names the page that it sends a
        form from, so what names none is no browser of our people."""
        origin = self.origins.get(headers.get("host", ""))
        if origin is None or len(headers.getlist("host")) != 1:
            return 421, "desk.other-host"
        if method in _SAFE:
            return None
        if headers.getlist("origin") != [origin] or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "desk.other-site"
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MOST_BODY:
            return 413, "desk.too-large"
        return None
