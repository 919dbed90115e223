"""When a quarter's record is asked for, from the first working day after it until it is there, by morning and mail."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from prakat.agenda import holdings
from prakat.agenda.completeness_watch import completeness_matters
from prakat.agenda.holdings import Holdings
from prakat.agenda.morning import Morning
from prakat.agenda.office_reading import Around, OfficeReading
from prakat.agenda.quarter_record import quarter_without_record, record_slug
from prakat.agenda.situation import Situation
from prakat.content.shelf import ShelvedItem
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.office.settings import Settings
from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.period import Period

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture(scope="module")
def held() -> Holdings:
    """The sample office as it lies here, without its history."""
    return replace(holdings.of_work_tree(CHECKOUT, day("2026-11-20")), repository=None, commit="")


@pytest.fixture(scope="module")
def items(held: Holdings) -> list[Item]:
    return [each.item for each in held.items.values()]


def settings(*closed: str) -> Settings:
    return Settings(14, 1, frozenset(map(day, closed)), 3)


FIRST_DAYS = [
    ("2569Q4", "2026-10-01", ()),
    ("2570Q1", "2027-01-04", ()),
    ("2570Q2", "2027-04-01", ()),
    ("2570Q3", "2027-07-01", ()),
    ("2565Q4", "2022-10-03", ()),
    ("2569Q4", "2026-10-02", ("2026-10-01",)),
    ("2569Q4", "2026-10-05", ("2026-10-01", "2026-10-02")),
    ("2570Q1", "2027-01-05", ("2027-01-04",)),
]
"""Quarter, its first working day after, and the office's own holidays. 1 October 2022 was a Saturday; 1 January 2027 is
a Friday and New Year."""


@pytest.mark.parametrize(("quarter", "first", "closed"), FIRST_DAYS)
def test_it_is_asked_for_from_the_first_working_day_on(
    quarter: str, first: str, closed: tuple[str, ...], items: list[Item]
) -> None:
    known, period, found = settings(*closed), Period.of(quarter), day(first)
    old = [replace(items[0], publish_on=day("2020-01-01"))]
    asked = {
        each: quarter_without_record(old, each, known)
        for each in (period.last + DAY * number for number in range(1, 92))
        if each <= Period.around(period.last + DAY).last
    }
    assert {each for each, wanted in asked.items() if wanted == period} == {each for each in asked if each >= found}
    assert not any(wanted for each, wanted in asked.items() if each < found)


def recorded(item: Item, quarter: Period, year: str) -> Item:
    return replace(item, path=ItemPath("official-information", year, record_slug(quarter)))


@pytest.mark.parametrize("year", ["2569", "2570", ""])
def test_it_is_asked_for_no_more_once_it_is_on_main(year: str, items: list[Item]) -> None:
    known, quarter = settings(), Period(2569, 4)
    assert quarter_without_record(items, day("2026-10-01"), known) == quarter
    there = [*items, recorded(items[0], quarter, year)]
    assert quarter_without_record(there, day("2026-10-01"), known) is None
    assert quarter_without_record(there, day("2027-01-04"), known) == Period(2570, 1)


def test_an_office_that_began_later_is_not_asked(items: list[Item]) -> None:
    young = [replace(items[0], publish_on=day("2026-10-01"))]
    assert quarter_without_record(young, day("2026-10-01"), settings()) is None
    assert quarter_without_record([], day("2026-10-01"), settings()) is None
    assert quarter_without_record(young, day("2027-01-04"), settings()) == Period(2570, 1)


def at(held: Holdings, on: str, items: Mapping[str, ShelvedItem] | None = None) -> Situation:
    moment = datetime.datetime.combine(day(on), datetime.time(9), BANGKOK)
    return OfficeReading().situation(replace(held, items=items or held.items), moment, Around())


def told(found: Situation, person: str) -> Iterator[tuple[str, str]]:
    for section in Morning.of(found, found.office.people[person]).sections:
        yield from ((each.text(), each.page) for each in section.lines if "บันทึกไตรมาส" in each.text())


@pytest.mark.parametrize(
    ("person", "is_told"), [("tawan", True), ("phuwamet", True), ("pinthong", False), ("dueanchai", False)]
)
def test_webmasters_and_the_director_read_of_it_in_the_morning(held: Holdings, person: str, is_told: bool) -> None:
    line = ("บันทึกไตรมาสที่ 4 ปีงบประมาณ 2569 พร้อมพิมพ์และส่งขอเผยแพร่", "/papers?period=2569Q4")
    assert [*told(at(held, "2026-10-01"), person)] == ([line] if is_told else [])
    assert not [each for each in told(at(held, "2026-09-30"), person) if "ไตรมาสที่ 4" in each[0]]


def test_it_is_told_even_while_nothing_else_is_counted(held: Holdings) -> None:
    moment = datetime.datetime.combine(day("2026-10-01"), datetime.time(9), BANGKOK)
    found = OfficeReading().situation(held, moment, Around(may_wait=False))
    assert [*told(found, "tawan")]


def test_webmasters_are_written_to_once_a_quarter(held: Holdings) -> None:
    def letters(on: str) -> list[tuple[str, int, str]]:
        found = completeness_matters(at(held, on), "tawan")
        return [(each.key, each.stage, each.path) for each in found if each.key.startswith("record/")]

    assert letters("2026-09-30") == [("record/2569Q3", 1, "/papers?period=2569Q3")]
    assert letters("2026-10-01") == [("record/2569Q4", 1, "/papers?period=2569Q4")]
    assert letters("2026-11-20") == letters("2026-10-01"), "the same matter at the same stage is told once"
    assert letters("2027-01-04") == [("record/2570Q1", 1, "/papers?period=2570Q1")]
