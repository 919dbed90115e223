"""whoever has come in -> the manual of the own role, and those of the others, in the desk's own words"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.handbook.desk_manual import desk_manual
from prakat.handbook.manual import MANUALS
from prakat.item.body import render_markdown
from prakat_desk.viewer import Viewer
from prakat_desk.visit import Visit, page

PICTURES = "/manual/pictures"
_OF_ROLE = {"auditor": "auditor", "webmaster": "webmaster", "approver": "director", "reviewer": "director"}


def _own(visit: Visit) -> Response:
    return visit.to(f"/manual/{_role_of(visit.who)}")


def _role_of(who: Viewer) -> str:
    return next((manual for role, manual in _OF_ROLE.items() if who.has(role)), "staff")


def _one(visit: Visit) -> Response:
    role = visit.part("role")
    if role not in MANUALS:
        raise HTTPException(404)
    manual = desk_manual(role)
    rendered = render_markdown(manual.text, _resolved)
    others = [(each, desk_manual(each).title) for each in MANUALS if each != role]
    return visit.page("manual.html", manual=manual, rendered=rendered, others=others)


def _resolved(target: str) -> str:
    """A picture's file, or the role of another manual, as an address of the desk."""
    return f"{PICTURES}/{target}" if target.endswith(".webp") else f"/manual/{target}"


ROUTES = (page("/manual", _own), page("/manual/{role}", _one))
