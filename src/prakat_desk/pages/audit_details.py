"""whoever may audit -> an item's life, a person's acts, and what proves one change (R34, R41)"""

import re

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.audit.audit_row import AuditRow
from prakat.item.item_path import folder_of
from prakat.repository.object_id import NOTHING, OBJECT_ID
from prakat.request.decision_sheet import SheetPart
from prakat.request.fact_reader import FactReader
from prakat_desk.auditing.evidence import entry_of, received, record_evidence, sign_off_evidence
from prakat_desk.auditing.item_life import changed_parts, item_life
from prakat_desk.auditing.kept_audit import KeptAudit
from prakat_desk.auditing.person_record import part_of, person_record
from prakat_desk.pages.audit import shown_rows, titles_of
from prakat_desk.pages.audited import audit_page
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.sending.request_book import RequestBook
from prakat_desk.visit import Visit

_VERSIONS, _ACTS = 10, 30
_STEP = re.compile(r"[a-z-]{1,40}")


def _item(visit: Visit, kept: KeptAudit) -> Response:
    folder = folder_of(visit.part("path"))
    life = item_life(visit.desk.repository, kept, folder)
    pending = [each for each in outlet_for(visit).pending().values() if not {*each.folders}.isdisjoint(life.folders)]
    if not life.rows and not pending and not life.is_older:
        raise HTTPException(404)
    number = visit.page_number(len(life.rows), _VERSIONS)
    rows = [*life.rows[(number - 1) * _VERSIONS : number * _VERSIONS]]
    return visit.page(
        "audit-item.html",
        title=titles_of(visit).get(folder, ""),
        path=visit.part("path").strip("/"),
        life=life,
        pending=pending,
        versions=[(each, _changed(visit, each.row, life.folders)) for each in shown_rows(visit, kept, rows)],
        reads_words=visit.who.has("auditor"),
        number=number,
        is_more=len(life.rows) > number * _VERSIONS,
    )


def _changed(visit: Visit, row: AuditRow, folders: tuple[str, ...]) -> list[SheetPart]:
    return changed_parts(visit.desk.repository, row, folders)


def _person(visit: Visit, kept: KeptAudit) -> Response:
    id_ = visit.part("person")
    record = person_record(visit.desk.repository, kept, id_)
    rows = [each for each in kept.rows if id_ in each.people]
    if record is None and not rows:
        raise HTTPException(404)
    number = visit.page_number(len(rows), _ACTS)
    shown = [*shown_rows(visit, kept, rows[(number - 1) * _ACTS : number * _ACTS])]
    return visit.page(
        "audit-person.html",
        id=id_,
        record=record,
        acts=[(each, [*part_of(id_, each.row)]) for each in shown],
        count=len(rows),
        number=number,
        is_more=len(rows) > number * _ACTS,
        day=visit.desk.day,
        units=visit.desk.authority.office.unit_name,
    )


def _commit(visit: Visit, kept: KeptAudit) -> Response:
    row, entry = _row(visit, kept), entry_of(RequestBook(visit.desk.repository).log, visit.part("commit"))
    known = FactReader(visit.desk.repository).office(row.deed.office) if row.deed.office != NOTHING else None
    found = [sign_off_evidence(each, row.request or 0, known) for each in received(entry)] if entry else []
    return visit.page(
        "audit-commit.html",
        shown=next(shown_rows(visit, kept, [row])),
        evidence=found,
        record=record_evidence(entry) if entry else None,
        origin=known.office.desk if known else "",
    )


def _sign_off(visit: Visit, kept: KeptAudit) -> Response:
    """As it was received, byte for byte: what stock tools verify."""
    row, step = _row(visit, kept), visit.part("step")
    entry = entry_of(RequestBook(visit.desk.repository).log, row.commit or row.logged)
    found = next((each for each in received(entry) if each.step == step), None) if entry else None
    if found is None or not _STEP.fullmatch(step):
        raise HTTPException(404)
    name = f"sign-off-{row.request}-{step}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = found.object.encode("utf-8", "surrogateescape")
    return Response(content, media_type="text/plain; charset=utf-8", headers=headers)


def _row(visit: Visit, kept: KeptAudit) -> AuditRow:
    commit = visit.part("commit")
    row = kept.by_commit.get(commit) if OBJECT_ID.fullmatch(commit) else None
    if row is None:
        raise HTTPException(404)
    return row


ROUTES = (
    audit_page("/audit/items/{path:path}", _item),
    audit_page("/audit/people/{person}", _person),
    audit_page("/audit/commits/{commit}", _commit),
    audit_page("/audit/commits/{commit}/{step}.txt", _sign_off),
)
