"""a request that everybody has signed -> the part of its page that says whether readers see it, alone"""

from starlette.responses import HTMLResponse, Response

from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.request_page import number_of
from prakat_desk.sending.live import live_of
from prakat_desk.visit import Visit, page


def _look(visit: Visit) -> Response:
    """Empty where there is nothing to say."""
    live = live_of(visit.desk, outlet_for(visit), number_of(visit))
    return visit.page("live.html", live=live) if live else HTMLResponse("")


ROUTES = (page("/requests/{number}/live", _look),)
