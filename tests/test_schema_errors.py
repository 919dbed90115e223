"""What of a document does not fit its schema, told at the line of its key and in the words of rules.yml (R03)."""

import copy
import dataclasses
import re
from typing import Any

import pytest

from documents import ITEM, OFFICE, Pointer, at, line_of, written
from prakat.rules import schema, schema_errors, schema_validator
from prakat.rules.finding import Finding
from prakat.rules.strict_yaml import YamlDocument, read_yaml
from prakat.rules.wording import LANGUAGES, in_words

OFFICES = {"office": OFFICE, "item": ITEM}


def findings(name: str, changed: Any) -> tuple[list[Finding], str]:
    text = written(changed)
    return list(schema.named(name).findings("a.md", read_yaml(text))), text


def told(name: str, pointer: Pointer, value: Any) -> list[tuple[str, str, str, str]]:
    """Rule, field, what must be and what was found, of each thing that is wrong with a document thus changed."""
    changed = copy.deepcopy(OFFICES[name])
    if value is GONE:
        del at(changed, pointer[:-1])[pointer[-1]]
    else:
        at(changed, pointer[:-1])[pointer[-1]] = value
    found, _ = findings(name, changed)
    return [(each.rule, *(str(each.values.get(key, "")) for key in ("field", "must", "found"))) for each in found]


GONE = object()


@pytest.mark.parametrize("name", OFFICES)
def test_a_document_that_fits_is_told_nothing(name: str) -> None:
    assert findings(name, OFFICES[name])[0] == []


@pytest.mark.parametrize(
    ("name", "pointer", "value", "expected"),
    [
        ("item", ("title",), GONE, ("field.required", "title", "", "")),
        ("item", ("owner", "unit"), GONE, ("field.required", "owner.unit", "", "")),
        ("item", ("attachments", 0, "title"), GONE, ("field.required", "attachments.1.title", "", "")),
        ("item", ("tilte",), "x", ("field.unknown", "tilte", "", "")),
        ("item", ("owner", "unti"), "x", ("field.unknown", "owner.unti", "", "")),
        ("item", ("title",), "สั้น", ("field.length", "title", "5–200", "2")),
        ("item", ("channels",), [], ("field.length", "channels", "1–∞", "0")),
        ("item", ("channels",), ["board", "board"], ("field.repeated", "channels", "", '["board", "board"]')),
        ("item", ("title",), None, ("field.empty", "title", "", "")),
        ("item", ("owner",), None, ("field.empty", "owner", "", "")),
        ("item", ("owner",), "nok", ("field.type", "owner", " {unit: ..., provider: ...}", "nok")),
        (
            *("item", ("attachments",), "a.pdf"),
            ("field.type", "attachments", " [{file: ..., title: ...}]", "a.pdf"),
        ),
        ("item", ("fulfils",), {"a": 1}, ("field.type", "fulfils", " [...]", '{"a": 1}')),
        (
            *("item", ("title",), 12),
            ("field.type", "title", "", "12"),
        ),
        ("item", ("withdrawn", "hide_title"), "yes", ("field.type", "withdrawn.hide_title", "", "yes")),
        ("office", ("expiring_within_days",), 999, ("field.value", "expiring_within_days", "0–365", "999")),
        ("item", ("external_link",), "ftp://x", ("field.url", "external_link", "", "ftp://x")),
        ("item", ("title",), "หัวข้อ\nสองบรรทัด", ("field.lines", "title", "", "")),
        ("item", ("title",), "หัวข้อ\u202eกลับ", ("text.control", "title", "", "U+202E right-to-left override")),
        ("item", ("publish_on",), "2569-10-01", ("date.buddhist-era", "publish_on", "", "2569-10-01")),
        ("item", ("publish_on",), "1 ต.ค. 2569", ("date.format", "publish_on", "", "1 ต.ค. 2569")),
        ("item", ("publish_on",), "2026-02-30", ("date.impossible", "publish_on", "", "2026-02-30")),
        ("item", ("verbal", "at"), "2026-11-19", ("date.time", "verbal.at", "", "2026-11-19")),
        ("item", ("source", "date"), "2026-11-19T25:00", ("date.time", "source.date", "", "2026-11-19T25:00")),
    ],
)
def test_what_is_wrong_is_told_with_what_must_be(
    name: str, pointer: Pointer, value: Any, expected: tuple[str, str, str, str]
) -> None:
    """What must be is told in words, of which only a part counts here."""
    ((rule, field, must, found),) = told(name, pointer, value)
    assert (rule, field, found) == (expected[0], expected[1], expected[3])
    assert expected[2] in must
    assert must == must.strip()


def said(name: str, pointer: Pointer, value: Any) -> Finding:
    changed = copy.deepcopy(OFFICES[name])
    at(changed, pointer[:-1])[pointer[-1]] = value
    found, text = findings(name, changed)
    (one,) = found
    assert one.path == "a.md"
    assert one.line == line_of(text, pointer)
    return one


def test_a_word_of_a_vocabulary_is_shown_with_what_it_means() -> None:
    found = said("item", ("timing",), "sometimes")
    assert found.rule == "field.value"
    words = in_words(found.values["must"], "th").split(", ")
    assert [word.split(" (")[0] for word in words] == ["immediate", "on_change", "fixed_period"]
    assert all("(" in word for word in words)
    assert said("item", ("channels", 0), "fax").values["field"] == "channels.1"


def test_a_name_that_is_spelt_alike_or_called_so_in_thai_is_proposed() -> None:
    assert said("item", ("titel",), "x").values["near"] == "title"
    assert said("item", (" title ",), "x").values["near"] == "title"
    assert said("item", ("หัวข้อ",), "x").values["near"] == "title"
    assert said("item", ("วันเริ่มเผยแพร่",), "x").values["near"] != ""
    near = str(said("item", ("xyzzy",), "x").values["near"]).split(", ")
    assert near == sorted(near)
    assert "title" in near


@pytest.mark.parametrize(("given", "missing"), [({"percent": 87}, "respondents"), ({"respondents": 9}, "percent")])
def test_what_must_stand_beside_something_is_told_as_a_missing_field(given: dict[str, int], missing: str) -> None:
    found, _ = findings("item", {**ITEM, "satisfaction": given})
    assert [(each.rule, each.values["field"]) for each in found] == [("field.required", f"satisfaction.{missing}")]
    assert re.search("[ก-๙]", str(found[0].values["title"]))


def test_a_missing_field_is_told_with_its_title_and_what_it_is_for() -> None:
    changed = {key: value for key, value in ITEM.items() if key not in ("title", "summary")}
    found, _ = findings("item", changed)
    assert [(each.rule, each.values["field"], each.line) for each in found] == [
        ("field.required", "title", 1),
        ("field.required", "summary", 1),
    ]
    assert found[0].values["title"] == "หัวข้อ"
    assert "200" in str(found[0].values["description"])


def test_a_pattern_is_told_in_words_and_a_file_name_with_a_better_one() -> None:
    found = said("item", ("attachments", 0, "file"), "Notice 1.PDF")
    assert found.rule == "field.pattern"
    for language in LANGUAGES:
        assert in_words(found.values["must"], language).endswith(": notice-1.pdf")
    unit = said("item", ("owner", "unit"), "งาน บริหาร")
    assert (unit.rule, unit.values["found"]) == ("field.pattern", "งาน บริหาร")
    assert "^" not in in_words(unit.values["must"], "th")


def test_a_day_that_may_be_never_is_told_so() -> None:
    assert said("item", ("expires_on",), "2569-10-31").values["suggestion"] == "2026-10-31 / never"
    assert said("item", ("publish_on",), "2569-10-31").values["suggestion"] == "2026-10-31"


def test_what_is_wrong_inside_a_choice_is_told_there() -> None:
    changed = copy.deepcopy(OFFICE)
    changed["people"][0]["appointments"][0]["units"] = ["admin", "a b"]
    (found,), text = findings("office", changed)
    assert (found.rule, found.values["field"]) == ("field.pattern", "people.1.appointments.1.units.2")
    assert found.line == line_of(text, ("people", 0, "appointments", 0, "units", 1))
    choice = said("office", ("people", 0, "appointments", 0, "units"), 12)
    assert (choice.rule, choice.values["found"]) == ("field.choice", "12")
    assert "all" in str(choice.values["must"])
    contains = said("office", ("sign_off",), ["webmaster"])
    assert (contains.rule, contains.values["must"]) == ("field.choice", "approver")


def test_several_things_are_told_at_once() -> None:
    changed = copy.deepcopy(ITEM)
    changed |= {"publish_on": "2569-10-01", "more": 1, "other": 2}
    del changed["owner"]["provider"]
    found, text = findings("item", changed)
    assert sorted((each.line, each.rule) for each in found) == sorted(
        [
            (line_of(text, ("publish_on",)), "date.buddhist-era"),
            (line_of(text, ("more",)), "field.unknown"),
            (line_of(text, ("other",)), "field.unknown"),
            (line_of(text, ("owner",)), "field.required"),
        ]
    )


# The validator that says what is wrong


def refused(content: Any, value: Any) -> list[str]:
    return [each.message for each in schema_validator.validator(content, schema.FORMATS).iter_errors(value)]


@pytest.mark.parametrize(
    ("content", "good", "bad"),
    [
        ({"pattern": "^a$"}, ["a", 1], ["a\n", "b", "aa"]),
        ({"pattern": "a"}, ["bab"], ["b"]),
        ({"visibleLength": [2, 3]}, ["กก", "กกก", "ก\u0e48ก", 1], ["ก\u0e48", "กกกก", " ก "]),
        (
            {"uniqueItems": True},
            [[], [1, 2], [{"a": 1}, {"a": 2}], "aa"],
            [[1, 1], [{"a": 1, "b": 2}, {"b": 2, "a": 1}]],
        ),
        ({"uniqueItems": False}, [[1, 1]], []),
        ({"format": "iso-date"}, ["2026-10-01", 12], ["2569-10-01", "x"]),
        ({"format": "iso-date-or-never"}, ["2026-10-01", "never"], ["2569-10-01", "ever"]),
        ({"format": "iso-date-or-time"}, ["2026-10-01", "2026-10-01T08:30"], ["2026-10-01T25:30"]),
        ({"format": "iso-time"}, ["2026-10-01T08:30"], ["2026-10-01"]),
        ({"format": "plain-text"}, ["ก ข", " ก\n"], ["ก\nข", "ก\u202e"]),
        ({"format": "web-url"}, ["https://a.example/"], ["a.example"]),
    ],
)
def test_our_own_keywords_and_formats_mean_what_the_schemas_mean_by_them(
    content: Any, good: list[Any], bad: list[Any]
) -> None:
    assert [value for value in good if refused(content, value)] == []
    assert [value for value in bad if not refused(content, value)] == []


def test_what_only_the_quick_validator_refuses_is_never_passed_over() -> None:
    @dataclasses.dataclass
    class Odd:
        instance_path: list[str | int]
        instance: object
        message: str

    (found,) = schema_errors.unexplained("a.md", YamlDocument({}, {("a",): 7}), [Odd(["a", 0], {"b": None}, "is odd")])
    assert (found.path, found.line, found.rule) == ("a.md", 7, "field.pattern")
    assert (found.values["field"], found.values["found"]) == ("a.0", '{"b": null}')
    assert "is odd" in in_words(found.values["must"], "en")
    (whole,) = schema_errors.unexplained("a.md", YamlDocument({}), [Odd([], None, "is odd")])
    assert (whole.line, whole.values["field"]) == (1, "—")
