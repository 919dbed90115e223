"""an errand of the visitor's own -> its form; what was typed -> kept, and told what is wrong with it"""

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from prakat_desk.errand.errand_kind import is_about_something, is_kind, matter_of, may_begin
from prakat_desk.errand.matter import Matter, Outcome
from prakat_desk.form.entries import entries_of, spread, values_of
from prakat_desk.form.shown_field import Shower
from prakat_desk.keeping.errands import Errand
from prakat_desk.visit import Visit, page

_SHOWN_STATE, _DO = "changed", "do"
_MOST_ABOUT = 100


def own_errand(visit: Visit) -> Errand:
    """The one that the address names; nobody else's."""
    found = visit.desk.errands.get(visit.who.person.id, visit.part("errand"))
    if found is None or not is_kind(found.kind):
        raise HTTPException(404)
    return found


def outcome_of(visit: Visit, errand: Errand, matter: Matter) -> Outcome:
    return matter.outcome(values_of(errand.typed, matter.fields), visit.language)


def _begin(visit: Visit) -> Response:
    kind, about = visit.entry("kind"), visit.entry("about")[:_MOST_ABOUT]
    if not is_kind(kind) or not is_about_something(visit.desk, kind, about):
        raise HTTPException(404)
    if not may_begin(visit.who, kind, about):
        raise HTTPException(403)
    errand = Errand("", visit.who.person.id, kind, about)
    matter = matter_of(visit.desk, errand)
    typed = entries_of(matter.first(), matter.fields)
    begun = visit.desk.errands.begin(replace(errand, typed=typed))
    return visit.to(f"/errands/{begun.id}" if matter.fields else f"/errands/{begun.id}/send")


def _look(visit: Visit) -> Response:
    return _form(visit, _writable(visit), is_checked=bool(visit.asked("checked")))


def _writable(visit: Visit) -> Errand:
    """One that a colleague wrote is sent as it is or not at all, and what was sent is mended by its request."""
    errand = own_errand(visit)
    if errand.is_sent or not may_begin(visit.who, errand.kind, errand.about):
        raise HTTPException(403)
    return errand


def _form(visit: Visit, errand: Errand, *, is_checked: bool) -> Response:
    matter = matter_of(visit.desk, errand)
    problems = outcome_of(visit, errand, matter).errors if is_checked else []
    errors: dict[str, list[str]] = {}
    for each in problems:
        errors.setdefault(each.name, []).append(each.told)
    shown = Shower(visit.language, errand.typed, matter.names(visit.language), errors).shown(matter.fields)
    status = 422 if problems else 200
    return visit.page("errand.html", status, errand=errand, matter=matter, fields=shown, problems=problems)


def _typed(visit: Visit, errand: Errand) -> Errand:
    own = {name: given for name, given in visit.typed.items() if name not in (_DO, _SHOWN_STATE)}
    fields = matter_of(visit.desk, errand).fields
    names = {each.own for each in fields}
    kept = {name: given for name, given in own.items() if name.partition(".")[0].partition("-")[0] in names}
    return replace(errand, typed=spread(kept, fields))


def _pressed(visit: Visit) -> Response:
    """Everything typed is kept first, whatever was pressed."""
    errand = visit.desk.errands.save(_typed(visit, _writable(visit)))
    if visit.entry(_DO) == "keep":
        return visit.to(f"/errands/{errand.id}", visit.say("desk.kept"))
    if outcome_of(visit, errand, matter_of(visit.desk, errand)).errors:
        return _form(visit, errand, is_checked=True)
    return visit.to(f"/errands/{errand.id}/send")


def _saved(visit: Visit) -> Response:
    """For the page's own script: when it was kept, and what is wrong so far."""
    before = _writable(visit)
    if visit.entry(_SHOWN_STATE) not in ("", before.changed.isoformat()):
        return JSONResponse({"told": visit.say("desk_face.conflict")}, 409)
    errand = visit.desk.errands.save(_typed(visit, before))
    problems = outcome_of(visit, errand, matter_of(visit.desk, errand)).problems
    findings = [{"field": each.name, "message": each.told, "error": each.is_error} for each in problems]
    told = visit.say("desk.kept-at", at=errand.changed)
    return JSONResponse({"saved": errand.changed.isoformat(), "told": told, "findings": findings, "body": ""})


def _again(visit: Visit) -> Response:
    """One that came back is written on, and sent as another request."""
    return visit.to(place_of_errand(visit.desk.errands.save(own_errand(visit).unsent)))


def place_of_errand(errand: Errand) -> str:
    """Where its owner goes on with it: a form, unless a colleague filled it in or there is none."""
    is_written = bool(errand.passed_by) or not errand.typed
    return f"/errands/{errand.id}{'/send' if is_written else ''}"


def _deleted(visit: Visit) -> Response:
    visit.desk.errands.forget(own_errand(visit))
    return visit.to("/registers", visit.say("desk.deleted"))


ROUTES = (
    page("/errands", _begin, ["POST"]),
    page("/errands/{errand}", _look),
    page("/errands/{errand}", _pressed, ["POST"]),
    page("/errands/{errand}/save", _saved, ["POST"]),
    page("/errands/{errand}/again", _again, ["POST"]),
    page("/errands/{errand}/delete", _deleted, ["POST"]),
)
