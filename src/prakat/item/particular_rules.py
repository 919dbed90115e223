"""item -> what is wrong with what only items of its category say: one function for each rule, its docstring the rule"""

import datetime
from collections.abc import Callable, Iterator

from prakat.item.data_table import DataTable, first_table
from prakat.item.item import Item
from prakat.item.table_form import TableForm, is_right, month_of, order_of, table_forms
from prakat.rules import schema
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.nearest import nearest
from prakat.rules.wording import Label, Listed

MOST_SHOWN = 20
"""Wrong cells of one table that are told of."""


def check_particulars(item: Item) -> Iterator[Finding]:
    for rule in PARTICULAR_RULES:
        yield from rule(item)


def _finding(item: Item, rule: str, *pointer: str | int, **values: object) -> Finding:
    return Finding(item.path.file, item.line(*pointer), rule, values)


def _validate_category(item: Item) -> Iterator[Finding]:
    """A field that is made for some categories stands in no other: there nobody would look for it (R10)."""
    known = schema.named("item").content["properties"]
    for name in item.source_lines.data:
        meant = known.get(name, {}).get("categories", ())
        if meant and item.path.category not in meant:
            told = Listed.of(meant)
            yield _finding(item, "field.category", name, field=name, title=known[name]["title"], must=told)


def _validate_forms(item: Item) -> Iterator[Finding]:
    """A form is one of the attachments, from where it is downloaded (R28)."""
    listed = {each.file for each in item.attachments}
    for index, file in enumerate(item.particulars.forms):
        if file not in listed:
            near = Listed.of(nearest(file, listed) or sorted(listed) or ["—"])
            yield _finding(item, "forms.unlisted", "forms", index, found=file, near=near)


def _validate_organisation(item: Item) -> Iterator[Finding]:
    """Each part of a chart but the uppermost belongs to another one of it, once, and none to itself (R23)."""
    parts = item.particulars.organisation
    above: dict[str, str] = {}
    for index, each in enumerate(parts):
        if each.name in above:
            values = {"found": each.name, "near": f"{each.name} (2)"}
            yield _finding(item, "organisation.under", "organisation", index, "name", **values)
        above.setdefault(each.name, each.under)
    for index, each in enumerate(parts):
        if each.under and (each.under not in above or _leads_back(each.name, above)):
            near = Listed.of(nearest(each.under, set(above) - {each.name, each.under}) or ["—"])
            yield _finding(item, "organisation.under", "organisation", index, "under", found=each.under, near=near)


def _leads_back(name: str, above: dict[str, str]) -> bool:
    seen, at = {name}, above[name]
    while at:
        if at in seen:
            return at == name
        seen.add(at)
        at = above.get(at, "")
    return False


def _validate_table(item: Item) -> Iterator[Finding]:
    """An open table has the columns of its form, and each of its cells holds what the column is for (R22)."""
    form = table_forms().get(item.particulars.table)
    if form is None:
        return
    if form.is_of_month and not _is_month(item.period_start, item.period_end):
        yield _wrong_period(item)
    if item.particulars.says_nothing or form.file:
        return
    table = first_table(item.body)
    must = Listed.of([*(each.heading for each in form.columns), *(["..."] if form.more else [])], " | ")
    if table is None:
        yield _finding(item, "table.columns", "table", must=must, found=message("item.no-table"))
    elif not form.fits(table.headings):
        found = Listed.of(table.headings, " | ")
        yield Finding(item.path.file, item.body_line + table.line, "table.columns", {"must": must, "found": found})
    else:
        yield from _cells(item, form, table)


def _wrong_period(item: Item) -> Finding:
    """At the period, or at the table where none is given; with the month in which it begins."""
    first = item.period_start.replace(day=1)
    last = _next_month(first) - datetime.timedelta(days=1)
    found = f"{item.period_start.isoformat()}/{item.period_end.isoformat() if item.period_end else '..'}"
    place = "period" if "period" in item.source_lines.data else "table"
    return _finding(item, "table.period", place, found=found, suggestion=f"period: {{start: {first}, end: {last}}}")


def _is_month(start: datetime.date, end: datetime.date | None) -> bool:
    return start.day == 1 and end is not None and (end + datetime.timedelta(days=1)) == _next_month(start)


def _next_month(first: datetime.date) -> datetime.date:
    return datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _cells(item: Item, form: TableForm, table: DataTable) -> Iterator[Finding]:
    told, seen = 0, set[object]()
    if not table.rows:
        values = {"row": "1", "column": table.headings[0], "found": "", "must": Label("cell", "row")}
        yield Finding(item.path.file, item.body_line + table.line, "table.cell", values)
    for number, row in enumerate(table.rows, 1):
        for index, heading in enumerate(table.headings):
            column, cell = form.column(index, heading), row.cells[index] if index < len(row.cells) else ""
            wrong = column.kind if not is_right(cell, column.kind) else _again(column.kind, cell, number, seen)
            if wrong and told < MOST_SHOWN:
                told += 1
                values = {"row": str(number), "column": heading, "found": cell, "must": Label("cell", wrong)}
                yield Finding(item.path.file, item.body_line + row.line, "table.cell", values)


def _again(kind: str, cell: str, number: int, seen: set[object]) -> str:
    """What is wrong with a cell that is right by itself: a number out of order, a month that was there."""
    if kind == "order" and order_of(cell) != number:
        return "in-order"
    if kind == "month":
        month = month_of(cell)
        if month in seen:
            return "once"
        seen.add(month)
    return ""


PARTICULAR_RULES: tuple[Callable[[Item], Iterator[Finding]], ...] = (
    _validate_category,
    _validate_forms,
    _validate_organisation,
    _validate_table,
)
