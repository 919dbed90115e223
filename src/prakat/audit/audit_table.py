"""rows of the audit, and which are wanted -> a table in Thai that a director can read, json or csv"""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from prakat.audit.audit_row import Audit, AuditRow, Heads
from prakat.item.item_path import INDEX, ROOT, folder_of
from prakat.rules import spreadsheet
from prakat.rules.data import label
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed, visible
from prakat.thai import buddhist_era

_MENDED = 5
"""For at most so many open violations the line that regularises it is printed."""
JUDGED = ("commit", "date", "request", "action", "items", "verdict", "violations")
"""Those of the first kits; after them come those that tell of people (`account`)."""
_HEADS = ("audit.date", "audit.request", "audit.action", "audit.verdict", "audit.things")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to show; those that concern the whole repository are always shown."""

    item: str | None = None
    """An item's folder, its index.md, or its path on the site."""
    since: datetime.date | None = None
    until: datetime.date | None = None
    """The last day, in Bangkok."""
    person: str | None = None
    """Id of a person who made or signed it."""

    def holds(self, row: AuditRow) -> bool:
        if row.time is None:
            return True
        is_theirs = not self.person or self.person in row.people
        return is_theirs and (not self.item or self._touches(row)) and self._is_within(row)

    def _is_within(self, row: AuditRow) -> bool:
        if (self.since or self.until) is None or (moment := row.moment) is None:
            return True
        day = buddhist_era.bangkok_day(moment)
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def _touches(self, row: AuditRow) -> bool:
        path = (self.item or "").removesuffix(INDEX).strip("/")
        return any(thing in (path, folder_of(path)) for thing in row.things)


def chosen_rows(rows: Iterable[AuditRow], wanted: Wanted) -> list[AuditRow]:
    """The wanted rows. An item is followed back through its former folders, since a move touches both folders."""
    return [row for row in rows if wanted.holds(row)]


def as_json(rows: Iterable[Mapping[str, object]]) -> str:
    """A JSON array with one row on each line."""
    return array_of(map(spelt_row, rows)).decode()


def array_of(lines: Iterable[bytes]) -> bytes:
    """A JSON array of rows that `spelt_row` has made."""
    return b"[\n" + b",\n".join(lines) + b"\n]"


def spelt_row(row: Mapping[str, object]) -> bytes:
    """Its JSON on one line, as UTF-8."""
    try:
        return orjson.dumps(row)
    except orjson.JSONEncodeError:  # a path that is no text
        return json.dumps(row).encode("ascii")


def as_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str] = ()) -> str:
    """The same columns as in JSON, or those named. Ids are joined by a space, everything else stands one a line."""
    found = [*rows]
    names = columns or [*dict.fromkeys(name for row in found for name in row)]
    return spreadsheet.as_csv(names, ([_cell(name, row.get(name)) for name in names] for row in found))


def _cell(name: str, value: object) -> str:
    if isinstance(value, list):
        return (" " if name in JUDGED else "\n").join(map(visible, value) if name in JUDGED else value)
    return "" if value is None else str(value)


def heads() -> list[Message]:
    return [message(each) for each in _HEADS]


def cells(row: AuditRow, language: str) -> list[str]:
    """Date, request, what was done, the verdict, and to what, in the words of people."""
    day = buddhist_era.bangkok_day(moment) if (moment := row.moment) else None
    return [
        "—" if day is None else buddhist_era.short_date(day) if language == "th" else day.isoformat(),
        f"#{row.request}" if row.request else "—",
        label("action", row.action, language),
        label("verdict", row.outcome, language) if row.commit or row.time is None else "—",
        ", ".join(visible(thing.removeprefix(f"{ROOT}/")) for thing in row.things) or "—",
    ]


def violations_told(row: AuditRow, language: str) -> list[str]:
    """What the row violates."""
    return [each.text(language) for each in row.violations]


def summary(audited: Audit, shown: int | None) -> list[Message]:
    """How many rows, of which so many were `shown`, or else how many a kit holds; how many open violations, the newest
    approved commit, the head to keep for `--seen`, and how to mend what is open."""
    changes, number, newest = audited.changes, len(audited.open_rows), (audited.newest_approved or "—")[:12]
    if shown is None:
        found = [message("audit.kit-counted", changes=changes, acts=len(audited.acts), number=number, newest=newest)]
    else:
        found = [message("audit.counted", changes=changes, shown=shown, number=number, newest=newest)]
    found += audited.notes
    if heads := str(audited.heads) or str(Heads(audited.tip, audited.log.tip)):
        found.append(message("audit.keep-seen", tip=heads))
    if wrong := [row.to_regularise for row in audited.open_rows if row.to_regularise]:
        lines = Listed.of((f"Regularises: {each}" for each in wrong[:_MENDED]), "\n")
        found.append(message("audit.mend", lines=lines))
    return found
