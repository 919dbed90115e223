"""The body as it will look: what is typed and pasted there is what prakat.item reads of the text that is kept."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_site import Writer, served_desk
from playwright.sync_api import Browser
from served import CHECKOUT, needs

from once import shared_root
from prakat.item.body import plain_text, render_markdown
from prakat_desk.desk import Desk

CLIPBOARD = Path(__file__).parent / "clipboard"
BUNDLE = CHECKOUT / "src" / "prakat_desk" / "static" / "editor.js"
_PASTE = """([html, text]) => {
  const given = new DataTransfer();
  if (html) given.setData("text/html", html);
  given.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true });
  document.getElementById("body").dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("editor")) as served:
        yield served


@pytest.fixture(scope="module")
def signed_in(browser: Browser, desk: Desk) -> Iterator[Writer]:
    opened = Writer(browser, desk)
    yield opened
    opened.context.close()


@pytest.fixture
def writer(signed_in: Writer) -> Iterator[Writer]:
    """At the body of a new draft."""
    signed_in.begin("news")
    signed_in.page.locator("#body.text").click()
    yield signed_in
    assert not signed_in.complaints


def lines(body: str) -> list[str]:
    """What a reader sees of the text, cell by cell."""
    return [each.strip() for each in plain_text(render_markdown(body).html).split("\n") if each.strip()]


def cells(body: str) -> list[str]:
    return re.findall("<t[hd][^>]*>([^<]*)</t[hd]>", render_markdown(body).html)


def paste(writer: Writer, html: str, text: str = "") -> None:
    writer.page.evaluate(_PASTE, [html, text])


def test_what_is_typed_with_buttons_reads_the_same(writer: Writer) -> None:
    page, keys = writer.page, writer.page.keyboard
    page.locator(".toolbar select").select_option("2")
    keys.type("กำหนดการ")
    keys.press("Enter")
    keys.type("โปรดนำ")
    page.locator("[data-tool=strong]").click()
    keys.type("บัตรประชาชน")
    page.locator("[data-tool=strong]").click()
    keys.type("มาด้วย *ทุกคน*")
    keys.press("Enter")
    keys.type("๑. ลงทะเบียน")
    keys.press("Enter")
    keys.type("รับบัตรคิว")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("จบ")
    writer.kept()
    html = render_markdown(writer.body).html
    assert lines(writer.body) == ["กำหนดการ", "โปรดนำบัตรประชาชนมาด้วย *ทุกคน*", "๑. ลงทะเบียน", "๒. รับบัตรคิว", "จบ"]
    assert "<strong>บัตรประชาชน</strong>" in html
    assert re.search("<h2[^>]*>กำหนดการ</h2>", html)
    assert "<em>" not in html


def test_a_table_is_filled_cell_by_cell_and_grows(writer: Writer) -> None:
    page, keys = writer.page, writer.page.keyboard
    page.locator("[data-tool=table]").click()
    for cell in ("รายการ", "บาท", "ค่าเช่า", "1,200.00", "ค่าน้ำ", "007"):
        keys.type(cell)
        keys.press("Tab")
    page.locator("#body td").last.click()
    page.locator("[data-tool=row]").click()
    page.locator("#body tr").last.locator("td").first.click()
    keys.type("รวม")
    page.locator("[data-tool=column]").click()
    page.locator("#body tr").last.locator("td").nth(1).click()
    page.locator("[data-tool=column-gone]").click()
    writer.kept()
    assert cells(writer.body) == ["รายการ", "บาท", "ค่าเช่า", "1,200.00", "ค่าน้ำ", "007", "รวม", ""]


@pytest.mark.parametrize(
    ("program", "seen"),
    [
        (
            "word",
            [
                *("ประกาศกำหนดวันฉีดพ่นหมอกควัน", "ตามหนังสือ ที่ นภ ๐๓๓๒/๔๑๒ ลงวันที่ ๑๕ ตุลาคม ๒๕๖๙ แจ้งว่า ให้ดำเนินการดังนี้"),
                *("๑. หมู่ที่ ๑ ถึงหมู่ที่ ๓", "๒. หมู่ที่ ๔ ถึงหมู่ที่ ๙"),
                *("หมู่บ้าน", "จำนวนหลังคาเรือน", "บ้านธารใส", "1,250.50"),
            ],
        ),
        ("excel", ["รหัส", "รายการ", "บาท", "007", "ทรายกำจัดลูกน้ำ", "45,000.00", "012", "น้ำมันเชื้อเพลิง", "1,200.50"]),
        (
            "line",
            [
                *("แจ้งหยุดให้บริการคลินิกทันตกรรม", "วันที่ 4-5 ธ.ค. 2569", "1) ผู้ที่นัดไว้ เลื่อนเป็น 8 ธ.ค."),
                "2) เหตุฉุกเฉิน โทร 0 4211 1111",
            ],
        ),
    ],
)
def test_what_is_pasted_keeps_its_words_cells_and_numbers(writer: Writer, program: str, seen: list[str]) -> None:
    page = writer.page
    page.keyboard.type("ก่อนวาง")
    page.keyboard.press("Enter")
    paste(writer, (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8"), "\r\n".join(seen))
    page.locator("#body", has_text=seen[-1]).wait_for()
    writer.kept()
    assert lines(writer.body) == ["ก่อนวาง", *seen]
    assert render_markdown(writer.body).html.count("<tr>") == {"word": 2, "excel": 3, "line": 0}[program]
    page.keyboard.press("Control+z")
    writer.kept()
    assert lines(writer.body) == ["ก่อนวาง"]


def test_text_with_tabs_and_no_looks_becomes_a_table(writer: Writer) -> None:
    paste(writer, "", "รหัส\tบาท\r\n007\t1,200.00\r\n")
    writer.kept()
    assert cells(writer.body) == ["รหัส", "บาท", "007", "1,200.00"]


def test_what_an_input_method_composes_arrives_once(writer: Writer) -> None:
    """As telephones' keyboards type Thai: a word is composed, changed and committed."""
    keyboard = writer.context.new_cdp_session(writer.page)
    for so_far in ("ส", "สำ", "สำนัก"):
        end = len(so_far)
        keyboard.send("Input.imeSetComposition", {"text": so_far, "selectionStart": end, "selectionEnd": end})
    keyboard.send("Input.insertText", {"text": "สำนักงาน"})
    writer.kept()
    assert lines(writer.body) == ["สำนักงาน"]


def test_a_body_is_switched_to_plain_text_and_back(writer: Writer) -> None:
    page = writer.page
    page.keyboard.type("แบบเห็นหน้าตา")
    page.locator("[data-switch]").click()
    area = page.locator("textarea#body")
    area.wait_for()
    assert area.input_value() == "แบบเห็นหน้าตา\n"
    area.fill("**เข้ม**\n\n| ก | ข |\n|---|---|\n| 1 | 2 |\n")
    page.locator("[data-switch]").click()
    page.locator("#body.text strong", has_text="เข้ม").wait_for()
    assert page.locator("#body.text td").all_inner_texts() == ["1", "2"]
    page.reload()
    assert page.locator("#body.text strong").inner_text() == "เข้ม"
    assert writer.body.startswith("**เข้ม**")


def test_a_body_that_nobody_touched_is_not_written_anew(writer: Writer) -> None:
    page = writer.page
    page.locator("[data-switch]").click()
    typed = "*   ห่าง\n*   ห่าง\n\n__หนา__ ข้อความ\n"
    page.locator("textarea#body").fill(typed)
    writer.kept()
    page.reload()
    page.locator("#title").fill("ข่าว")
    page.locator("#body.text").click()
    writer.kept()
    assert writer.body == typed


def test_the_bundle_is_made_of_its_sources(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    needs(npm is not None and (CHECKOUT / "node_modules" / "esbuild").is_dir(), "npm and esbuild")
    made = tmp_path / "editor.js"
    subprocess.run((str(npm), "run", "--silent", "editor", "--", f"--outfile={made}"), cwd=CHECKOUT, check=True)
    assert made.read_bytes() == BUNDLE.read_bytes(), "make editor"
