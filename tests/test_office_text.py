"""office.yml as a new office gets it: block YAML that says what was answered whatever was typed, explained in Thai."""

import datetime
import re
from typing import Any

import pytest
import yaml

from prakat.founding.office_text import office_text, scalar, yaml_lines
from prakat.office.office import Office, parse_office
from prakat.rules import data
from prakat.rules.strict_yaml import read_yaml

DAY = datetime.date(2026, 10, 1)
HOSTILE = (
    *("no", "yes", "y", "N", "on", "null", "~", "true", "0332", "12", "1e3", "0x10", "1_000", "12:30:45", "2026-10-01"),
    *(
        "- item",
        "-",
        "? key",
        ": value",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "=",
        "<<",
    ),
    *("{a: b}", "[a]", "a, b", "'", '"', "it's", 'say "x"', "\\", "\\n", " a", "a ", "", "---", "...", "--- a"),
    *("a\nb", "a\n- b: c", "a\r\nb", "a\tb", "\ta", "a\u2028b", "a\u0085b", "\ufeffa", "a\u202eb", "a\x00b", "a\x7fb"),
    *("สำนักงาน: ก #ข", "กำ ๑๒/๒๕๖๙", "ชื่อ 'ก' \"ข\"", "😀", "ก" * 500, "name: x\npeople: []", "x\n...\n---\ny"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_read_again(text: str) -> None:
    for fields in (
        {"k": text},
        {"k": [text, text]},
        {"k": {"a": text}},
        {"k": [{"a": text, "b": [text]}]},
    ):
        shown = "\n".join(yaml_lines(fields)) + "\n"
        assert read_yaml(shown).data == fields
        assert yaml.safe_load(shown) == fields, "other programs read it as well"
    assert "\n" not in scalar(text)
    assert read_yaml("\n".join(yaml_lines({"no": text}))).data == {"no": text}, "where others read no as false"


def test_a_day_stands_unquoted_and_an_order_number_in_quotes() -> None:
    assert yaml_lines({"order": {"no": "1/2569", "date": DAY}}) == ["order:", '  no: "1/2569"', "  date: 2026-10-01"]


def fields(**changed: object) -> dict[str, Any]:
    held = {"role": "approver", "units": "all", "order": {"no": "1/2569", "date": DAY}, "from": DAY}
    made: dict[str, Any] = {
        "name": "สำนักงาน",
        "contact": {"address": "1 ถนนหนึ่ง", "phone": "0 2000 0000", "email": "a@b.example"},
        "site_url": "https://office.example/",
        "units": [{"id": "admin", "name": "งานบริหาร"}],
        "people": [
            {"id": "dao", "name": "ดาว", "position": "หัวหน้า", "emails": ["d@b.example"], "appointments": [held]}
        ],
        "sign_off": ["approver"],
    }
    return {**made, **changed}


def test_it_is_for_people_to_read_and_edit() -> None:
    text = office_text(fields()).decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert not re.search(r"[{}\[\]]", "\n".join(lines)), "neither braces nor brackets"
    assert "\\u" not in text
    assert all(re.search("[ก-๙]", line) for line in text.splitlines() if line.startswith("# "))
    assert "  - id: dao\n    name: ดาว\n" in text
    assert "          date: 2026-10-01\n" in text


def test_each_part_is_explained_in_the_words_of_the_schema() -> None:
    """Also what may be added, so that nobody has to look it up."""
    text = office_text(fields()).decode()
    found: list[str] = []

    def told(part: Any) -> None:
        for key, inner in part.get("properties", {}).items():
            found.append(key)
            assert f"{inner['title']}" in text and inner["description"] in text, key
            told(inner)
            told(inner.get("items", {}))

    told(data.load("office.schema.json"))
    assert {"acting_for", "urgent", "ratify_within_working_days", "made_keys"} <= set(found)
    assert "provider = ผู้รับผิดชอบการให้ข้อมูล" in text


@pytest.mark.parametrize("name", ["no", "0332", "- ก: ข", "ก #ข: ค", "ก'ข\"ค", "{ก}", "สำนักงาน\\nname: x"])
def test_hostile_names_are_names(name: str) -> None:
    made = fields(name=name if len(name) > 2 else f"{name} {name}")
    made["people"][0]["name"] = name
    made["units"][0]["name"] = name
    found = parse_office(office_text(made))
    assert isinstance(found, Office)
    assert (found.people["dao"].name, found.units["admin"].name, found.name) == (name, name, made["name"])


def test_lines_are_folded_nowhere() -> None:
    long = "ถนน " * 100
    made = fields(contact={"address": long.strip(), "phone": "0 0", "email": "a@b.example"})
    assert f"  address: {long.strip()}\n" in office_text(made).decode()
