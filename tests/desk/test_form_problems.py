"""What a form holds either satisfies the schema or is told at an entry that the page has."""

import datetime
import re
from typing import Any

import pytest
from form_page import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from prakat.item.front_matter import read_front_matter
from prakat.item.written_item import written_item
from prakat.office.office import Office, load_office
from prakat.product import part
from prakat.request.field import schema_of
from prakat.rules import data, schema
from prakat.rules.finding import Finding, rules
from prakat_desk.form.entries import Entries, entries_of, values_of
from prakat_desk.form.field_place import place_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.form.office_names import office_names
from prakat_desk.form.problem import BODY, FILES, MENDED_AT, Problem, Problems
from prakat_desk.form.shown_field import Shower, month_choices
from values_of_schema import TEXTS, admitted

INDEX = "content/public-relations/2570/x/index.md"
ROOT = schema_of("item")
FIELDS = form_fields("")
ITEMS = st.fixed_dictionaries({}, optional={key: admitted(ROOT, own) for key, own in ROOT["properties"].items()})
WRONG = TEXTS | st.sampled_from(["", " ", "ก" * 3000, "\x0b", "\u202e", "<b>", "never", "x\ny\nx", "https://", "๑"])


def problems_of(entries: Entries, body: str = "", *found: Finding) -> list[Problem]:
    read = values_of(entries, FIELDS)
    raw = written_item(read.values, body)
    _, document = read_front_matter(raw)
    assert document.data == read.values
    return Problems(FIELDS, "th").of([*schema.named("item").findings(INDEX, document), *found], raw, read)


@settings(max_examples=40)
@given(ITEMS, st.data())
def test_whatever_is_typed_satisfies_the_schema_or_is_told_at_its_entry(values: dict[str, Any], data: Any) -> None:
    entries = entries_of(values, FIELDS)
    places = data.draw(st.lists(st.sampled_from(sorted({*entries, "title", "source.url"})), max_size=4))
    entries |= {place: [data.draw(WRONG)] for place in places}
    found = problems_of(entries)
    read = values_of(entries, FIELDS)
    assert bool(found) != (schema.named("item").quick.is_valid(read.values) and not read.unread)
    page = html.document_fromstring(f"<!doctype html><body>{drawn(entries, FIELDS)}</body>")
    there = {each.get("data-error") for each in page.iter("div")} & {each.get("id") for each in page.iter()}
    assert {each.name for each in found} <= {*there, FILES}


def test_an_empty_form_is_told_what_it_needs() -> None:
    assert {each.name for each in problems_of({})} == set(ROOT["required"])


def test_what_is_wrong_in_a_list_stands_at_its_own_entry_though_others_are_empty() -> None:
    entries = {"attachments.0.file": [""], "attachments.2.file": ["ภาษาไทย.pdf"], "credits.1.text": ["ข้อความ"]}
    names = {each.name for each in problems_of(entries)}
    assert {"attachments.2.file", "attachments.2.title", "credits.1.holder"} <= names
    assert "credits.1.file" in names, "neither a licence nor a source stands at the first part of the group"


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ((), ""),
        (("unknown",), ""),
        (("title", 3), "title"),
        (("owner", "unit", 1), "owner.unit"),
        (("owner", "else"), "owner"),
        (("credits",), "credits"),
        (("credits", 0), "credits.4.file"),
        (("credits", 0, "holder"), "credits.4.holder"),
        (("credits", 7, "holder"), "credits"),
        (("fulfils", 2), "fulfils"),
    ],
)
def test_a_place_is_that_of_the_nearest_entry(pointer: tuple[str | int, ...], name: str) -> None:
    assert place_of(pointer, FIELDS, {"credits": (4,)}) == name


def test_what_cannot_be_read_is_told_once() -> None:
    entries = {"publish_on-day": ["32"], "publish_on-month": ["1"], "publish_on-year": ["2569"]}
    [told] = [each.told for each in problems_of(entries) if each.name == "publish_on"]
    assert "32 มกราคม 2569" in told
    both = {
        "expires_on-day": ["1"],
        "expires_on-month": ["1"],
        "expires_on-year": ["2570"],
        "expires_on-never": ["yes"],
    }
    assert "expires_on" not in values_of(both, FIELDS).values
    assert [each.told for each in problems_of(both) if each.name == "expires_on"] == [
        "ใส่วันที่ไว้ และเลือกว่ายังไม่รู้วันลงด้วย ให้เหลืออย่างเดียว คือลบวันที่ หรือเอาเครื่องหมายออก"
    ]


def test_text_and_files_have_places_of_their_own() -> None:
    entries = {"title": ["ประกาศ"]}
    raw = written_item(values_of(entries, FIELDS).values, "ก\n\n\u202e").decode()
    line = raw.count("\n", 0, raw.index("\u202e")) + 1
    beside = Finding(f"{INDEX.rpartition('/')[0]}/a.pdf", 1, "attachment.unlisted", {"file": "a.pdf"})
    found = [Finding(INDEX, line, "body.empty"), beside]
    told = Problems(FIELDS, "th").of(found, raw.encode(), values_of(entries, FIELDS))
    assert [each.name for each in told] == [BODY, FILES]


def test_what_is_wrong_with_a_file_stands_where_it_is_listed() -> None:
    entries = {"attachments.1.file": ["a.pdf"], "attachments.1.title": ["ประกาศ"]}
    names = ("a.pdf", "b.pdf")
    found = [Finding(f"{INDEX.rpartition('/')[0]}/{name}", 1, "attachment.unlisted", {"file": name}) for name in names]
    assert [each.name for each in problems_of(entries, "", *found)][-2:] == ["attachments.1.file", FILES]


def test_what_is_mended_elsewhere_is_a_rule_and_a_field() -> None:
    assert MENDED_AT.keys() <= rules().keys()
    assert set(MENDED_AT.values()) <= {each.own for each in FIELDS}


OFFICE = load_office(part("office.yml").parent)


def test_whoever_provides_on_the_day_can_be_chosen() -> None:
    assert isinstance(OFFICE, Office)
    before, after = (office_names(OFFICE, datetime.date(2026, month, 1), "th") for month in (10, 11))
    assert "klabai" in before["person.provider"] and "klabai" not in after["person.provider"]
    assert "klabai" not in after["person"] and {"tawan", "baibua"} <= after["person"].keys()
    assert "tawan" not in after["person.provider"]
    assert after["person.provider"]["baibua"] == "นางสาวใบบัว นาสายรุ้ง (พยาบาลวิชาชีพชำนาญการ)"
    assert office_names(OFFICE, datetime.date(2026, 11, 1), "en")["unit"]["admin"] == "General Administration"


def test_a_field_offers_those_in_the_role_that_it_names_and_keeps_who_was_chosen() -> None:
    assert isinstance(OFFICE, Office)
    names = office_names(OFFICE, datetime.date(2026, 11, 1), "th")
    entries = {"owner.provider": ["klabai"]}
    shown = {each.name: each for each in Shower("th", entries, names).shown(FIELDS)}
    providers, approvers = shown["owner"].parts[1].choices, shown["verbal"].parts[0].choices
    assert {each.value for each in providers} == {*names["person.provider"], "klabai"}
    assert [each.value for each in providers if each.is_chosen] == ["klabai"]
    assert {each.value for each in approvers} == names["person.approver"].keys()
    assert {each.value for each in shown["verbal"].parts[3].choices} == names["person"].keys()
    nobody = Shower("th", {}, {"person": {"nok": "นก"}}).shown(FIELDS)
    assert [each.value for each in next(each for each in nobody if each.name == "owner").parts[1].choices] == ["nok"]


def test_months_have_the_names_that_stand_in_documents() -> None:
    assert month_choices()[10] == ("11", "พฤศจิกายน")
    assert month_choices("en")[10] == ("11", "พฤศจิกายน (November)")


OF_FILES = re.compile(r"[a-z]+_[a-z]+|\b(closes|credits|attachments|never|office|prakat|index)\b")
"""What people who only know the form cannot act upon."""
OF_WHOLE_FILES = (
    "yaml",
    "text",
    "office",
    "appointment",
    "front-matter",
    "file",
    "path",
    "logbook",
    "former-path",
    "content",
    "register",
    "obligation",
)


def test_what_the_checks_say_of_an_item_is_said_in_words_of_the_form() -> None:
    told = data.load("form-rules.yml")
    assert told.keys() <= rules().keys()
    for rule, words in told.items():
        for language in ("th", "en"):
            places = set(re.findall(r"\{(\w+)\}", words[language]))
            assert places <= set(re.findall(r"\{(\w+)\}", rules()[rule].messages[language])), rule
    bare = {rule: re.sub(r"\{\w+\}", "", each.messages["th"]) for rule, each in rules().items()}
    spoken = {rule for rule, words in bare.items() if OF_FILES.search(words) and not rule.startswith(OF_WHOLE_FILES)}
    assert spoken <= told.keys()
