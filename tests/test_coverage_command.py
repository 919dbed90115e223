"""prakat coverage as people and programs use it: text, json, csv, a workbook, two years, and what is required."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import coverage
import new_office
import terminal
from prakat.completeness.coverage_table import COMPARED_COLUMNS, COVERAGE_COLUMNS

SAMPLE = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def sample_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAKAT_DATE", "2026-11-20")
    monkeypatch.setenv("PRAKAT_LANG", "th")


def run(*words: str, repo: Path = SAMPLE) -> int:
    return terminal.run(lambda: coverage.main(["--repo", str(repo), *words]))


def rows(capsys: pytest.CaptureFixture[str], *words: str, repo: Path = SAMPLE) -> list[dict[str, Any]]:
    assert run("--format", "json", *words, repo=repo) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_json_has_a_row_for_each_obligation(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "--list", "moit", "--year", "2569")
    assert [each["id"] for each in found][:3] == ["moit-1", "moit-2", "moit-3"]
    assert all(tuple(each) == COVERAGE_COLUMNS for each in found)
    assert {each["state"] for each in found} <= {"met", "stale", "expiring"}
    assert {each["day"] for each in found} == {"2026-09-30"}
    for each in found:
        assert all(isinstance(url, str) and url.startswith("https://tharnthong.example/") for url in each["urls"])
        assert all(isinstance(value, str | int | list) or value is None for value in each.values())


def test_csv_and_workbook_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "--list", "oia-9")
    assert run("--list", "oia-9", "--format", "csv") == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert run("--list", "oia-9", "--format", "xlsx", "--out", str(tmp_path / "c.xlsx")) == 0
    assert capsys.readouterr().out == ""
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]
    head, *cells = sheet.iter_rows(values_only=True)
    assert head == COVERAGE_COLUMNS
    assert [each["state"] for each in found] == [each["state"] for each in table] == [row[5] for row in cells]
    assert [" ".join(each["urls"]) for each in found] == [each["urls"] for each in table]


def test_text_counts_each_list_and_names_what_is_lacking(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list", "oia-7", "--list", "moit") == 0
    told = capsys.readouterr().out
    assert "มาตรา 7: มี 5 จาก 5 ข้อ ณ วันที่ 20 พฤศจิกายน 2569" in told
    assert "ยังไม่มีรายการของปีนี้ จึงใช้รายการปี 2569 ไปพลางก่อน" in told
    assert " ✗ MOIT 17 " in told


def test_what_is_required_and_missing_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--require", "oia-7", "--require", "oia-9") == 0
    assert run("--require", "moit") == 0, "a list that is only carried over fails nobody"
    assert run("--require", "moit", "--date", "2025-10-01") == 1
    assert run("--require", "announcement", "--date", "2027-10-01") == 1, "no announcement of the new year"
    capsys.readouterr()


def test_two_years_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "--compare", "2568", "2569", "--list", "moit")
    assert all(tuple(each) == COMPARED_COLUMNS for each in found)
    by_id = {each["id"]: each for each in found}
    assert (by_id["moit-20"]["change"], by_id["moit-20"]["before"]) == ("added", None)
    assert (by_id["moit-20-training"]["change"], by_id["moit-20-training"]["state"]) == ("removed", None)
    assert by_id["moit-5"]["change"] == "same"
    assert run("--compare", "2568", "2569") == 0
    assert "เพิ่มใหม่" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--year", "2026"],
        ["--compare", "2569", "9999"],
        ["--format", "xlsx"],
        ["--require", "moit", "--year", "2500"],
        ["--list", "nothing"],
        ["--out", "/nowhere/at/all.csv", "--format", "csv"],
    ],
)
def test_what_cannot_be_is_told_in_a_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = run(*words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == terminal.USAGE
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert told.strip()
    assert "completeness." not in told


def test_a_new_office_is_told_of_all_that_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_office.begun(tmp_path, agency_type="local_government") == 0
    capsys.readouterr()
    found = rows(capsys, repo=tmp_path / "office.git")
    assert {each["list"] for each in found} == {"announcement", "oia-7", "oia-9", "gws-2", "gws-3", "oit"}
    told = {each["id"]: each["state"] for each in found if each["list"] == "oia-7"}
    assert told.pop("oia-7-3") == "met", "its first page says how to reach it"
    assert set(told.values()) == {"missing"}
    assert {each["status"] for each in found if each["list"] == "oit"} == {"carried_over"}
