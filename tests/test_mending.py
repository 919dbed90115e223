"""`prakat check --fix` mends what is certain, and no byte besides (R16)."""

import datetime
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import check
import office_builder
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.mended_files import mendings, write_mended
from prakat.content.mending import Mending, mending

Run = Callable[..., tuple[int, str, str]]
PLACE = "content/law/act/index.md"
SOUND = """---
# ผู้เขียน: งานกฎหมาย
title: ประกาศเรื่องที่หนึ่ง   # ชื่อตามคำสั่ง
summary: "รายละเอียดของประกาศเรื่องที่หนึ่ง"
owner: {unit: admin, provider: clerk}
period:   {start: 2026-10-01, end: 2026-10-31}
source: {name: งานบริหารทั่วไป}
timing: fixed_period
publish_on: 2026-10-01
expires_on: 2026-12-31
law: {year: 2569, status: in_force}
---

## ข้อ ๑

ยื่นที่สำนักงาน
"""
DAMAGED = (
    SOUND.replace("ประกาศเรื่องที่หนึ่ง   # ชื่อตามคำสั่ง", "ประกาศเรื่องท่ีหนึ่ง #2")
    .replace("รายละเอียดของ", "รายละเอียด\u00a0ของ")
    .replace("publish_on: 2026-10-01", "publish_on: '1 ตุลาคม ๒๕๖๙'")
    .replace("end: 2026-10-31", "end: 2569-10-31")
    .replace("ยื่นที่สำนักงาน", "ยื่นที่ส านักงาน โทร 0\u200b2345 เวลา 1O.OO น.")
)
MENDED = (
    SOUND.replace("ประกาศเรื่องที่หนึ่ง   # ชื่อตามคำสั่ง", "'ประกาศเรื่องที่หนึ่ง #2'")
    .replace("รายละเอียดของ", "รายละเอียด ของ")
    .replace("publish_on: 2026-10-01", "publish_on: '2026-10-01'")
    .replace("ยื่นที่สำนักงาน", "ยื่นที่สำนักงาน โทร 02345 เวลา 1O.OO น.")
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    place = office_builder.office(tmp_path)
    (place / PLACE).parent.mkdir(parents=True)
    (place / PLACE).write_bytes(DAMAGED.encode())
    return place


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def called(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setenv("PRAKAT_DATE", "2026-11-20")
        code = check.main(list(map(str, arguments)))
        return (code, *capsys.readouterr())

    return called


def rules_of(repo: Path) -> list[str]:
    return [each.rule for each in register.read(repo, datetime.date(2026, 11, 20)).findings]


def test_what_is_certain_is_mended_and_the_rest_is_told(run: Run, office: Path) -> None:
    code, out, err = run("--repo", office, "--fix")
    assert (office / PLACE).read_text(encoding="utf-8") == MENDED
    assert rules_of(office) == ["number.letter"]
    assert code == 1
    assert out.count("[number.letter]") == 2
    assert "แก้แล้ว 5 บรรทัด ใน 1 ไฟล์" in err


def test_without_fix_nothing_is_written_and_the_way_is_told(run: Run, office: Path) -> None:
    code, _, err = run("--repo", office)
    assert code == 1
    assert (office / PLACE).read_bytes() == DAMAGED.encode()
    assert err.endswith("แก้ได้เอง 5 บรรทัด ดูก่อน: prakat check --diff แล้วแก้: prakat check --fix\n")


@pytest.mark.parametrize("options", [("--diff",), ("--fix", "--diff")])
def test_diff_shows_what_fix_would_write_as_git_reads_it(run: Run, office: Path, options: tuple[str, ...]) -> None:
    code, out, _ = run("--repo", office, *options)
    assert code == 1
    assert (office / PLACE).read_bytes() == DAMAGED.encode()
    subprocess.run(["git", "apply", "-"], input=out.encode(), cwd=office, check=True)
    assert (office / PLACE).read_bytes() == MENDED.encode()


def test_fix_twice_is_fix_once(run: Run, office: Path) -> None:
    run("--repo", office, "--fix")
    told = (office / PLACE).stat().st_mtime_ns
    _, _, err = run("--repo", office, "--fix")
    assert (office / PLACE).stat().st_mtime_ns == told
    assert "แก้" not in err


def test_json_after_fix_is_what_is_left(run: Run, office: Path) -> None:
    _, out, _ = run("--repo", office, "--fix", "--format", "json")
    assert [each["rule"] for each in json.loads(out)] == ["number.letter"]


def test_only_the_named_paths_are_mended(run: Run, office: Path) -> None:
    other = office / "content/law/other/index.md"
    other.parent.mkdir()
    other.write_bytes(DAMAGED.encode())
    run("--repo", office, "--fix", other.parent)
    assert other.read_bytes() == MENDED.encode()
    assert (office / PLACE).read_bytes() == DAMAGED.encode()


def test_office_and_registers_are_mended_too(run: Run, office: Path) -> None:
    written = (office / "office.yml").read_text(encoding="utf-8")
    (office / "office.yml").write_text(written.replace("name: ", "name: เเผนก ", 1), encoding="utf-8")
    (office / "registers").mkdir(exist_ok=True)
    problem = office / "registers" / "problems.yml"
    problem.write_text("- date: 2569-11-02  # จดไว้\n  unit: admin\n  problem: ห้อง #4 เสีย\n", encoding="utf-8")
    run("--repo", office, "--fix")
    assert (office / "office.yml").read_text(encoding="utf-8") == written.replace("name: ", "name: แผนก ", 1)
    assert problem.read_text(encoding="utf-8") == (
        "- date: 2026-11-02  # จดไว้\n  unit: admin\n  problem: 'ห้อง #4 เสีย'\n"
    )


@pytest.mark.parametrize(("begun", "end"), [("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n"), ("", "\r")])
def test_line_ends_and_byte_order_mark_stay(begun: str, end: str) -> None:
    raw = (begun + DAMAGED.replace("\n", end)).encode()
    assert mending(PLACE, raw).after == (begun + MENDED.replace("\n", end)).encode()


def test_marks_of_direction_are_taken_out() -> None:
    raw = SOUND.replace("ยื่น", "ยื่\u202eน\ufeff").encode()
    assert mending(PLACE, raw).after == SOUND.encode()


@pytest.mark.parametrize(
    "raw",
    [
        SOUND.encode(),
        b"",
        b"\xff\xfe\x00",
        "ส านักงาน".encode(),
        "---\ntitle: [ส านักงาน\n---\nส านักงาน\n".encode(),
        DAMAGED.encode("cp874", "replace"),
        SOUND.replace("ยื่น", "<<<<<<< ก\nยื่น").encode(),
        SOUND.replace("publish_on: 2026-10-01", "publish_on: 1 ต.ค. 69").encode(),
        SOUND.replace("publish_on: 2026-10-01", "publish_on: 2026-10").encode(),
        SOUND.replace("publish_on: 2026-10-01", "publish_on: 31 ก.พ. 2569").encode(),
        SOUND.replace("publish_on: 2026-10-01", "publish_on: 2026-10-01 08.30").encode(),
    ],
)
def test_what_is_sound_unreadable_or_doubtful_stays_as_it_is(raw: bytes) -> None:
    assert mending(PLACE, raw).after == raw


def test_time_is_kept_where_one_may_stand() -> None:
    raw = SOUND.replace("{name: งานบริหารทั่วไป}", "{name: งานบริหารทั่วไป, date: 2569-09-20 08.30}").encode()
    assert b"date: 2026-09-20T08:30}" in mending(PLACE, raw).after


def test_an_exception_of_the_item_is_respected() -> None:
    excepted = "expires_on: 2026-12-31\nignore: [{rule: text.hidden, why: ต้องไม่ตัดบรรทัดที่นี่}]"
    raw = SOUND.replace("expires_on: 2026-12-31", excepted).replace("ยื่นที่", "ยื่น\u00a0ท่ี").encode()
    assert mending(PLACE, raw).after == raw.replace("ท่ี".encode(), "ที่".encode())


def test_a_space_that_would_change_the_yaml_is_left() -> None:
    raw = SOUND.replace("title: ประกาศเรื่องที่หนึ่ง", "title: ประกาศ:\u00a0เรื่องที่หนึ่ง").encode()
    assert mending(PLACE, raw).after == raw


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(office: Path) -> None:
    (found,) = mendings(office, lambda path: True)
    (office / PLACE).write_bytes(b"new")
    with pytest.raises(CannotWork):
        write_mended(office, found)
    assert (office / PLACE).read_bytes() == b"new"
    assert os.listdir((office / PLACE).parent) == ["index.md"]


def test_no_symbolic_link_is_followed(office: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "index.md"
    elsewhere.write_bytes(DAMAGED.encode())
    (office / PLACE).unlink()
    (office / PLACE).symlink_to(elsewhere)
    assert not list(mendings(office, lambda path: True))
    with pytest.raises(CannotWork):
        write_mended(office, Mending(PLACE, DAMAGED.encode(), b""))
    assert elsewhere.read_bytes() == DAMAGED.encode()


def test_rights_of_the_file_stay(office: Path) -> None:
    (office / PLACE).chmod(0o640)
    (found,) = mendings(office, lambda path: True)
    write_mended(office, found)
    assert (office / PLACE).stat().st_mode & 0o777 == 0o640


PIECES = [
    "เเ",
    "ท่ี",
    " #2",
    "  # จด",
    "\xa0",
    "'",
    '"',
    ": ",
    "ส านัก",
    "๑",
    "2569-10-01",
    "ก",
    "{",
    "]",
    "\\u00a0",
    "\r",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from([*PIECES, "\n"]), max_size=12))
@settings(max_examples=250, deadline=None, derandomize=True)
def test_any_item_is_mended_once_and_for_all(title: list[str], text: list[str]) -> None:
    raw = SOUND.replace("ประกาศเรื่องที่หนึ่ง   # ชื่อตามคำสั่ง", "ประกาศ" + "".join(title)).encode() + "".join(text).encode()
    once = mending(PLACE, raw).after
    assert mending(PLACE, once).after == once
