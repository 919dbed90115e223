"""A fiscal year begins on 1 October of the year before it; its quarters are told from days, never typed."""

import datetime
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.cannot_work import CannotWork
from prakat.thai.period import Period

DAY = datetime.timedelta(days=1)


def test_the_fourth_quarter_is_july_to_september() -> None:
    """A real memo calls them the second one."""
    found = Period.of("2569Q4")
    assert (found.first, found.last) == (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    assert found.months == "กรกฎาคม - กันยายน 2569"
    assert found.id == "2569Q4"


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2569Q1", "2025-10-01", "2025-12-31", "ตุลาคม - ธันวาคม 2568"),
        ("2569Q2", "2026-01-01", "2026-03-31", "มกราคม - มีนาคม 2569"),
        ("2567Q2", "2024-01-01", "2024-03-31", "มกราคม - มีนาคม 2567"),
        ("2569q3", "2026-04-01", "2026-06-30", "เมษายน - มิถุนายน 2569"),
        ("2569", "2025-10-01", "2026-09-30", "ตุลาคม 2568 - กันยายน 2569"),
        ("๒๕๖๙Q๔", "2026-07-01", "2026-09-30", "กรกฎาคม - กันยายน 2569"),
        (" 2569Q4\n", "2026-07-01", "2026-09-30", "กรกฎาคม - กันยายน 2569"),
    ],
)
def test_a_period_is_these_days_and_months(text: str, first: str, last: str, months: str) -> None:
    found = Period.of(text)
    assert (found.first.isoformat(), found.last.isoformat(), found.months) == (first, last, months)


@pytest.mark.parametrize(
    "text",
    [
        *("2569Q5", "2569Q0", "69Q1", "69", "2026Q4", "2026", "", " ", "2569Q", "Q4", "2569-Q4", "2569Q4Q4", "25699"),
        *("2569 Q4", "2569Q12", "2569/4", "ไตรมาส 4", "9999", "0000Q1", "2569Q4\n2570", "-2569", "2569Q٤", "²569"),
    ],
)
def test_an_unknown_period_is_refused_with_what_was_meant_instead(text: str) -> None:
    with pytest.raises(CannotWork) as told:
        Period.of(text)
    assert told.value.message == "thai.no-period"
    assert told.value.values == {"found": text, "examples": "2569Q4, 2569"}


@given(st.dates(datetime.date(1941, 1, 1), datetime.date(2100, 12, 31)))
def test_every_day_lies_in_one_quarter_of_one_year(day: datetime.date) -> None:
    found = Period.around(day)
    assert day in found
    assert day in Period(found.year)
    assert Period.of(found.id) == found
    assert day not in found.before
    assert found.before.last + DAY == found.first
    assert [each for each in Period(found.year).quarters if day in each] == [found]


def test_the_quarters_of_a_year_follow_each_other_and_make_it_up() -> None:
    year = Period(2567)
    quarters = [*year.quarters]
    assert all(old.last + DAY == new.first and new.before == old for old, new in pairwise(quarters))
    assert (quarters[0].first, quarters[-1].last) == (year.first, year.last)
    assert (quarters[0].before, year.before) == (Period(2566, 4), Period(2566))
    assert (year.last - year.first).days + 1 == 366
    assert [*quarters[1].quarters] == [quarters[1]]
    assert sorted([Period(2568), *quarters]) == [*quarters, Period(2568)]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati"])
def test_no_time_zone_of_a_machine_moves_a_boundary(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        found = [Period.around(datetime.date(2026, month, day)) for month, day in ((9, 30), (10, 1))]
    time.tzset()
    assert [each.id for each in found] == ["2569Q4", "2570Q1"]
