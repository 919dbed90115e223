"""what people come for, in their own words x day -> what a form begins with: category, kind, timing, sensible days"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from prakat.office.settings import Settings
from prakat.rules import data
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
    closes: str
    first: tuple[str, ...]

    def is_found_by(self, query: str) -> bool:
        texts = (*self.words.values(), *self.about.values(), *self.found_by)
        return all(any(word in text.casefold() for text in texts) for word in query.casefold().split())


@cache
def asks() -> Mapping[str, Ask]:
    return {each["id"]: _ask(each) for each in data.load("asks.yml")}


def _ask(entry: Mapping[str, Any]) -> Ask:
    return Ask(
        id=entry["id"],
        words={"th": entry["th"], "en": entry["en"]},
        about=entry["about"],
        found_by=tuple(entry["words"]),
        category=entry["category"],
        kind=entry["kind"],
        timing=entry["timing"],
        days=entry.get("days", 0),
        review=entry.get("review", 0),
        is_by_year=entry.get("by_year", False),
        closes=entry.get("closes", ""),
        first=tuple(entry["first"]),
    )


def ask_of(category: str, kind: str) -> Ask | None:
    """The one that an item that there is would have come from, as near as can be told."""
    same = [each for each in asks().values() if each.category == category]
    return next((each for each in same if each.kind == kind), next(iter(same), None))


def found_asks(query: str) -> list[Ask]:
    return [each for each in asks().values() if each.is_found_by(query)]


def beginning(ask: Ask, units: Sequence[str], person: str, day: datetime.date, settings: Settings) -> dict[str, Any]:
    """The values of a form that was just opened. An alert is shown at once, everything else from a working day on.

    `units` are those for which the person speaks; where there are several, one has to be chosen."""
    is_now = ask.timing == "immediate" or is_working_day(day, settings.extra_holidays)
    first = day if is_now else next_working_day(day, settings.extra_holidays)
    found: dict[str, Any] = {"kind": ask.kind} if ask.kind else {}
    found["owner"] = {"unit": units[0], "provider": person} if len(units) == 1 else {"provider": person}
    found |= {"timing": ask.timing, "publish_on": first.isoformat()}
    last = first + datetime.timedelta(days=ask.days)
    found["expires_on"] = last.isoformat() if ask.days else NEVER
    if ask.timing == "immediate":
        found["period"] = {"start": first.isoformat(), "end": last.isoformat()}
    if ask.review:
        found["review_by"] = months_later(first, ask.review).isoformat()
    if ask.closes:
        found["closes"] = {"what": ask.closes}
    return found


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
