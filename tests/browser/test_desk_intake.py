"""PDFs that a browser printed: letters, tables and clauses arrive, page numbers do not; a scan is said."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfWriter
from served import CHECKOUT

import notices
from prakat_desk.intake.intake import Intake, take_in

ARRIVES = """
| ประกวดราคา.pdf | ประกวดราคาซื้อเครื่องวัดความดันโลหิต ด้วยวิธีอิเล็กทรอนิกส์ | – | 2026-11-09 \
| นายสมมุติ ตัวอย่างดี | สาธารณสุขอำเภอสมมุติ | 2026-12-02 bids | ๑. ๒. | 12 | pdf |
| ราคากลาง.pdf | ตารางแสดงวงเงินงบประมาณที่ได้รับจัดสรรและราคากลาง | – | – | – | – | – | ๑. ๒. ๓. | 6 | pdf |
| กิจกรรม.pdf | โครงการณรงค์ป้องกันไข้เลือดออก ประจำปี ๒๕๖๙ | – | – | – | – | 2026-12-01 2026-12-05 | {} | – | pdf |
"""
FOOTER = '<div style="font-size:9px;width:100%;text-align:center">- <span class="pageNumber"></span> -</div>'


@pytest.fixture(scope="module")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    place = tmp_path_factory.mktemp("printed")
    page = browser.new_page()
    found = {}
    for name, content in notices.PRINTED.items():
        written = place / f"{name}.html"
        written.write_text(notices.printable(content, CHECKOUT / "theme" / "assets" / "fonts"), encoding="utf-8")
        page.goto(written.as_uri())
        margin = {"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"}
        found[name] = page.pdf(
            display_header_footer=True, header_template="<i></i>", footer_template=FOOTER, margin=margin
        )  # type: ignore[arg-type]
    page.close()
    return found


@pytest.fixture(scope="module")
def taken(printed: dict[str, bytes]) -> dict[str, Intake]:
    return {name: take_in(name, raw) for name, raw in printed.items()}


def test_what_arrives_of_printed_papers(taken: dict[str, Intake]) -> None:
    assert [notices.arrived(*each) for each in taken.items()] == ARRIVES.strip().format(
        " ".join(f"({number})" for number in range(1, 18))
    ).split("\n")


def test_letters_and_cells_are_those_of_the_page(taken: dict[str, Intake]) -> None:
    text = taken["ประกวดราคา.pdf"].body
    assert "สำนักงานสาธารณสุขอำเภอสมมุติ มีความประสงค์จะประกวดราคาซื้อเครื่องวัดความดันโลหิต" in text
    assert "| ลำดับ | รายการ | จำนวน | ราคากลาง (บาท) |" in text
    assert "| ๒ | ที่นั่งสำหรับผู้รอตรวจ | ๔ | ๔๘,๐๐๐.๐๐ |" in text
    assert "๑. มีความสามารถตามกฎหมาย" in text
    assert "๓. วันที่กำหนดราคากลาง\t๖ พฤศจิกายน ๒๕๖๙" in taken["ราคากลาง.pdf"].body


def test_lines_become_paragraphs_and_page_numbers_go(taken: dict[str, Intake]) -> None:
    paragraphs = taken["กิจกรรม.pdf"].body.strip().split("\n\n")
    words = "".join(notices.LONG.split())
    for number in range(1, 18):
        assert f"({number}){words * 4}" in "".join("".join(paragraphs).split())
    assert not [each for each in paragraphs if each.strip("- \\").isdecimal()]
    assert len(paragraphs) < 30


def test_a_scan_a_locked_and_a_cut_off_file_are_said(printed: dict[str, bytes], tmp_path: Path) -> None:
    scan, locked = io.BytesIO(), io.BytesIO()
    blank = PdfWriter()
    blank.add_blank_page(300, 400)
    blank.write(scan)
    closed = PdfWriter(io.BytesIO(printed["ราคากลาง.pdf"]))
    closed.encrypt("secret", algorithm="RC4-128")
    closed.write(locked)
    found = {name: take_in("a.pdf", each) for name, each in (("scan", scan.getvalue()), ("locked", locked.getvalue()))}
    assert {name: [each.id for each in one.doubts] for name, one in found.items()} == {
        "scan": ["desk_intake.scan"],
        "locked": ["desk_intake.locked"],
    }
    assert found["scan"].attachment == "a.pdf" and found["scan"].body == ""
    assert take_in("a.pdf", printed["ราคากลาง.pdf"][:9000]).doubts
