"""Every value that the schema admits can be typed and comes back the same, through the page's own HTML."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from form_page import entries_on_page
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.request.field import schema_of
from prakat.rules import data
from prakat.rules.message import Message
from prakat_desk.form.entries import MOST_GROUPS, entries_of, group_indexes, values_of, with_group, without_group
from prakat_desk.form.form_field import FormField, Widget, form_fields
from prakat_desk.form.typed_date import typed_date
from values_of_schema import admitted

ROOT = schema_of("item")
FIELDS = form_fields("")


def test_every_property_of_the_schema_has_a_field() -> None:
    def named(node: Mapping[str, Any], before: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        found = set()
        for name, part in node.get("properties", {}).items():
            found |= {(*before, name)} | named(part.get("items", part), (*before, name))
        return found

    def keys(fields: tuple[FormField, ...]) -> set[tuple[str, ...]]:
        return {each.key for each in fields} | {key for each in fields for key in keys(each.parts)}

    assert keys(FIELDS) == named(ROOT)


def test_every_field_has_words_in_both_languages_and_none_is_told_that_is_not_there() -> None:
    def keys(fields: tuple[FormField, ...]) -> set[str]:
        return {".".join(each.key) for each in fields} | {key for each in fields for key in keys(each.parts)}

    told = data.load("item-form.yml")
    assert told.keys() == keys(FIELDS)
    for each in told.values():
        assert not re.search("[ก-๙]", each["title"] + each["en"])
    for each in (*FIELDS, *(part for field in FIELDS for part in field.parts)):
        assert not re.search(r"office\.yml|index\.md|document\.date|\bnever\b|\btrue\b", each.help("th")), each.key


@pytest.mark.parametrize("field", FIELDS, ids=lambda each: each.own)
def test_every_value_that_a_field_admits_comes_back_the_same(field: FormField) -> None:
    @settings(max_examples=30)
    @given(admitted(ROOT, ROOT["properties"][field.own]))
    def check(value: Any) -> None:
        entries = entries_of({field.own: value}, FIELDS)
        read = values_of(entries, FIELDS)
        assert (read.values, read.unread) == ({field.own: value}, ())
        assert values_of(entries_on_page(entries, [field]), FIELDS).values == {field.own: value}

    check()


PLACES = [
    f"{name}{part}"
    for name in ("publish_on", "expires_on", "source.date", "closes.on")
    for part in ("-day", "-month", "-year", "-time", "-never")
]
TYPED = st.lists(st.text(alphabet="0123456789๐๑๒พ.ย:/- never", max_size=12), max_size=2)


@given(st.dictionaries(st.sampled_from(PLACES), TYPED))
def test_whatever_is_typed_into_a_date_is_a_day_or_told(typed: dict[str, list[str]]) -> None:
    read = values_of(typed, FIELDS)
    again = values_of(entries_of(read.values, FIELDS), FIELDS)
    assert again.values == read.values


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("4", "11", "2569"), "2026-11-04"),
        (("๔", "พฤศจิกายน", "๒๕๖๙"), "2026-11-04"),
        (("4", "พ.ย.", "2026"), "2026-11-04"),
        (("4 พ.ย. 2569", "", ""), "2026-11-04"),
        (("2026-11-04", "", ""), "2026-11-04"),
        (("29", "2", "2563"), "2020-02-29"),
        (("04", "02", "พ.ศ. 2569"), "2026-02-04"),
        (("วันพุธที่ 4", "11", "๒๕๖๙"), "2026-11-04"),
        (("4/11/2569", "", ""), "2026-11-04"),
        (("๔ พฤศจิกายน ๒๕๖๙ เวลา ๑๖.๓๐ น.", "", ""), "2026-11-04T16:30"),
        (("4", "11", "2569", "16.30 น."), "2026-11-04T16:30"),
        (("", "", ""), ""),
    ],
)
def test_a_day_as_people_type_it(typed: tuple[str, ...], meant: str) -> None:
    assert typed_date(*typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("4", "", "2569"), "date-incomplete"),
        (("4", "11", "69"), "year-form"),
        (("4", "11", "2800"), "year-form"),
        (("4", "13", "2569"), "no-such-day"),
        (("4", "", ""), "date-incomplete"),
        (("ก", "11", "2569"), "date-form"),
        (("4", "11", "2" * 5000), "date-form"),
        (("4", "1" * 5000, "2569"), "date-form"),
        (("4", "11", "2569", "1" * 5000), "time-form"),
        (("29", "2", "2564"), "no-such-day"),
        (("4/11/69", "", ""), "year-form"),
        (("4/11/2026", "", ""), "date-form"),
        (("พรุ่งนี้", "", ""), "date-form"),
        (("4", "11", "2569", "25:00"), "time-form"),
    ],
)
def test_what_may_be_several_days_is_told(typed: tuple[str, ...], told: str) -> None:
    found = typed_date(*typed)
    assert isinstance(found, Message)
    assert found.id == f"desk_form.{told}"


def test_groups_are_added_and_taken_away() -> None:
    entries = {"attachments.0.file": ["a.pdf"], "attachments.0.title": ["ก"], "title": ["x"]}
    more = with_group(entries, "attachments", {"file": "b.pdf", "title": "ข"})
    assert values_of(more, FIELDS).values["attachments"][1] == {"file": "b.pdf", "title": "ข"}
    less = without_group(more, "attachments", 0)
    assert values_of(less, FIELDS).values == {"title": "x", "attachments": [{"file": "b.pdf", "title": "ข"}]}
    assert group_indexes(with_group({}, "credits", {"holder": ""}), "credits") == [0]


def test_a_hostile_form_is_no_more_than_its_fields() -> None:
    typed = {f"attachments.{index}.file": ["x"] for index in range(2000)} | {"__class__": ["x"], "title.x": ["y"]}
    assert len(values_of(typed, FIELDS).values["attachments"]) == MOST_GROUPS
    assert values_of(typed, FIELDS).values.keys() == {"attachments"}


def test_widgets_are_all_in_use() -> None:
    def used(fields: tuple[FormField, ...]) -> set[Widget]:
        return {each.widget for each in fields} | {one for each in fields for one in used(each.parts)}

    assert used(FIELDS) == set(Widget)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2540", 2540), ("๒๕๔๐", 2540), (" 1,250 ", 1250), ("๑,๒๕๐,๐๐๐", 1250000), ("0", 0), ("", None), ("  ", None)],
)
def test_a_number_as_people_type_it(typed: str, meant: int | None) -> None:
    read = values_of({"law.year": [typed]}, FIELDS)
    assert read.values == ({"law": {"year": meant}} if meant is not None else {}) and not read.unread


@pytest.mark.parametrize("typed", ["พ.ศ. 2540", "25 40", "2,54", "-5", "1.5", "1e3", "²", "9" * 5000, "true", "1,,000"])
def test_what_is_no_whole_number_is_told_and_stays(typed: str) -> None:
    entries = {"satisfaction.percent": [typed]}
    read = values_of(entries, FIELDS)
    assert not read.values
    [unread] = read.unread
    assert (unread.name, unread.told.id) == ("satisfaction.percent", "desk_form.number")
    own = [each for each in FIELDS if each.own == "satisfaction"]
    assert entries_on_page(entries, own)["satisfaction.percent"] == [typed]


REQUIRED = {
    ("law", "law", False): {"law", "source"},
    ("law", "law", True): set(),
    ("citizen-manuals", "manual", False): {"steps", "service"},
    ("citizen-manuals", "form", False): set(),
    ("public-relations", "news", False): set(),
    ("knowledge", "", False): {"source"},
    ("general-information", "", False): set(),
}


@pytest.mark.parametrize(("category", "kind", "nothing"), REQUIRED)
def test_the_form_marks_what_the_category_requires(category: str, kind: str, nothing: bool) -> None:
    fields = form_fields(category, kind, says_nothing=nothing)
    required = {each.own for each in fields if each.is_required}
    assert required == {*ROOT["required"], *REQUIRED[category, kind, nothing]}
    assert {each.key for each in fields} == {each.key for each in FIELDS}
    date = {each.own: each for field in fields if field.own == "source" for each in field.parts}["date"]
    assert date.is_required == (category == "knowledge")
    assert all(each.told and each.part.get("title") for each in fields), "merging loses no words"
