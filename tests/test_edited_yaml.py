"""Values put into a YAML file that people write: what was not asked for stays byte for byte."""

import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.cannot_work import CannotWork
from prakat.rules.edited_yaml import Edit, edited_yaml, edits_between
from prakat.rules.strict_yaml import read_yaml

CHECKOUT = Path(__file__).resolve().parents[1]
OFFICE = (CHECKOUT / "office.yml").read_text(encoding="utf-8")
LINES = (
    "# first\n- date: 2026-01-01\n  problem: |\n    one\n    two\n\n  # about the unit\n  unit: x  # here\n\n# last\n"
)


def changed(text: str, *edits: Edit) -> list[str]:
    made = edited_yaml(text, edits)
    found = difflib.ndiff(text.splitlines(keepends=True), made.splitlines(keepends=True))
    return [line.rstrip("\r\n") for line in found if line[0] in "+-"]


@pytest.mark.parametrize(
    ("text", "edits", "lines"),
    [
        (LINES, [((0, "unit"), "y-z")], ["-   unit: x  # here", "+   unit: y-z  # here"]),
        (LINES, [((0, "problem"), "new: #1")], ["-   problem: |", "-     one", "-     two", '+   problem: "new: #1"']),
        (LINES, [((0, "solved"), "2026-02-01")], ["+   solved: 2026-02-01"]),
        (LINES, [((0, "unit"), None)], ["-   unit: x  # here"]),
        (LINES, [((0, "date"), None)], ["- - date: 2026-01-01", "-   problem: |", "+ - problem: |"]),
        (LINES, [((1,), {"date": "2026-02-01", "people": ["a", "b"]})], ["+ - date: 2026-02-01", "+   people: [a, b]"]),
        (
            LINES,
            [((1,), {"unit": "no"}), ((0,), None)],
            [*(f"- {each}" for each in LINES.split("\n")[1:8]), '+ - unit: "no"'],
        ),
        ("# none\n[] # yet\n", [((0,), {"a": "1"})], ["- [] # yet", '+ - a: "1" # yet']),
        ("# none", [((0,), {"a": "b"})], ["- # none", "+ # none", "+ - a: b"]),
        (
            "- {a: b, c: d}\n",
            [((0, "e"), "f"), ((1,), {"a": "x"})],
            ["- - {a: b, c: d}", "+ - {a: b, c: d, e: f}", "+ - {a: x}"],
        ),
        ("- {a: b, c: d}\n", [((0, "c"), None)], ["- - {a: b, c: d}", "+ - {a: b}"]),
        ("- {a: b, c: d}\n", [((0, "a"), None)], ["- - {a: b, c: d}", "+ - {c: d}"]),
        ("x:\n  - a\n  - b\ny: z\n", [(("x", 0), None), (("x", 1), "c")], ["-   - a", "+   - c"]),
        ("x: []\ny: {}\n", [(("x", 0), "a"), (("y", "k"), True)], ["- x: []", "- y: {}", "+ x: [a]", "+ y: {k: true}"]),
        ("x:\n", [(("x",), "a")], ["- x:", "+ x: a"]),
        ("x:\n  - a\n", [(("x",), ["b"])], ["- x:", "-   - a", "+ x: [b]"]),
        ("a: b\r\nc: d\r\n", [(("e",), "f")], ["+ e: f"]),
    ],
)
def test_only_what_was_asked_for_differs(text: str, edits: list[Edit], lines: list[str]) -> None:
    assert sorted(changed(text, *edits)) == sorted(lines)


def test_line_ends_stay_as_they_are() -> None:
    assert edited_yaml("a: b\r\nc: d", [(("e",), "f")]) == "a: b\r\nc: d\r\ne: f\r\n"


def test_a_long_list_has_a_line_for_each() -> None:
    items = [f"content/law/act-{number}" for number in range(20)]
    made = edited_yaml("- a: b\n", [((1,), {"items": items})])
    assert made.endswith("".join(f"    - {each}\n" for each in items))


@pytest.mark.parametrize("text", ["a: [", "a: b\na: c\n", "a: &x b\n", "a: b\n---\nc: d\n", "\0", "- a\n- b: c\n"])
def test_what_cannot_be_edited_is_said(text: str) -> None:
    with pytest.raises(CannotWork, match="not-edited"):
        edited_yaml(text, [((0, "unit"), "x")])


VALUES = st.text(max_size=30) | st.booleans() | st.integers(0, 10**12)
WHOLE = VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


@settings(max_examples=200)
@given(WHOLE, st.sampled_from(["phone", "new", "name"]))
def test_whatever_is_put_there_is_read_there(value: Any, name: str) -> None:
    place = ("people", 3, name)
    try:
        made = edited_yaml(OFFICE, [(place, value)])
    except CannotWork:
        assert any(ord(each) < 32 or 0xD800 <= ord(each) < 0xE000 or ord(each) > 0xFFFD for each in str(value))
        return
    before, after = read_yaml(OFFICE).data, read_yaml(made).data
    assert after["people"][3].pop(name) == value
    before["people"][3].pop(name, None)
    assert before == after


def test_edits_make_the_one_entry_of_the_other() -> None:
    one, other = {"a": "1", "b": "2", "c": "3"}, {"a": "1", "c": "4", "d": "5"}
    edits = [*edits_between(one, other, (0,))]
    assert edits == [((0, "b"), None), ((0, "c"), "4"), ((0, "d"), "5")]
    assert read_yaml(edited_yaml('- {a: "1", b: "2", c: "3"}\n', edits)).data == [other]
