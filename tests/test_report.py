"""Findings and rows for people, for programs and for spreadsheets: whatever strangers wrote stands there harmless."""

import csv
import io
import json
import zipfile

import pytest

from prakat.item.category import categories
from prakat.rules import report, spreadsheet
from prakat.rules.archive import BROKEN
from prakat.rules.data import label
from prakat.rules.finding import Finding, LeavesOut, Severity, in_order, rules
from prakat.rules.violation import Violation, kinds, violation
from prakat.rules.wording import LANGUAGES, Label

ERROR = Finding("content/law/a/index.md", 3, "date.order", {"start": "2026-10-02", "found": "2026-10-01"})
WARNING = Finding("content", 1, "content.empty")


@pytest.mark.parametrize("language", ["th", "en"])
def test_findings_stand_one_a_line(language: str) -> None:
    lines = report.findings([ERROR, WARNING], "text", language).split("\n")
    assert [line.split(" ")[0] for line in lines] == ["content/law/a/index.md:3:", "content:1:"]
    assert "[date.order]" in lines[0]
    assert lines[0].endswith(ERROR.message(language))
    assert report.findings([], "text", language) == ""


def test_findings_are_rows_for_programs() -> None:
    rows = json.loads(report.findings([ERROR, WARNING], "json", "en"))
    assert [list(row) for row in rows] == [["path", "line", "rule", "severity", "message"]] * 2
    assert [(row["line"], row["severity"]) for row in rows] == [(3, "error"), (1, "warning")]
    assert report.findings([], "json", "en") == "[]"
    assert json.loads(report.as_json([{"a": "ก"}])) == [{"a": "ก"}]


def test_an_annotation_is_one_command_whatever_it_says() -> None:
    hostile = Finding("a,b:c%\n::error::x", 3, "content.stray", {})
    shown = report.findings([ERROR, hostile], "github", "en").split("\n")
    assert len(shown) == 2
    assert shown[0].startswith("::error file=content/law/a/index.md,line=3,title=date.order::")
    assert shown[1].startswith("::error file=a%2Cb%3Ac%25")
    assert "\r" not in report.findings([Finding("a\rb", 1, "content.stray")], "github", "en")


def test_a_summary_counts_what_is_wrong_and_what_only_warns() -> None:
    for language in ("th", "en"):
        numbers = [
            int(word)
            for word in report.summary([ERROR, ERROR, WARNING], 7, language).replace(":", " ").replace(",", " ").split()
            if word.isdecimal()
        ]
        assert numbers == [7, 2, 1]


def test_findings_are_sorted_by_place_and_each_is_told_once() -> None:
    other = Finding("content", 1, "content.missing")
    later = Finding("content", 2, "content.empty")
    assert in_order([later, WARNING, ERROR, WARNING, other]) == [WARNING, other, later, ERROR]


def test_a_finding_knows_its_rule() -> None:
    assert (ERROR.severity, ERROR.is_error, WARNING.is_error) == (Severity.ERROR, True, False)
    assert not ERROR.leaves_out()
    assert rules()["date.order"].leaves_out is LeavesOut.NEVER
    assert Finding("a", 1, "yaml.syntax", {"found": "x"}).leaves_out(is_approved=True)
    assert "[date.order]" in ERROR.text()
    both = Finding("a", 1, "field.pattern", {"field": "a", "found": "x", "must": Label("role", "reviewer")})
    for language in LANGUAGES:
        assert label("role", "reviewer", language) in both.message(language)


# Violations


def test_a_violation_blocks_a_merge_unless_the_glass_is_broken() -> None:
    assert [kind for kind, each in kinds().items() if not each.blocks_merge] == ["office.break-glass"]
    assert violation("merge.direct").blocks_merge
    assert not violation("office.break-glass").blocks_merge


def test_a_violation_holds_its_values_as_texts() -> None:
    found = violation("merge.octopus", found=3)
    assert found == Violation("merge.octopus", {"found": "3"})
    assert found.text().startswith("[merge.octopus] ")
    assert "3" in found.message("th")
    assert found.message("en") != found.message("th")


# Spreadsheets


def test_a_cell_is_never_a_formula() -> None:
    cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "1-1", "ก", "", " =1"]
    text = spreadsheet.as_csv(["=head", "b"], [[cell, "x"] for cell in cells])
    assert text.startswith("\ufeff=head,b\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row[0] for row in rows[1:]] == [f"'{cell}" for cell in cells[:6]] + cells[6:]
    assert text.count("\r\n") == len(cells) + 1


# Data


def test_the_ten_categories_stand_in_the_order_of_the_announcements() -> None:
    assert list(categories()) == [
        *("general-information", "law", "knowledge", "web-links", "official-information", "work-manuals"),
        *("citizen-manuals", "public-relations", "e-services", "statistics"),
    ]
    assert all(each.id == name and each.th and each.en for name, each in categories().items())


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x03\x04" + bytes(40), b"x" * 100])
def test_an_archive_that_is_none_ends_as_one_of_the_errors_that_are_named(raw: bytes) -> None:
    with pytest.raises(BROKEN):
        zipfile.ZipFile(io.BytesIO(raw)).namelist()


def test_an_archive_with_a_damaged_file_ends_as_one_of_them_too() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"text " * 100)
    for place in range(35, len(made.getvalue())):
        torn = bytearray(made.getvalue())
        torn[place] ^= 255
        try:
            with zipfile.ZipFile(io.BytesIO(bytes(torn))) as archive:
                archive.read("a")
        except BROKEN:
            continue
