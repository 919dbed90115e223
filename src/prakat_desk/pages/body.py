"""what is pasted into a body -> its text and HTML, its pictures kept with the draft; a draft's body for the editor"""

from starlette.responses import JSONResponse, Response

from prakat.cannot_work import CannotWork
from prakat.item.body import render_markdown
from prakat.item.retyped import retyped
from prakat.rules.message import why
from prakat_desk.fitted_picture import fitted_picture
from prakat_desk.pages.draft import body_html, own_draft
from prakat_desk.visit import Visit, page


def _pasted(visit: Visit) -> Response:
    draft, found = own_draft(visit), retyped(visit.entry("html"))
    told = [each.text(visit.language) for each in found.doubts]
    try:
        for picture in found.pictures:
            if picture.name not in draft.files:
                draft = visit.desk.drafts.add_file(draft, picture.name, "", fitted_picture(picture.raw))
    except CannotWork as problem:
        told.append(why(problem, visit.language))
    return JSONResponse(
        {
            "text": found.text,
            "html": render_markdown(found.text).html,
            "told": " ".join(told),
            "changed": draft.changed.isoformat(),
        }
    )


def _body(visit: Visit) -> Response:
    """As the editor shows it; without HTML, why it is not to be edited there."""
    found = body_html(own_draft(visit))
    return JSONResponse({"html": found, "refused": visit.say("desk_face.not-editable") if found is None else ""})


ROUTES = (
    page("/drafts/{draft}/paste", _pasted, ["POST"]),
    page("/drafts/{draft}/body", _body),
)
