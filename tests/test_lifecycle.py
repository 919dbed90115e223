"""Item x instant -> state: what the public may read is decided by the day in Bangkok alone (R09, R19, R20)."""

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import written
from office_builder import fields
from prakat.item import item
from prakat.item.item import Item, VerbalApproval, Withdrawal
from prakat.item.item_path import ItemPath
from prakat.item.lifecycle import State, ratify_by, state, visible_until
from prakat.office.settings import Settings
from prakat.thai.buddhist_era import BANGKOK, chosen_day
from prakat.thai.working_day import is_working_day, next_working_day

INSTANTS = (
    "2026-09-30T16:59:59+00:00",  # 23:59 in Bangkok on the last day of fiscal year 2569
    "2026-09-30T17:00:00+00:00",  # 00:00 on 1 October, the first of 2570
    "2026-10-15T05:00:00+00:00",
    "2026-10-31T16:59:59+00:00",  # 23:59 on the last day shown
    "2026-10-31T17:00:00+00:00",  # 00:00 on the next
    "2026-11-20T01:00:00+00:00",
    "2027-10-01T00:00:00+07:00",
)
NEVER: dict[str, Any] = {"timing": "on_change", "expires_on": "never", "period": {"start": "2026-10-01"}}
VERBAL = {"approver": "head", "channel": "โทรศัพท์", "recorded_by": "web1"}
WITHDRAWN = {"on": "2026-10-15", "reason": "ข้อมูลคลาดเคลื่อน"}
ITEMS: dict[str, dict[str, Any]] = {
    "october": {},
    "long": {"expires_on": "2027-09-30"},
    "last day of the year": {"publish_on": "2026-09-01", "expires_on": "2026-09-30"},
    "never": NEVER | {"review_by": "2027-10-01"},
    "review on the 15th": NEVER | {"review_by": "2026-10-15"},
    "review before expiry": {"expires_on": "2027-12-31", "review_by": "2026-11-01"},
    "withdrawn": {"withdrawn": WITHDRAWN},
    "withdrawn though expired": {"expires_on": "2026-10-10", "withdrawn": WITHDRAWN},
    "urgent": {"expires_on": "2027-12-31", "verbal": VERBAL | {"at": "2026-10-30T23:59"}},
    "urgent and withdrawn": {"verbal": VERBAL | {"at": "2026-10-12T09:00"}, "withdrawn": WITHDRAWN},
    "urgent and expired": {"verbal": VERBAL | {"at": "2026-10-01T09:00"}, "expires_on": "2026-10-14"},
}
S, L, X, R, E, W, U = (
    State.SCHEDULED,
    State.LIVE,
    State.EXPIRING,
    State.REVIEW_DUE,
    State.EXPIRED,
    State.WITHDRAWN,
    State.SUSPENDED,
)
EXPECTED = {
    "october": (S, L, L, X, E, E, E),
    "long": (S, L, L, L, L, L, E),
    "last day of the year": (X, E, E, E, E, E, E),
    "never": (S, L, L, L, L, L, R),
    "review on the 15th": (S, L, R, R, R, R, R),
    "review before expiry": (S, L, L, L, R, R, R),
    "withdrawn": (S, L, W, W, W, W, W),
    "withdrawn though expired": (S, X, W, W, W, W, W),
    "urgent": (S, L, L, L, L, U, U),
    "urgent and withdrawn": (S, L, W, W, W, W, W),
    "urgent and expired": (S, X, E, E, E, E, E),
}


def parsed(**changed: object) -> Item:
    found = item.parse(ItemPath("law", "", "act"), f"---\n{written(fields(**changed))}---\n".encode())
    assert isinstance(found, Item), found
    return found


@pytest.mark.parametrize(("name", "number"), [(name, number) for name in ITEMS for number in range(len(INSTANTS))])
def test_state_at_each_instant(name: str, number: int) -> None:
    day = chosen_day(None, {"PRAKAT_DATE": INSTANTS[number]})
    assert state(parsed(**ITEMS[name]), day, Settings()) is EXPECTED[name][number]


def test_table_holds_every_state() -> None:
    assert {each for row in EXPECTED.values() for each in row} == set(State)


@pytest.mark.parametrize("each", State)
def test_state_is_scheduled_public_or_taken_down(each: State) -> None:
    assert each.is_public + each.is_taken_down + (each is State.SCHEDULED) == 1


@pytest.mark.parametrize(
    ("within", "first"), [(0, "2026-10-31"), (1, "2026-10-30"), (14, "2026-10-17"), (365, "2026-10-01")]
)
def test_expiring_begins_as_many_days_before_the_last_as_the_office_says(within: int, first: str) -> None:
    notice, day = parsed(), datetime.date.fromisoformat(first)
    chosen = Settings(expiring_within_days=within)
    assert state(notice, day, chosen) is State.EXPIRING
    assert state(notice, day - datetime.timedelta(days=1), chosen) in (State.LIVE, State.SCHEDULED)


DAY = st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31))
BASE = parsed(verbal=None)
LATE = datetime.time(23, 59)


@st.composite
def items(draw: st.DrawFn) -> Item:
    at = draw(st.none() | DAY)
    withdrawn = draw(st.none() | DAY)
    return dataclasses.replace(
        BASE,
        publish_on=draw(DAY),
        expires_on=draw(st.none() | DAY),
        review_by=draw(st.none() | DAY),
        withdrawn=withdrawn and Withdrawal(withdrawn, "ข้อมูลคลาดเคลื่อน", False),
        verbal=at and VerbalApproval("head", datetime.datetime.combine(at, LATE, BANGKOK), "โทรศัพท์", "web1"),
    )


@given(items(), DAY, st.integers(0, 5))
@settings(deadline=None)
def test_readable_from_publication_to_the_last_visible_day(notice: Item, day: datetime.date, working_days: int) -> None:
    chosen = Settings(ratify_within_working_days=working_days)
    until = visible_until(notice, chosen)
    is_between = notice.publish_on <= day and (until is None or day <= until)
    assert state(notice, day, chosen).is_public == is_between


@given(items(), DAY, DAY)
@settings(deadline=None)
def test_what_came_down_never_comes_back(notice: Item, first: datetime.date, second: datetime.date) -> None:
    before, after = sorted((first, second))
    if state(notice, before, Settings()).is_taken_down:
        assert state(notice, after, Settings()).is_taken_down


@pytest.mark.parametrize(
    "day",
    [
        *(
            "2026-01-01",
            "2026-04-06",
            "2026-04-13",
            "2026-04-14",
            "2026-04-15",
            "2026-05-04",
            "2026-06-03",
            "2026-07-28",
        ),
        *("2026-08-12", "2026-10-13", "2026-10-23", "2026-12-10", "2026-12-31"),
        "2026-12-07",  # in place of Saturday 5 December
        "2026-11-21",
        "2026-11-22",
    ],
)
def test_offices_are_closed(day: str) -> None:
    assert not is_working_day(datetime.date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-11-20", "2026-05-01", "2026-04-16", "2026-10-01"])
def test_offices_are_open_also_on_labour_day(day: str) -> None:
    assert is_working_day(datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "extra", "following"),
    [
        ("2026-11-19", [], "2026-11-20"),
        ("2026-11-20", [], "2026-11-23"),
        ("2026-12-04", [], "2026-12-08"),
        ("2026-12-04", ["2026-12-08"], "2026-12-09"),
        ("2026-12-30", [], "2027-01-04"),
    ],
)
def test_next_working_day_skips_weekends_holidays_and_decreed_days(day: str, extra: list[str], following: str) -> None:
    decreed = frozenset(map(datetime.date.fromisoformat, extra))
    assert next_working_day(datetime.date.fromisoformat(day), decreed).isoformat() == following


@pytest.mark.parametrize(("days", "last"), [(0, "2026-12-04"), (1, "2026-12-08"), (2, "2026-12-09"), (3, "2026-12-11")])
def test_verbal_permission_holds_for_the_offices_working_days(days: int, last: str) -> None:
    urgent = parsed(verbal=VERBAL | {"at": "2026-12-04T23:30"}, expires_on="2027-12-31")
    deadline = ratify_by(urgent, Settings(ratify_within_working_days=days))
    assert deadline == datetime.date.fromisoformat(last)


@pytest.mark.parametrize("at", ["1900-01-01T00:00", "1941-12-31T12:00", "2100-12-31T23:59"])
def test_working_days_are_known_in_every_year_that_a_date_may_have(at: str) -> None:
    assert ratify_by(parsed(verbal=VERBAL | {"at": at}), Settings(ratify_within_working_days=30))
