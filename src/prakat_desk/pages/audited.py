"""visit -> the office's audit, for whoever may read it; while the first is under way, a page that says so"""

from collections.abc import Callable, Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from prakat_desk.auditing.kept_audit import KeptAudit
from prakat_desk.visit import Visit, page

_Handler = Callable[[Visit, KeptAudit], Response]


def audit_page(path: str, handler: _Handler, methods: Sequence[str] = ("GET",)) -> Route:
    """Read only: nothing that is posted writes anywhere but to the small folder."""

    def answer(visit: Visit) -> Response:
        if not visit.who.may_audit:
            raise HTTPException(403)
        kept = visit.desk.auditing.now()
        return visit.page("audit-waiting.html", 202) if kept is None else handler(visit, kept)

    return page(path, answer, methods)
