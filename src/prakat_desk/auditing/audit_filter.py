"""what an auditor asks for, as an address says it x an audit -> the rows that are meant, or why none can be"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from prakat.audit.audit_row import AuditRow, Outcome
from prakat.audit.audit_table import Wanted, chosen_rows
from prakat.content.action import Action
from prakat.item.item_path import INDEX, ROOT
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import bangkok_day, fiscal_days, fiscal_year, quarter
from prakat_desk.auditing.kept_audit import KeptAudit
from prakat_desk.form.typed_date import typed_date

_FIELDS = ("year", "quarter", "from", "until", "action", "person", "item", "verdict")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class AuditFilter:
    asked: Mapping[str, str]
    """Of every field what was typed, harmless or not; empty where nothing was."""
    wanted: Wanted = field(default_factory=Wanted)
    problems: Mapping[str, Message] = field(default_factory=dict)
    """Field -> what must be there, and what was found."""

    @classmethod
    def of(cls, query: Mapping[str, str], kept: KeptAudit) -> "AuditFilter":
        asked = {name: query.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
        problems: dict[str, Message] = {}
        days = {name: _day(asked, name, problems) for name in ("from", "until")}
        first, last = _fiscal(asked, kept, problems)
        since = max(filter(None, (first, days["from"])), default=None)
        until = min(filter(None, (last, days["until"])), default=None)
        if days["from"] and days["until"] and days["from"] > days["until"]:
            problems["until"] = message("desk_audit.days-reversed", since=days["from"], until=days["until"])
        item = _item(asked["item"], kept, problems)
        for name, known in (("person", people_of(kept)), ("action", set(Action)), ("verdict", set(Outcome))):
            if asked[name] and asked[name] not in known:
                problems[name] = message("desk_audit.no-such", found=asked[name])
        return cls(asked, Wanted(item, since, until, asked["person"] or None), problems)

    def rows(self, kept: KeptAudit) -> list[AuditRow]:
        """Newest first; none where what was asked for cannot be."""
        if self.problems:
            return []
        action, verdict = self.asked["action"], self.asked["verdict"]
        return [
            each
            for each in chosen_rows(kept.rows, self.wanted)
            if (not action or each.action == action) and (not verdict or _is_judged(each, verdict))
        ]

    @property
    def is_any(self) -> bool:
        return any(self.asked.values())

    def query(self, **other: str) -> str:
        """The same question in an address, with these differences."""
        return urlencode({name: value for name, value in {**self.asked, **other}.items() if value})


def _is_judged(row: AuditRow, verdict: str) -> bool:
    """A recorded act is judged by nobody."""
    return row.outcome == verdict and bool(row.commit or row.time is None)


def _day(asked: Mapping[str, str], name: str, problems: dict[str, Message]) -> datetime.date | None:
    found = typed_date(asked[name], "", "")
    if isinstance(found, Message) or (found and "T" in found):
        problems[name] = found if isinstance(found, Message) else message("desk_audit.no-such", found=asked[name])
        return None
    return datetime.date.fromisoformat(found) if found else None


def _fiscal(
    asked: Mapping[str, str], kept: KeptAudit, problems: dict[str, Message]
) -> tuple[datetime.date | None, datetime.date | None]:
    if asked["quarter"] and asked["quarter"] not in map(str, quarters_of(kept)):
        problems["quarter"] = message("desk_audit.no-such", found=asked["quarter"])
    elif asked["quarter"] and not asked["year"]:
        problems["year"] = message("desk_audit.quarter-of-year")
    elif asked["year"] and asked["year"] not in map(str, years_of(kept)):
        problems["year"] = message("desk_audit.no-such", found=asked["year"])
    elif asked["year"]:
        return fiscal_days(int(asked["year"]), int(asked["quarter"] or 0))
    return None, None


def _item(asked: str, kept: KeptAudit, problems: dict[str, Message]) -> str | None:
    """By its path, or by the address at which readers find it."""
    if not asked:
        return None
    path = asked.partition("://")[2].partition("/")[2] if "://" in asked else asked
    path = path.removesuffix(INDEX).strip("/")
    known = {thing for row in kept.rows for thing in row.things}
    found = next((each for each in (path, f"{ROOT}/{path}") if each in known), None)
    if found is None:
        problems["item"] = message("desk_audit.no-such-item", found=asked)
    return found


def people_of(kept: KeptAudit) -> set[str]:
    """Ids of everybody who ever did something."""
    return {person for row in kept.rows for person in row.people}


def years_of(kept: KeptAudit) -> list[int]:
    """Fiscal years (B.E.) in which something was done, the newest first."""
    return sorted({fiscal_year(day) for day in _days(kept)}, reverse=True)


def quarters_of(kept: KeptAudit) -> list[int]:
    """Of any year."""
    return sorted({quarter(day) for day in _days(kept)})


def _days(kept: KeptAudit) -> set[datetime.date]:
    return {bangkok_day(each.moment) for each in kept.rows if each.moment}
