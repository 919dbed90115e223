"""What people are told of a request: its form, what readers will see change, what stands in its way (R03, R06, R08)."""

import dataclasses
import datetime
from pathlib import Path

import pytest
from prakat.request.request_comment import MAX_BYTES, MAX_FINDINGS, MAX_ITEMS, comment
from prakat.request.request_report import Change, Report

from documents import ITEM, OFFICE, written
from office_builder import PDF
from office_of_values import office as office_text
from prakat.cannot_work import CannotWork
from prakat.item import item
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.office.office import Office, parse
from prakat.request import request_form
from prakat.request.request_check import check
from prakat.rules.data import load
from prakat.rules.violation import violation
from sign_off_office import document
from small_history import Step, made

DAY = datetime.date(2026, 7, 1)
TITLES = {key: entry["title"] for key, entry in load("item.schema.json")["properties"].items()}


def parsed(**changed: object) -> Item:
    fields = {key: value for key, value in {**ITEM, **changed}.items() if value is not None}
    found = item.parse(ItemPath("law", "", "act"), f"---\n{written(fields)}---\none two\nthree\n".encode())
    assert isinstance(found, Item), found
    return found


def office() -> Office:
    found = parse(written(OFFICE).encode())
    assert isinstance(found, Office)
    return found


# The form


def test_every_field_that_is_filled_stands_on_the_form_under_its_own_title() -> None:
    lines = request_form.lines(parsed(), office())
    shown = dict(lines)
    assert len(shown) == len(lines)
    order = [key for key in TITLES if TITLES[key] in shown]
    assert list(shown) == [TITLES[key] for key in order]
    for key in ("title", "summary", "external_link", "remarks"):
        assert shown[TITLES[key]] == ITEM[key]
    assert OFFICE["people"][0]["position"] in shown[TITLES["owner"]]
    assert OFFICE["people"][0]["name"] not in "".join(shown.values())
    assert "notice.pdf" in shown[TITLES["attachments"]]


def test_a_field_that_is_empty_does_not() -> None:
    bare = parsed(
        **dict.fromkeys(
            ("external_link", "remarks", "channels", "kind", "withdrawn", "verbal", "attachments", "review_by")
        )
    )
    shown = dict(request_form.lines(bare, office()))
    assert not {TITLES[key] for key in ("external_link", "remarks", "channels", "kind", "withdrawn", "verbal")} & set(
        shown
    )
    never = parsed(timing="on_change", expires_on="never", period={"start": "2026-10-01"})
    shown = dict(request_form.lines(never, office()))
    assert shown[TITLES["expires_on"]] == request_form.NEVER
    stranger = parsed(owner={"unit": "other", "provider": "nobody"})
    assert dict(request_form.lines(stranger, office()))[TITLES["owner"]] == "other (nobody)"


def test_what_differs_is_told_field_by_field() -> None:
    old, new = parsed(), parsed(title="หัวข้อที่เปลี่ยนไป", remarks=None)
    assert request_form.changes(old, old, office()) == []
    assert request_form.changes(old, new, office()) == [
        (TITLES["title"], ITEM["title"], "หัวข้อที่เปลี่ยนไป"),
        (TITLES["remarks"], ITEM["remarks"], ""),
    ]
    appeared = request_form.changes(None, new, office())
    assert {before for _, before, _ in appeared[:-1]} == {""}
    gone = request_form.changes(new, None, office())
    assert {after for _, _, after in gone[:-1]} == {""}
    assert len(appeared) == len(gone) == len(request_form.lines(new, office())) + 1


@pytest.mark.parametrize(
    ("old", "new", "numbers"),
    [("one two\n", "one 2\n", [2, 2, 1]), ("a\nb\n", "a\nc\nd\n", [2, 3, 2]), ("a\n", "", [1, 0, 1])],
)
def test_of_the_text_only_how_much_differs_is_told(old: str, new: str, numbers: list[int]) -> None:
    before, after = (dataclasses.replace(parsed(), body=body) for body in (old, new))
    ((_, first, second),) = request_form.changes(before, after, office())
    assert [int(word) for word in f"{first} {second}".split() if word.isdecimal()] == numbers
    assert old.strip() not in first + second or len(old.strip()) == 1


# The comment


HOSTILE = "<script>@dao #12 [x](javascript:1) **b**\n| a | b |</td></table>"
REPORT = Report(
    "a" * 40,
    (("content/law/a/index.md", "3", "date.order", "error", HOSTILE),),
    (Change(HOSTILE, ((HOSTILE, HOSTILE),), ((HOSTILE, HOSTILE, HOSTILE),), ((HOSTILE, "PDF", "1", "f" * 64),)),),
)


def test_nothing_that_a_stranger_wrote_becomes_markup() -> None:
    text = comment(REPORT, [violation("author.stranger", found=HOSTILE)], "a" * 40)
    for part in ("<script", "@dao", "](java", "**b**", "</td></table></td>"):
        assert part not in text
    assert text.count("<table>") == text.count("</table>")
    assert "a" * 12 in text
    assert "a" * 13 not in text


def test_what_stands_in_the_way_is_said_and_that_nothing_does() -> None:
    standing = comment(REPORT, [violation("request.empty"), violation("author.none")], "a" * 40)
    assert standing.count("<li>") == 2
    assert "<li>" not in comment(REPORT, [], "a" * 40)
    assert comment(None, [], "a" * 40) != comment(Report("a" * 40, (), ()), [], "a" * 40)
    assert "<table>" not in comment(None, [], "a" * 40)


def test_a_comment_is_as_long_as_a_forge_takes_and_cut_between_parts() -> None:
    finding = ("content/law/a/index.md", "3", "date.order", "error", "x")
    many = Report("a" * 40, (finding,) * (MAX_FINDINGS + 7), REPORT.items * (MAX_ITEMS + 3))
    text = comment(many, [], "a" * 40)
    assert (text.count("index"), text.count("<details>")) == (MAX_FINDINGS, MAX_ITEMS)
    assert [number for number in (3, 7) if f" {number}" in text] == [3, 7]
    long = Change("a", (("x", "y" * 400),) * 60, (), ())
    text = comment(Report("a" * 40, (), (long,) * 12), [], "a" * 40)
    assert len(text) <= MAX_BYTES + 200
    assert text.count("<details>") == text.count("</details>") > 0


# The check of a branch


def test_the_whole_tree_of_a_request_is_checked_and_what_it_touches_is_told(tmp_path: Path) -> None:
    listed = [{"file": "a.pdf", "title": "เอกสาร"}]
    act = document("พระราชบัญญัติ", attachments=listed)
    root = {"office.yml": office_text(), "content/law/act/index.md": act, "content/law/act/a.pdf": PDF}
    steps = [
        Step("root", files=root),
        Step("later", ["root"], {"content/law/z/index.md": document("ในสายหลักภายหลัง")}),
        Step("asked", ["root"], {"content/law/act/index.md": document("พระราชบัญญัติใหม่", attachments=listed)}),
        Step("wrong", ["asked"], {"content/law/b/index.md": b"none"}),
    ]
    repository, ids = made(tmp_path / "office.git", *steps, main="later")
    report, errors = check(repository, ids["later"], ids["asked"], DAY)
    assert (report.head, report.findings, errors) == (ids["asked"], (), 0)
    (change,) = report.items
    assert change.path == "content/law/act"
    assert [row[:1] for row in change.files] == [("a.pdf",)]
    assert change.changes == ((TITLES["title"], "พระราชบัญญัติ", "พระราชบัญญัติใหม่"),)
    report, errors = check(repository, ids["later"], ids["wrong"], DAY)
    assert errors == 1
    assert [each[2] for each in report.findings] == ["front-matter.missing"]
    assert [each.path for each in report.items] == ["content/law/act", "content/law/b"]


def test_a_request_without_a_common_commit_or_an_office_cannot_be_checked(tmp_path: Path) -> None:
    steps = [Step("root", files={"x": b"1"}), Step("one", ["root"], {"y": b"1"}), Step("alien", [], {"x": b"1"})]
    repository, ids = made(tmp_path / "office.git", *steps, main="root")
    for head in ("one", "alien"):
        with pytest.raises(CannotWork):
            check(repository, ids["root"], ids[head], DAY)
