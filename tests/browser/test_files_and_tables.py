"""Pictures without their secrets, downloads with Thai names, and wide tables that lose nothing (R13, R32, R35)."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmark.specimens import xlsx
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader
from served import Served, serve

import office_builder
import pictures
from built_tree import built
from office_builder import PDF
from once import once, shared_root

UNTIL = {"expires_on": "2027-10-31"}
TITLE = "ประกาศรับสมัครบุคคล ที่ 12/2569"
NAME = "ประกาศรับสมัครบุคคล ที่ 12-2569.pdf"
WIDE = {"numbers-13": (13, "---:"), "left-13": (13, "---"), "numbers-20": (20, "---:"), "numbers-6": (6, "---:")}
SIDEWAYS = 6
"""How the phone was held: width and height change places."""


def cells(columns: int) -> list[list[str]]:
    """A head and rows of a budget: what for, and an amount for each month."""
    head = ["รายการ", *(f"เดือน{month}" for month in range(1, columns))]
    amounts = [[f"{1_000_007 * (row + month):,}.{month:02}" for month in range(1, columns)] for row in range(1, 7)]
    return [head, *([f"ค่าวัสดุวิทยาศาสตร์การแพทย์งวด{row}", *each] for row, each in enumerate(amounts, 1))]


def table(columns: int, align: str) -> str:
    head, *rows = (f"| {' | '.join(each)} |" for each in cells(columns))
    return "\n".join([head, f"|---|{f'{align}|' * (columns - 1)}", *rows])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    def make(place: Path) -> None:
        tree = office_builder.office(place / "tree")
        for name, wide in WIDE.items():
            office_builder.item(tree, f"law/{name}", f"ก่อนตาราง\n\n{table(*wide)}\n\nหลังตาราง", **UNTIL)
        files = {"notice.pdf": PDF, "plan.xlsx": xlsx(1), "map.jpg": pictures.laden_jpeg(SIDEWAYS)}
        listed = [{"file": name, "title": title} for name, title in zip(files, (TITLE, "แผน", "แผนที่"), strict=True)]
        english = {"title_en": "How to apply", "summary_en": "What to bring and where to go."}
        text = "ดู[แผน](plan.xlsx)\n\n![แผนที่ของสำนักงาน](map.jpg)"
        credit = [{"file": "map.jpg", "holder": "กอง", "licence": "CC BY"}]
        office_builder.item(tree, "law/files", text, files, attachments=listed, credits=credit, **english, **UNTIL)
        built(tree, place / "site", "2026-11-20")

    yield from serve(once(shared_root(tmp_path_factory) / "files-and-tables", make) / "site")


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_a_picture_is_upright_and_reserves_its_place(office: Served, page: Page) -> None:
    page.goto(f"{office.url}law/files/")
    page.locator(".text img").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.text img').naturalWidth > 0")
    said = page.evaluate(
        "(() => { const i = document.querySelector('.text img'); return [i.width, i.naturalWidth, "
        "i.naturalHeight, i.getAttribute('width'), i.getAttribute('height')]; })()"
    )
    assert said == [300, 300, 640, "300", "640"]


def test_what_is_published_of_a_picture_is_what_register_and_page_say(office: Served, page: Page) -> None:
    raw = (office.root / "law/files/map.jpg").read_bytes()
    assert pictures.SECRET not in raw
    digest = hashlib.sha256(raw).hexdigest()
    page.goto(f"{office.url}law/files/")
    assert digest in page.content()
    rows = json.loads((office.root / "register.json").read_text(encoding="utf-8"))["items"]
    (told,) = [each for row in rows for each in row["files"] if each["name"] == "map.jpg"]
    assert (told["sha256"], told["bytes"]) == (digest, len(raw))
    assert told["stored_sha256"] == hashlib.sha256(pictures.laden_jpeg(SIDEWAYS)).hexdigest()


@pytest.mark.parametrize(
    ("path", "link", "name"),
    [
        ("law/files/", f"ดาวน์โหลด {TITLE}", NAME),
        ("law/files/", "ดาวน์โหลด แผนที่", "แผนที่.jpg"),
        ("law/files/", "แผน", "แผน.xlsx"),
        ("en/law/files/", f"Download {TITLE}", NAME),
    ],
)
def test_a_download_is_called_by_its_thai_title(office: Served, page: Page, path: str, link: str, name: str) -> None:
    page.goto(office.url + path)
    with page.expect_download() as begun:
        page.locator(".files").get_by_role("link", name=link, exact=True).click()
    assert begun.value.suggested_filename == name
    stored = begun.value.url.rpartition("/")[2]
    assert begun.value.path().read_bytes() == (office.root / "law/files" / stored).read_bytes()


def test_a_link_in_the_text_is_called_so_too(office: Served, page: Page) -> None:
    page.goto(f"{office.url}law/files/")
    with page.expect_download() as begun:
        page.click(".text a")
    assert begun.value.suggested_filename == "แผน.xlsx"


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_table_is_whole_on_paper(office: Served, browser: Browser, tmp_path: Path, name: str) -> None:
    page = browser.new_page()
    page.goto(f"{office.url}law/{name}/")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.close()
    printed, texts, ends = "", cells(WIDE[name][0]), []
    for sheet in PdfReader(tmp_path / "page.pdf").pages:
        width = float(sheet.mediabox.width)
        assert (width > float(sheet.mediabox.height)) is (WIDE[name][0] >= 7)

        def note(text: str, at: list[float], within: list[float], *_: object, width: float = width) -> None:
            if text.strip():
                ends.append((within[4] * at[0] + at[4]) / width)

        printed += sheet.extract_text(visitor_text=note)
    printed = "".join(printed.split())
    assert [each for row in texts[1:] for each in row[1:] if each not in printed] == []
    assert min(ends) > 0 and max(ends) < 0.98


@pytest.mark.parametrize("name", WIDE)
def test_no_cell_of_a_printed_table_reaches_over_its_edge(office: Served, browser: Browser, name: str) -> None:
    """As wide as the paper within its margins: A4 upright, on its side where a table has seven columns."""
    page = browser.new_page(viewport={"width": 1046 if WIDE[name][0] >= 7 else 642, "height": 800})
    page.emulate_media(media="print")
    page.goto(f"{office.url}law/{name}/")
    over = (
        "[...document.querySelectorAll('.table, .table :is(th, td)')].filter((e) => e.scrollWidth > e.clientWidth + 1)"
    )
    assert page.evaluate(f"{over}.length") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_wide_table_scrolls_in_its_box_with_what_each_row_is_about(
    office: Served, browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(f"{office.url}law/numbers-13/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    last = "document.querySelector('.table tr:last-child > :last-child').getBoundingClientRect()"
    first = "document.querySelector('.table tr:last-child > :first-child').getBoundingClientRect()"
    box = "document.querySelector('.table').getBoundingClientRect()"
    page.evaluate("document.querySelector('.table').scrollLeft = 10000")
    assert page.evaluate(f"{last}.right <= {box}.right + 1")
    assert page.evaluate(f"{first}.left >= {box}.left - 1 && {first}.right <= {last}.left + 1")
    page.close()
