"""What is written reads back to the same values and text; what did not change keeps its lines."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.item.front_matter import read_front_matter
from prakat.item.written_item import written_item
from prakat.request.field import schema_of
from values_of_schema import TEXTS, admitted

ROOT = schema_of("item")
VALUES = st.fixed_dictionaries({}, optional={key: admitted(ROOT, part) for key, part in ROOT["properties"].items()})
BODIES = st.lists(TEXTS | st.sampled_from(["---", "# หัวข้อ", "๑. ข้อ", ""]), max_size=4).map("\n".join)
BEFORE = """---
# ผู้เขียนบันทึกไว้
title: "เรื่องเดิม"   # อย่าแก้
owner: {unit: admin, provider: nok}
summary: เรื่องย่อเดิมของเรื่องนี้
timing: on_change

# ใช้จนกว่าจะมีฉบับใหม่
publish_on: 2026-11-01
expires_on: never
---

เนื้อหาเดิม
"""


def read(raw: bytes) -> tuple[Any, str]:
    parts, document = read_front_matter(raw)
    return document.data, parts.body.strip("\n")


@settings(max_examples=40)
@given(VALUES.filter(bool), BODIES)
def test_what_is_written_reads_back(values: dict[str, Any], body: str) -> None:
    assert read(written_item(values, body)) == (values, body.strip("\n"))


@settings(max_examples=40)
@given(VALUES.filter(bool), BODIES)
def test_so_does_what_is_written_over_an_earlier_version(values: dict[str, Any], body: str) -> None:
    assert read(written_item(values, body, BEFORE.encode())) == (values, body.strip("\n"))


@settings(max_examples=40)
@given(VALUES.filter(bool), VALUES.filter(bool), BODIES)
def test_and_over_any_other(before: dict[str, Any], values: dict[str, Any], body: str) -> None:
    assert read(written_item(values, body, written_item(before, body))) == (values, body.strip("\n"))


def changed(**given: Any) -> str:
    values, body = read(BEFORE.encode())
    values = {key: value for key, value in {**values, **given}.items() if value is not None}
    return written_item(values, body, BEFORE.encode()).decode()


def test_only_what_changed_is_written_anew() -> None:
    assert changed() == BEFORE
    assert changed(timing="immediate") == BEFORE.replace("on_change", "immediate")
    expected = BEFORE.replace('"เรื่องเดิม"   # อย่าแก้', "เรื่องใหม่ที่แก้แล้ว")
    assert changed(title="เรื่องใหม่ที่แก้แล้ว") == expected
    expected = BEFORE.replace("publish_on: 2026-11-01", "publish_on: 2026-11-02")
    assert changed(publish_on="2026-11-02") == expected


def test_a_text_that_is_the_same_stands_as_it_stood() -> None:
    for text in ("\n\nเนื้อหาเดิม\n\n\n", "เนื้อหาเดิม", "\n"):
        raw = BEFORE.replace("\nเนื้อหาเดิม\n", text)
        values, body = read(raw.encode())
        assert written_item(values, body, raw.encode()).decode() == raw
        assert written_item(values, "อื่น", raw.encode()).decode().endswith("\n---\n\nอื่น\n")


@pytest.mark.parametrize("text", ["\u202e", "ก\ufeffข", "\x0b", "\u2028", "\u2066", "ก\n"])
def test_what_no_file_may_have_is_written_as_a_value_for_the_check(text: str) -> None:
    assert read(written_item({"title": text}, "")) == ({"title": text}, "")


def test_nothing_is_written_as_no_values() -> None:
    assert read(written_item({}, "")) == ({}, "")


def test_what_is_new_stands_behind_what_stands_before_it_in_the_schema() -> None:
    assert changed(review_by="2027-01-01") == BEFORE.replace("never\n", "never\nreview_by: 2027-01-01\n")
    document = 'document:\n  no: "0332"\n  date: 2026-11-01\n'
    assert changed(document={"no": "0332", "date": "2026-11-01"}) == BEFORE.replace("never\n", f"never\n{document}")


def test_what_is_gone_goes_with_its_comments() -> None:
    assert changed(publish_on=None) == BEFORE.replace("\n# ใช้จนกว่าจะมีฉบับใหม่\npublish_on: 2026-11-01\n", "")


def test_it_is_written_as_a_person_would() -> None:
    values = {"title": "ประกาศ: รับสมัคร", "publish_on": "2026-11-05", "document": {"no": "15", "date": "2026-11-04"}}
    values |= {"channels": ["board"], "credits": [{"file": "all", "holder": "no", "licence": "#1"}], "remarks": "ปกติ"}
    assert written_item(values, "ข้อความ").decode() == (
        '---\ntitle: "ประกาศ: รับสมัคร"\npublish_on: 2026-11-05\ncredits:\n  - file: all\n    holder: "no"\n'
        '    licence: "#1"\n'
        'document:\n  no: "15"\n  date: 2026-11-04\nremarks: ปกติ\nchannels:\n  - board\n---\n\nข้อความ\n'
    )
