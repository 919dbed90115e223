"""Damaged text is found where it is, with what was meant; honest text is not (R16, R35)."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.rules.damaged_text import FLAWS, damaged_text, flaws, mended
from prakat.rules.finding import Finding
from prakat.thai.misplaced_mark import misplaced_marks
from prakat.thai.old_glyph import MEANT

CHECKOUT = Path(__file__).resolve().parents[1]


def read_as(text: str, encoding: str) -> str:
    """UTF-8 opened in another encoding."""
    return text.encode().decode(encoding)


CERTAIN = [
    ("ท\uf70bาย ป\uf712น", "ท้าย ป็น", "text.old-font"),
    ("\uf700าน \uf70fาติ", "ฐาน ญาติ", "text.old-font"),
    ("\uf89eาน ป\uf88bา", "ฐาน ป่า", "text.old-font"),
    (read_as("ธรา", "cp1252"), "ธรา", "text.mojibake"),
    (read_as("หาสาระ", "cp874"), "หาสาระ", "text.mojibake"),
    (read_as("“ธรา”", "mac_roman"), "“ธรา”", "text.mojibake"),
    ("สำนักงาน".encode("cp874").decode("latin-1"), "สำนักงาน", "text.mojibake"),
    ("น้้ำ ที่่ ปีี", "น้ำ ที่ ปี", "text.marks"),
    ("เเผนก เเละ", "แผนก และ", "text.marks"),
    ("ท่ี น้ี พันธ์ุ", "ที่ นี้ พันธุ์", "text.marks"),
    ("นํา นํ้า น้ํา นำ้", "นำ น้ำ น้ำ น้ำ", "text.marks"),
    ("ที ่ดิน ผู ้ใด", "ที่ดิน ผู้ใด", "text.marks"),
    ("ส านักงาน ก าหนด จัดท า", "สำนักงาน กำหนด จัดทำ", "text.sara-am"),
    ("ส ำนักงาน ก\u00a0าหนด", "สำนักงาน กำหนด", "text.sara-am"),
    ("สานักงานตาบลกาหนดจานวน", "สำนักงานตำบลกำหนดจำนวน", "text.sara-am"),
    ("ก\u00a0ข\u2003ค\u2060ง\u00adจ\u200dฉ\u200eช\U000e0041", "ก ข คงจฉช", "text.hidden"),
    ("โทร 0\u200b2345\u2060-6789", "โทร 02345-6789", "text.hidden-in-number"),
    ("a\u200b@b.go.th https://b.go\u200b.th", "a@b.go.th https://b.go.th", "text.hidden-in-number"),
    ("1O.OO 256O O2-345-6789 ๒๕๖O 1l.30", "10.00 2560 02-345-6789 ๒๕๖๐ 11.30", "number.letter"),
    ("๒5๖๙ 25๖9 1,๐00", "๒๕๖๙ 2569 1,000", "number.mixed-digits"),
]


@pytest.mark.parametrize(("text", "meant", "rule"), CERTAIN)
def test_what_is_certain_is_mended(text: str, meant: str, rule: str) -> None:
    assert {each.rule for each in flaws(text)} == {rule}
    assert mended(text) == meant
    assert not flaws(meant)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ประ\ufffdาศ", "text.lost"),
        ("\uf0b7 ข้อหนึ่ง", "text.lost"),
        ("น้่า", "text.marks"),
        ("มาาตรา จะะ", "text.marks"),
        ("แแผน ไโ", "text.marks"),
        ("จะ้", "text.marks"),
        ("ใช้น ้าดื่ม", "text.sara-am"),
        ("ิหนึ่ง 5่", "text.lone-mark"),
        ("ไม้เอก ( ่ )", "text.lone-mark"),
        (read_as("ธรา", "cp1252") + "à¸", "text.mojibake"),
    ],
)
def test_what_only_its_writer_knows_is_found_and_left(text: str, rule: str) -> None:
    found = flaws(text)
    assert {each.rule for each in found} == {rule}
    assert mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "เธอคะเนเธอ เธียร อเนกประสงค์ เนตร เณร เธนศ",
        "ราคาสั่งซื้อ เวลาดับไฟ วาจาเป็นนาย สาธารณะ ตาบอด อาบน้ำ จากัน เสาหลัก ชาวนาเสนอ",
        "Café Müller, Señor, à la carte, ÀÁÂÃÄÅ, œuvre, naïve",
        "พุทฺธํ สรณํ คจฺฉามิ ก็ เห็น น้ำ ๆ ฯลฯ ฤๅษี ฦๅ",
        "COVID-19 H1N1 CO2 H2O O12 A1O 10l ES-12O4 B.E. 2569 0x1F 5G 4K 1st https://a.go.th/1O?x=1O2",
        "ข้อ ๑.2 (๓) 5.๑ ข้อ ๓ 2569 พ.ศ. ๒๕๖๙ 1,000.50 ๑,๐๐๐.๕๐",
        "ไม้เอก ◌่ ◌ิ และ ◌ำ",
        "ยื่น\u200bใบ\u200bสมัคร 👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3",
        "ระยะ 5 - 10 กม. โทร 0 2345 6789 ต่อ 12",
    ],
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert not flaws(text)


def test_the_sample_and_what_tests_accept_are_free_of_false_alarms() -> None:
    places = [*(CHECKOUT / "content").rglob("*.md"), *(CHECKOUT / "registers").glob("*.yml"), CHECKOUT / "office.yml"]
    places += (CHECKOUT / "schemas" / "new-office").glob("*.md")
    assert len(places) > 60
    assert not {str(place): found for place in places if (found := flaws(place.read_text(encoding="utf-8")))}


@pytest.mark.skipif(not Path("/work/shared/announcements").is_dir(), reason="the announcements are not here")
def test_real_announcements_are_damaged_only_where_they_are() -> None:
    """One of them has a letter of another script in a Thai name."""
    for place in Path("/work/shared/announcements").glob("*.txt"):
        text = place.read_text(encoding="utf-8")
        for each in flaws(text):
            assert each.rule == "text.lone-mark"
            assert re.search("[\u0900-\u097f]", text[each.start - 2 : each.end])


def finding(text: str) -> Finding:
    (found,) = damaged_text("content/law/act/index.md", text, flaws(text), 5)
    return found


def test_an_invisible_character_is_named_and_placed() -> None:
    found = finding("ข้อหนึ่ง\nยื่นใบสมัคร\u00a0ได้")
    assert found.line == 6
    assert "ตัวที่ 12 หลัง ยื่นใบสมัคร, U+00A0 no-break space" in found.message()
    assert "character 12, after ยื่นใบสมัคร, U+00A0 no-break space" in found.message("en")


def test_many_flaws_of_a_line_are_one_finding() -> None:
    assert "และอีก 97 แห่งในบรรทัดนี้" in finding("ก\u00a0" * 100).message()


@pytest.mark.parametrize(("text", "meant", "rule"), CERTAIN)
def test_the_mend_of_a_finding_works_when_typed(text: str, meant: str, rule: str) -> None:
    """Whoever types what it says instead of what it found has mended it, one finding after the other."""
    if rule == "text.hidden":
        return  # says what to do in words
    for _ in range(len(text)):
        found = list(damaged_text("content/law/act/index.md", text, flaws(text)))
        if not found:
            break
        for damaged, right in zip(found[0].values["found"].values, found[0].values["meant"].values, strict=True):  # type: ignore[attr-defined]
            shown = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), damaged)
            assert shown in text
            text = text.replace(shown, right)
    assert text == meant


def test_old_glyphs_are_the_ones_that_fonts_have() -> None:
    assert len(MEANT) == 27 + 27
    assert all("\u0e01" <= each <= "\u0e4d" for each in MEANT.values())


HOSTILE = "เแ่ีำําก านบ\u00a0\u200b\uf70aà¸£ÃÑธสานักง1O๑,@.-"


@given(st.text(HOSTILE, max_size=60) | st.text(max_size=60))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_mended_twice_is_mended_once(text: str) -> None:
    once = mended(text)
    assert mended(once) == once
    assert once.count("\n") == text.count("\n")


@given(st.text("กขคงจชดตทนบปพมยรลวสหอ 0123456789abcxyz.,()/\n"))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_text_without_marks_is_never_changed(text: str) -> None:
    assert mended(text) == text


@given(st.text(HOSTILE + "\n", max_size=80))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_flaws_are_in_order_and_within_the_text(text: str) -> None:
    end = 0
    for each in flaws(text):
        assert end <= each.start < each.end <= len(text)
        assert each.rule in FLAWS
        assert text[each.start : each.end] != each.meant
        end = each.end


@pytest.mark.parametrize("piece", ["ำ้", "1\u200b", "่ั", "à¸", "เธ", "เเ", "สานัก", "ก า", "1O", "1,", "๑5", "a@", "โ"])
def test_work_grows_with_the_text(piece: str) -> None:
    def work(size: int) -> float:
        text = (piece * size)[:size]
        times = []
        for _ in range(3):
            begun = os.times()
            list(damaged_text("x", text, flaws(text)))
            ended = os.times()
            times.append(ended.user + ended.system - begun.user - begun.system)
        return min(times)

    assert work(32_000) < 8 * work(8_000) + 0.1


@given(st.text(HOSTILE + " ่า", max_size=30))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_the_quick_look_passes_over_nothing(text: str) -> None:
    """A suspect beside the text makes it be looked at whole; it finds no more in the text itself."""
    suspect = "\n\u0e4d\u0e4d"
    assert [each for each in misplaced_marks(text + suspect) if each.end <= len(text)] == list(misplaced_marks(text))
