"""whoever has come in -> what there is to do: ask, go on with a draft, see what became of a request"""

from starlette.responses import Response

from prakat_desk.entry.founding import Founding
from prakat_desk.visit import Visit, page


def _home(visit: Visit) -> Response:
    who = visit.who
    if Founding(visit.desk).is_open:
        return visit.to("/founding")
    return visit.page("home.html", drafts=[each for each in visit.desk.drafts.of(who.person.id) if not each.is_sent])


ROUTES = (page("/", _home),)
