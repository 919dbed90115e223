"""What is complete, counted anew from register.json and the lists alone: by loops that know nothing of prakat."""

import datetime
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
EXPIRING = 14
_DAY = datetime.timedelta(days=1)


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def year_of(day: datetime.date) -> int:
    return day.year + 543 + (day.month >= 10)


def _first(year: int) -> datetime.date:
    return datetime.date(year - 544, 10, 1)


def _last(year: int) -> datetime.date:
    return datetime.date(year - 543, 9, 30)


def _months(year: int) -> list[tuple[datetime.date, datetime.date]]:
    firsts = [datetime.date(year - 544 + (each > 12), (each - 1) % 12 + 1, 1) for each in range(10, 23)]
    return [(begin, after - _DAY) for begin, after in itertools.pairwise(firsts)]


def pieces(cadence: str, year: int) -> list[tuple[str, datetime.date, datetime.date]]:
    """Of what it is asked for: kind, first and last day."""
    months = _months(year)
    quarters = [(months[at][0], months[at + 2][1]) for at in (0, 3, 6, 9)]
    match cadence:
        case "standing":
            return [("any", _first(year), _last(year))]
        case "yearly":
            return [("year", _first(year), _last(year))]
        case "last_year":
            return [("year", _first(year - 1), _last(year - 1))]
        case "half_yearly":
            return [("part", *quarters[1]), ("part", *quarters[3])]
        case "quarterly":
            return [("part", *each) for each in quarters]
    assert cadence == "monthly"
    return [("part", *each) for each in months]


def _is_shown(row: Row, day: datetime.date) -> bool:
    for each in row["shown"]:
        first, _, last = each.partition("/")
        if first <= day.isoformat() and (last == ".." or day.isoformat() <= last):
            return True
    return False


def _is_of(row: Row, kind: str, first: datetime.date, last: datetime.date) -> bool:
    start, end = _date(row["period_start"]), _date(row["period_end"])
    assert start
    if kind == "any":
        return True
    if kind == "year":
        return start <= last and (end or _last(year_of(start))) >= first
    is_own = (row["period_start"], row["period_end"]) != (row["published"], row["visible_until"])
    return is_own and end is not None and first <= end <= last


def _state(rows: Sequence[Row], at_least: int, day: datetime.date) -> str:
    fresh = ending = old = 0
    for row in rows:
        until, review = _date(row["visible_until"]), _date(row["review_by"])
        if until and (until - day).days <= EXPIRING and row["state"] not in ("expired", "withdrawn"):
            ending += 1
        elif review and review <= day:
            old += 1
        else:
            fresh += 1
            if row["nothing"]:
                return "met"
    if fresh >= at_least:
        return "met"
    if fresh + ending >= at_least:
        return "expiring"
    if rows and len(rows) >= at_least:
        return "stale"
    return "partly" if rows else "missing"


def cell_states(entry: Row, rows: Sequence[Row], year: int, day: datetime.date) -> list[str]:
    """Of each element and each piece of the year."""
    on = min(day, _last(year))
    parts = [entry] if "serves" in entry else entry.get("elements", [])
    found = []
    for part in parts:
        for kind, first, last in pieces(part.get("cadence", entry["cadence"]), year):
            among = [
                row
                for row in rows
                if set(row["fulfils"]) & set(part["serves"]) and _is_of(row, kind, first, last) and _is_shown(row, on)
            ]
            is_due = kind != "part" or last < on
            found.append(_state(among, part.get("at_least", 1), on) if among or is_due else "not_due")
    return found


def state(entry: Row, rows: Sequence[Row], year: int, day: datetime.date) -> str:
    if "provided" in entry:
        return "met"
    states = [each for each in cell_states(entry, rows, year, day) if each != "not_due"]
    if not states:
        return "not_due"
    if set(states) == {"missing"}:
        return "missing"
    if "missing" in states or "partly" in states:
        return "partly"
    if "stale" in states:
        return "stale"
    return "expiring" if "expiring" in states and day <= _last(year) else "met"
