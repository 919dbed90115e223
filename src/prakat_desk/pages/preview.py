"""somebody's draft -> the page as readers will see it, on a phone and on a desk, with its files"""

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from prakat.item.file_type import type_of
from prakat_desk.manuscript import Manuscript
from prakat_desk.pages.draft import own_draft
from prakat_desk.visit import Visit, page

SEALED = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-same-origin",
    )
)
"""What a page of somebody's words may do in the desk: be seen. Without script its own origin gives it nothing."""


def _page(visit: Visit) -> Response:
    made = Manuscript(visit.desk, own_draft(visit))
    text = visit.desk.previewer.page(made.item, made.around, visit.desk.day)
    shown = text or visit.say("desk.nothing-to-show")
    return HTMLResponse(shown, headers={"Content-Security-Policy": SEALED})


def _file(visit: Visit) -> Response:
    place = Manuscript(visit.desk, own_draft(visit)).item.files.get(visit.part("file"))
    kind = type_of(visit.part("file"))
    if place is None or kind is None:
        raise HTTPException(404)
    how = "inline" if kind.opens else "attachment"
    sealed = {"Content-Security-Policy": SEALED} if kind.is_picture else {"Content-Security-Policy": "sandbox"}
    return FileResponse(
        place, media_type=kind.mime, filename=visit.part("file"), content_disposition_type=how, headers=sealed
    )


def _preview(visit: Visit) -> Response:
    draft = own_draft(visit)
    return visit.page("preview.html", draft=draft)


ROUTES = (
    page("/drafts/{draft}/preview", _preview),
    page("/drafts/{draft}/page/", _page),
    page("/drafts/{draft}/page/{file}", _file),
)
