"""somebody's draft -> its form; what was typed -> kept, and told what is wrong with it"""

from dataclasses import replace

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from prakat.cannot_work import CannotWork
from prakat.item.body import render_markdown
from prakat.item.file_type import limits
from prakat.item.retyped import is_editable, retyped
from prakat.rules.message import why
from prakat_desk.document_draft import with_document
from prakat_desk.draft_form import BODY_ENTRY, DraftForm
from prakat_desk.fitted_picture import LONGEST_SIDE
from prakat_desk.form.entries import spread, with_group, without_group
from prakat_desk.keeping.draft import Draft
from prakat_desk.uploaded_file import with_upload, without_file
from prakat_desk.visit import Visit, page

_AS_HTML, _SHOWN_STATE = "body.html", "changed"
"""Of the page's own script: the body as the editor has it, and which state of the draft the page shows."""
_WHOLE = "whole"
"""An entry that the form itself brings: what it leaves out then is left out, as a box that nobody ticked."""
_MOST = {"most_bytes": limits().max_bytes, "longest_side": LONGEST_SIDE}
_ADD, _REMOVE, _DROP = "add:", "remove:", "drop:"


def own_draft(visit: Visit) -> Draft:
    """The one that the address names; nobody else's."""
    found = visit.desk.drafts.get(visit.who.person.id, visit.part("draft"))
    if found is None:
        raise HTTPException(404)
    return found


def _shown(visit: Visit) -> Response:
    return _form(visit, own_draft(visit), is_checked=bool(visit.asked("checked")))


def _form(visit: Visit, draft: Draft, *, is_checked: bool, told: tuple[str, ...] = ()) -> Response:
    form = DraftForm(visit.desk, draft, visit.language, visit.who)
    status = 422 if is_checked and form.errors else 200
    return visit.page(
        "draft.html",
        status,
        form=form,
        draft=draft,
        is_checked=is_checked,
        told=told,
        body_html=body_html(draft),
        **_MOST,
    )


def body_html(draft: Draft) -> str | None:
    """Of the body; None where the editor would give back another."""
    return render_markdown(draft.body).html if is_editable(draft.body) else None


def _pressed(visit: Visit) -> Response:
    """Everything typed is kept first, whatever was pressed."""
    draft, told = _uploaded(visit, visit.desk.drafts.save(_typed(visit, own_draft(visit))))
    do = visit.entry("do")
    if do.startswith(_ADD):
        form = DraftForm(visit.desk, draft, visit.language, visit.who)
        name, part = form.list_of(do.removeprefix(_ADD))
        draft = visit.desk.drafts.save(
            replace(draft, typed=with_group(draft.typed, name, {part: ""}) if name else draft.typed)
        )
        return visit.to(f"/drafts/{draft.id}#{name}") if name else _form(visit, draft, is_checked=False)
    if do.startswith(_REMOVE):
        name, _, index = do.removeprefix(_REMOVE).rpartition(".")
        if index.isdecimal():
            draft = visit.desk.drafts.save(replace(draft, typed=without_group(draft.typed, name, int(index[:4]))))
        return visit.to(f"/drafts/{draft.id}#{name}")
    if do.startswith(_DROP):
        without_file(visit.desk, draft, do.removeprefix(_DROP))
        return visit.to(f"/drafts/{draft.id}#files")
    if told:
        return _form(visit, draft, is_checked=False, told=told)
    if do == "send" and not DraftForm(visit.desk, draft, visit.language, visit.who).errors:
        return visit.to(f"/drafts/{draft.id}/send")
    if do in ("send", "check"):
        return _form(visit, draft, is_checked=True)
    return visit.to(f"/drafts/{draft.id}" if do != "preview" else f"/drafts/{draft.id}/preview", visit.say("desk.kept"))


def _typed(visit: Visit, draft: Draft) -> Draft:
    """The draft with what the form holds. A form may show a part of the fields only; the others stay."""
    typed = visit.typed
    form = DraftForm(visit.desk, draft, visit.language, visit.who)
    others = ("do", BODY_ENTRY, _AS_HTML, _SHOWN_STATE, _WHOLE)
    own = spread({name: given for name, given in typed.items() if name not in others}, form.manuscript.fields)
    shown = set(form.shown_names) if _WHOLE in typed else {_field(name) for name in own} & {*form.shown_names}
    kept = {name: list(given) for name, given in draft.typed.items() if _field(name) not in shown}
    body = typed[BODY_ENTRY][-1] if BODY_ENTRY in typed else draft.body
    if _AS_HTML in typed:
        body = retyped(typed[_AS_HTML][-1]).text
    return replace(
        draft, typed={**kept, **{name: given for name, given in own.items() if _field(name) in shown}}, body=body
    )


def _field(name: str) -> str:
    return name.partition(".")[0].partition("-")[0]


def _uploaded(visit: Visit, draft: Draft) -> tuple[Draft, tuple[str, ...]]:
    """The draft with every file that came along, and what is wrong with those that may not be published."""
    told: list[str] = []
    for _, each in visit.form.multi_items():
        if isinstance(each, UploadFile) and each.filename:
            try:
                draft, found = with_upload(visit.desk, draft, each.filename, each.file.read())
                told += [f"{each.filename}: {one.message(visit.language)}" for one in found]
            except CannotWork as problem:
                told.append(f"{each.filename}: {why(problem, visit.language)}")
    return draft, tuple(told)


def _saved(visit: Visit) -> Response:
    """For the page's own script: when it was kept, and what is wrong so far."""
    before = own_draft(visit)
    if visit.entry(_SHOWN_STATE) not in ("", before.changed.isoformat()):
        return JSONResponse({"told": visit.say("desk_face.conflict")}, 409)
    draft = visit.desk.drafts.save(_typed(visit, before))
    form = DraftForm(visit.desk, draft, visit.language, visit.who)
    findings = [{"field": each.name, "message": each.told, "error": each.is_error} for each in form.findings]
    told = visit.say("desk.kept-at", at=draft.changed)
    return JSONResponse({"saved": draft.changed.isoformat(), "told": told, "findings": findings, "body": draft.body})


def _received(visit: Visit) -> Response:
    """Files that the page's own script sends one by one: the list of files anew, and what is wrong."""
    draft, told = _uploaded(visit, own_draft(visit))
    form = DraftForm(visit.desk, draft, visit.language, visit.who)
    return visit.page("files.html", form=form, draft=draft, told=told, **_MOST)


def _from_document(visit: Visit) -> Response:
    """What a Word, Excel or PDF document says, filled in to be read over."""
    draft = own_draft(visit)
    sent = visit.form.get("document")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return visit.to(f"/drafts/{draft.id}", visit.say("desk.no-document"))
    with_document(visit.desk, draft, sent.filename, sent.file.read(), visit.language)
    return visit.to(f"/drafts/{draft.id}#read-over")


def _read_over(visit: Visit) -> Response:
    draft = own_draft(visit)
    visit.desk.drafts.save(replace(draft, doubts=(), is_from_document=False))
    return visit.to(f"/drafts/{draft.id}")


def _deleted(visit: Visit) -> Response:
    draft = own_draft(visit)
    visit.desk.drafts.forget(draft.person, draft.id)
    return visit.to("/", visit.say("desk.deleted"))


ROUTES = (
    page("/drafts/{draft}", _shown),
    page("/drafts/{draft}", _pressed, ["POST"]),
    page("/drafts/{draft}/save", _saved, ["POST"]),
    page("/drafts/{draft}/files", _received, ["POST"]),
    page("/drafts/{draft}/document", _from_document, ["POST"]),
    page("/drafts/{draft}/read-over", _read_over, ["POST"]),
    page("/drafts/{draft}/delete", _deleted, ["POST"]),
)
