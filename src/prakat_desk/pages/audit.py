"""whoever may audit -> every change and recorded act with who stands behind it, filtered, paged, and as a file (R34)"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from prakat.audit import audit_table
from prakat.audit.account import ROW_COLUMNS
from prakat.audit.audit_row import AuditRow, Heads, Outcome
from prakat.content.action import Action
from prakat.content.shelf import shelf_of
from prakat.handbook.explanation import of_violations
from prakat.item.item_path import ROOT, is_item_folder
from prakat_desk.auditing.audit_filter import AuditFilter, people_of, quarters_of, years_of
from prakat_desk.auditing.kept_audit import KeptAudit
from prakat_desk.pages.audited import audit_page
from prakat_desk.visit import Visit

_PAGE = 20


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: AuditRow
    things: tuple[tuple[str, str], ...]
    """Path as readers have it, empty for what is no item; and its title today, or else the path."""
    lines: tuple[str, ...]
    """Who asked, who signed, what became of it."""
    violations: tuple[tuple[str, str, str, str], ...]
    """Id, what was found, what it means, how it is mended."""


def shown_rows(visit: Visit, kept: KeptAudit, rows: list[AuditRow]) -> Iterator[ShownRow]:
    titles, language = titles_of(visit), visit.language
    for row in rows:
        yield ShownRow(
            row,
            tuple(_thing(each, titles) for each in row.things),
            tuple(each.removeprefix("• ") for each in kept.account(row).lines(row.action, language)),
            tuple(_explained(each.id, each.text(language), language) for each in row.violations),
        )


def titles_of(visit: Visit) -> Mapping[str, str]:
    """Item folder -> its title today; of a page whose title is hidden, for auditors alone."""
    found = (each.item for each in shelf_of(visit.desk.repository).now().values())
    is_auditor = visit.who.has("auditor")
    return {
        each.path.folder: each.title
        for each in found
        if is_auditor or not (each.withdrawn and each.withdrawn.hide_title)
    }


def _thing(folder: str, titles: Mapping[str, str]) -> tuple[str, str]:
    path = folder.removeprefix(f"{ROOT}/")
    return path if is_item_folder(folder) else "", titles.get(folder, path)


def _explained(id_: str, found: str, language: str) -> tuple[str, str, str, str]:
    told = of_violations()[id_]
    return id_, found, told.why[language], told.mend[language]


def _rows(visit: Visit, kept: KeptAudit) -> Response:
    asked = AuditFilter.of(visit.request.query_params, kept)
    rows = asked.rows(kept)
    number = visit.page_number(len(rows), _PAGE)
    people = visit.desk.authority.office.people
    return visit.page(
        "audit.html",
        400 if asked.problems else 200,
        kept=kept,
        is_newest=visit.desk.auditing.is_newest(kept),
        heads=Heads(kept.audited.tip, kept.audited.log.tip),
        totals=Counter(each.action for each in kept.rows),
        asked=asked,
        count=len(rows),
        number=number,
        is_more=len(rows) > number * _PAGE,
        rows=[*shown_rows(visit, kept, rows[(number - 1) * _PAGE : number * _PAGE])],
        years=years_of(kept),
        quarters=quarters_of(kept),
        actions=[*Action],
        verdicts=[*Outcome],
        people=sorted((people[each].name if each in people else each, each) for each in people_of(kept)),
        kit=visit.desk.kits.there(kept),
    )


def _csv(visit: Visit, kept: KeptAudit) -> Response:
    """The same columns and rows as `prakat audit --format csv`, oldest first, for a spreadsheet."""
    rows = map(kept.accounts.as_json, _asked(visit, kept))
    return _file(audit_table.as_csv(rows, ROW_COLUMNS), "text/csv", "audit.csv")


def _json(visit: Visit, kept: KeptAudit) -> Response:
    rows = map(kept.accounts.as_json, _asked(visit, kept))
    return _file(audit_table.as_json(rows) + "\n", "application/json", "audit.json")


def _asked(visit: Visit, kept: KeptAudit) -> Iterator[AuditRow]:
    """In the order of the command: oldest first, what concerns the whole repository last."""
    asked = AuditFilter.of(visit.request.query_params, kept)
    if asked.problems:
        raise HTTPException(400)  # an empty table would look like a clean one
    return reversed(asked.rows(kept))


def _file(text: str, kind: str, name: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8", "surrogateescape"), media_type=f"{kind}; charset=utf-8", headers=named)


def _again(visit: Visit, kept: KeptAudit) -> Response:
    visit.desk.auditing.again()
    return visit.to("/audit", visit.say("desk_audit.begun-again"))


def _make_kit(visit: Visit, kept: KeptAudit) -> Response:
    made = visit.desk.kits.made(kept)
    return visit.to("/audit#kit", "" if made else visit.say("desk_audit.kit-under-way"))


def _kit(visit: Visit, kept: KeptAudit) -> Response:
    """As a stream from the disk; one that is not there any more is made anew by the button."""
    there = visit.desk.kits.there(kept)
    if there is None:
        return visit.to("/audit#kit", visit.say("desk_audit.kit-gone"))
    return FileResponse(there.place, media_type="application/zip", filename=f"prakat-kit-{there.digest[:12]}.zip")


ROUTES = (
    audit_page("/audit", _rows),
    audit_page("/audit/rows.csv", _csv),
    audit_page("/audit/rows.json", _json),
    audit_page("/audit/again", _again, ["POST"]),
    audit_page("/audit/kit", _make_kit, ["POST"]),
    audit_page("/audit/kit", _kit),
)
