"""What people come for, and what their form begins with."""

import datetime

import pytest

from category_fields import asked_of
from prakat.item.item import Item, parse_item
from prakat.item.item_path import parse_path
from prakat.item.item_rules import check_item
from prakat.item.written_item import written_item
from prakat.office.settings import Settings
from prakat.request.field import schema_of
from prakat.rules import data
from prakat.thai.working_day import is_working_day
from prakat_desk.form.ask import Ask, ask_of, asks, beginning, found_asks, months_later
from prakat_desk.form.entries import entries_of, values_of
from prakat_desk.form.form_field import form_fields

SETTINGS = Settings(14, 1, frozenset({datetime.date(2026, 11, 23)}), 3)
DAYS = [
    datetime.date(2026, 11, 20),
    datetime.date(2026, 11, 21),
    datetime.date(2026, 12, 31),
    datetime.date(2028, 2, 29),
]
EACH = pytest.mark.parametrize("ask", asks().values(), ids=lambda each: each.id)


@EACH
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_form_begins_with_what_satisfies_every_rule(ask: Ask, day: datetime.date) -> None:
    asked = {"title": "รับสมัครงาน", "summary": "รับสมัครงาน 1 อัตรา", **asked_of(ask.category)}
    values = beginning(ask, ["admin"], "nok", day, SETTINGS) | asked
    if "closes" in values:
        values["closes"]["on"] = values["publish_on"]
    path = parse_path(f"{ask.category}/x")
    assert path
    item = parse_item(path, written_item(values, "ข้อความ"))
    assert isinstance(item, Item), item
    assert {each.rule for each in check_item(item)} == ({"table.columns"} if ask.table else set()), "it is still typed"
    assert (item.kind, item.timing, item.units, item.provider) == (ask.kind, ask.timing, ("admin",), "nok")
    assert item.publish_on == day if ask.timing == "immediate" else item.publish_on >= day
    assert ask.timing == "immediate" or is_working_day(item.publish_on, SETTINGS.extra_holidays)


@EACH
def test_what_it_begins_with_can_be_typed(ask: Ask) -> None:
    fields = form_fields(ask.category)
    values = beginning(ask, ["admin", "finance"], "nok", DAYS[0], SETTINGS)
    assert values["owner"] == {"provider": "nok"}, "one of several units has to be chosen"
    assert values_of(entries_of(values, fields), fields).values == values


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [("2026-09-30", "2025-10-01", "2026-09-30"), ("2026-10-01", "2026-10-01", "2027-09-30")],
)
def test_a_plan_is_of_the_fiscal_year(day: str, start: str, end: str) -> None:
    begun = beginning(asks()["plan"], ["admin"], "nok", datetime.date.fromisoformat(day), SETTINGS)
    assert begun["period"] == {"start": start, "end": end}


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [("2026-11-20", "2026-10-01", "2026-10-31"), ("2027-01-04", "2026-12-01", "2026-12-31")],
)
def test_a_monthly_table_is_of_the_month_before(day: str, start: str, end: str) -> None:
    begun = beginning(asks()["skr1"], ["admin"], "nok", datetime.date.fromisoformat(day), SETTINGS)
    assert (begun["period"], begun["table"]) == ({"start": start, "end": end}, "skr1")


def test_what_an_ask_says_is_other_than_its_category_says() -> None:
    """Timing and review of a category are data of the category (R20)."""
    of_category = {each["id"]: each for each in data.load("categories.yml")}
    for each in data.load("asks.yml"):
        default = of_category[each["category"]]
        assert each.get("timing") != default["timing"], each["id"]
        assert each.get("review") != default["review"] and not ("days" in each and "review" in each), each["id"]


def test_who_speaks_for_no_unit_has_to_say_who_answers() -> None:
    assert "owner" not in beginning(asks()["news"], [], "webmaster", DAYS[0], SETTINGS)


def test_every_category_kind_and_timing_can_be_asked_for_in_both_languages() -> None:
    known = schema_of("item")["properties"]
    assert {each.category for each in asks().values()} == {each["id"] for each in data.load("categories.yml")}
    assert {each.kind for each in asks().values()} - {""} == set(known["kind"]["enum"])
    assert {each.timing for each in asks().values()} == set(known["timing"]["enum"])
    assert {each.closes for each in asks().values()} <= {"", *known["closes"]["properties"]["what"]["enum"]}
    for each in asks().values():
        assert set(each.first) <= known.keys()
        assert each.words.keys() == each.about.keys() == {"th", "en"}
        assert bool(each.days) != bool(each.review), "it ends, or it is looked at again"
    assert len({each.words["th"] for each in asks().values()}) == len(asks())


def test_an_item_that_there_is_belongs_to_one_of_its_category() -> None:
    for each in asks().values():
        assert ask_of(each.category, each.kind) == each or each.kind == ""
    other = ask_of("public-relations", "")
    assert other and other.category == "public-relations"
    assert ask_of("no-such-category", "") is None


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("รับสมัครงาน", "recruitment"),
        ("อยากลงประกาศรับสมัครลูกจ้างเหมา", "recruitment"),
        ("ประกาศจัดซื้อจัดจ้าง", "procurement"),
        ("ราคากลาง", "reference-price"),
        ("คู่มือประชาชน", "citizen-manual"),
        ("แจ้งเตือนด่วน", "alert"),
        ("คำสั่ง", "order"),
        ("แบบฟอร์มดาวน์โหลด", "form"),
        ("รายงานการประชุม", "meeting-record"),
        ("แผนปฏิบัติการ", "plan"),
        ("งบประมาณ", "budget"),
        ("กฎหมาย", "law"),
        ("คลังความรู้", "knowledge"),
        ("ลิงก์หน่วยงาน", "web-link"),
        ("บริการออนไลน์", "e-service"),
        ("สถิติ", "statistics"),
        ("ข่าวกิจกรรม", "activity"),
        ("สขร.๑", "skr1"),
        ("มาตรา ๗", "official-information"),
        ("TENDER", "procurement"),
    ],
)
def test_people_find_it_by_their_own_words(query: str, first: str) -> None:
    found = [each.id for each in found_asks(query)]
    assert found[0] == first
    assert len(found) < 8


def test_nothing_is_found_by_what_nobody_asks_for() -> None:
    assert found_asks("xyzzy") == []
    assert len(found_asks("")) == len(asks())


def test_months_later_is_the_same_day_or_the_last_one() -> None:
    assert months_later(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 2, 28)
    assert months_later(datetime.date(2027, 8, 31), 6) == datetime.date(2028, 2, 29)
    assert months_later(datetime.date(2026, 12, 15), 12) == datetime.date(2027, 12, 15)
