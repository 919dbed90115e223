"""what people come for, in their own words x day -> what a form begins with: category, kind, timing, sensible days"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from prakat.completeness.slot import months
from prakat.item.category import categories
from prakat.office.settings import Settings
from prakat.rules import data
from prakat.search.folding import folded, shown
from prakat.thai.buddhist_era import fiscal_days, fiscal_year
from prakat.thai.working_day import is_working_day, next_working_day
from prakat_desk.form.entries import NEVER

OPEN = ("title", "summary", "timing", "publish_on", "expires_on", "review_by")
"""Fields that every form asks for at once; the body and the files stand beside them."""


@dataclass(frozen=True, slots=True)
class Ask:
    id: str
    words: Mapping[str, str]
    about: Mapping[str, str]
    found_by: tuple[str, ...]
    category: str
    kind: str
    timing: str
    days: int
    """For how many days it is shown; 0 where that is not known."""
    review: int
    """After how many months it is to be looked at again; 0 where it ends before."""
    is_by_year: bool
    is_of_year: bool
    """Whether its information is of the fiscal year in which it is shown."""
    is_of_month: bool
    """Whether it is of the month before."""
    table: str
    """Of its open data; empty for none."""
    closes: str
    first: tuple[str, ...]

    def fits(self, query: str) -> int:
        """How well a folded query asks for it; 0 if it does not. Thai has no spaces, so that a whole sentence may have
        been typed: then the words by which this is found stand in it."""
        texts = [folded(shown(text)) for text in (*self.words.values(), *self.about.values())]
        known = [folded(shown(text)) for text in (*self.words.values(), *self.found_by)]
        if all(any(word in text for text in (*texts, *known)) for word in query.split()):
            return 1000
        return max((len(text) for text in known if text in query), default=0)


@cache
def asks() -> Mapping[str, Ask]:
    return {each["id"]: _ask(each) for each in data.load("asks.yml")}


def _ask(entry: Mapping[str, Any]) -> Ask:
    category = categories()[entry["category"]]
    days = entry.get("days", 0)
    return Ask(
        id=entry["id"],
        words={"th": entry["th"], "en": entry["en"]},
        about=entry["about"],
        found_by=tuple(entry["words"]),
        category=entry["category"],
        kind=entry["kind"],
        timing=entry.get("timing", category.timing),
        days=days,
        review=0 if days else entry.get("review", category.review),
        is_by_year=entry.get("by_year", False),
        is_of_year=entry.get("of_year", False),
        is_of_month=entry.get("of_month", False),
        table=entry.get("table", ""),
        closes=entry.get("closes", ""),
        first=tuple(entry["first"]),
    )


def ask_of(category: str, kind: str) -> Ask | None:
    """The one that an item that there is would have come from, as near as can be told."""
    same = [each for each in asks().values() if each.category == category]
    return next((each for each in same if each.kind == kind), next(iter(same), None))


def found_asks(query: str) -> list[Ask]:
    """All of them for an empty query; else those that it asks for, the nearest first."""
    text = folded(shown(query))
    fits = {each.id: each.fits(text) for each in asks().values()}
    return sorted((each for each in asks().values() if fits[each.id]), key=lambda each: -fits[each.id])


def beginning(ask: Ask, units: Sequence[str], person: str, day: datetime.date, settings: Settings) -> dict[str, Any]:
    """The values of a form that was just opened. An alert is shown at once, everything else from a working day on.

    `units` are those for which the person speaks: of several, one has to be chosen; of none, who answers as well."""
    is_now = ask.timing == "immediate" or is_working_day(day, settings.extra_holidays)
    first = day if is_now else next_working_day(day, settings.extra_holidays)
    found: dict[str, Any] = {name: given for name, given in (("kind", ask.kind), ("table", ask.table)) if given}
    if units:
        found["owner"] = {"unit": units[0], "provider": person} if len(units) == 1 else {"provider": person}
    found |= {"timing": ask.timing, "publish_on": first.isoformat()}
    last = first + datetime.timedelta(days=ask.days)
    found["expires_on"] = last.isoformat() if ask.days else NEVER
    if period := _period(ask, first, last):
        found["period"] = period_of(*period)
    if ask.review:
        found["review_by"] = months_later(first, ask.review).isoformat()
    if ask.closes:
        found["closes"] = {"what": ask.closes}
    return found


def _period(ask: Ask, first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    if ask.is_of_month:
        before = first.replace(day=1) - datetime.timedelta(days=1)
        return next((each.first, each.last) for each in months(fiscal_year(before)) if each.last == before)
    if ask.is_of_year:
        return fiscal_days(fiscal_year(first))
    return (first, last) if ask.timing == "immediate" else None


def period_of(start: datetime.date, end: datetime.date) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat()}


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
