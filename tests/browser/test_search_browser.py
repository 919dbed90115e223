"""The search as a reader meets it: in Chromium, from a plain file server, below a path, under a strict policy."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from benchmark.generate import lives
from benchmark.queries import draw_queries
from playwright.sync_api import Browser, Locator, Page, expect

from prakat.search.findable_page import FindablePage, PageFact
from prakat.search.folding import day_run, folded, shown
from prakat.search.index import write_index
from prakat.search.index_manifest import PAGES_AT_ONCE
from prakat.search.postings import PAGES_PER_RANGE
from prakat.thai.written_date import written_dates

SCRIPTS = Path(__file__).parents[2] / "theme" / "assets" / "search"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'"
PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>ค้นหา</title>
<form role="search" action="./" data-search data-index="index/" data-site="../">
<label for="q">ค้นหาข้อมูลของสำนักงาน</label><input type="search" id="q" name="q" autocomplete="off"><button>ค้นหา</button>
</form>
<script type="module" src="../assets/search/search.js"></script>
</html>
"""
NOTICE = FindablePage(
    url="public-relations/2569/recruitment/",
    title="ประกาศรับสมัครงานตำแหน่งพยาบาลวิชาชีพ",
    summary="รับสมัครบุคคลเพื่อเลือกสรรเป็นพนักงานราชการ",
    text="ตามหนังสือที่ นภ ๐๓๓๒/๘๗๗ ลงวันที่ 20 พฤศจิกายน 2569 ให้ยื่นใบสมัครด้วยตนเองที่ห้อง 5",
    category="ข่าวประชาสัมพันธ์",
    published="2026-11-20",
    unit="กลุ่มงานบริหารทั่วไป",
    title_en="Vacancy: registered nurse",
    summary_en="Applications in person",
)
LABELS = {
    "until": {"th": "เผยแพร่ถึง", "en": "Shown until"},
    "file": {"th": "เอกสารแนบ", "en": "Files"},
}
REPORT = replace(
    NOTICE,
    url="statistics/2569/patients/",
    title="สถิติผู้รับบริการ",
    summary="จำนวนผู้ป่วยนอกรายเดือน",
    text="ผู้ป่วยนอกทั้งหมด 1,234 ราย",
    published="2026-10-01",
    title_en="",
    summary_en="",
)


class Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the browser tells what went wrong."""


@dataclass
class Office:
    """A site below /office/ with nothing but its search page."""

    folder: Path
    address: str
    page: Page
    complaints: list[str]
    """What the browser wrote to its console as an error."""

    def publish(self, *records: FindablePage, waiting: int = 0) -> None:
        """All with grams but the last so many, since so many came down before these that no more wait."""
        urls = [each.url for each in records]
        gone = [f"gone/{number}/" for number in range((waiting - len(urls)) % PAGES_AT_ONCE)]
        at = len(urls) - waiting
        write_index(records, self.folder / "search" / "index", LABELS, [*urls[:at], *gone, *urls[at:]])

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.address}search/{query}")

    def search(self, query: str) -> list[str]:
        """Titles of the results, once there are any or the search says that there are none."""
        self.box.fill(query)
        self.box.press("Enter")
        expect(self.page.locator("[aria-busy=false]")).to_be_attached()
        return self.links.all_inner_texts()

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("ค้นหาข้อมูลของสำนักงาน")

    @property
    def links(self) -> Locator:
        return self.page.get_by_role("list").get_by_role("link")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One for all: each test's office is another origin, of which the browser has seen nothing."""
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture
def office(page: Page, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "office"
    shutil.copytree(SCRIPTS, folder / "assets" / "search")
    (folder / "search").mkdir()
    for language in ("th", "en"):
        name = "index.html" if language == "th" else "english.html"
        (folder / "search" / name).write_text(PAGE.format(language=language), encoding="utf-8")
    (tmp_path / "favicon.ico").touch()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=tmp_path)) as server:
        Thread(target=server.serve_forever, args=(0.05,)).start()
        complaints: list[str] = []
        hear = {
            "console": lambda message: complaints.append(message.text) if message.type == "error" else None,
            "pageerror": lambda error: complaints.append(str(error)),
        }
        for event, heard in hear.items():
            page.on(event, heard)
        made = Office(folder, f"http://127.0.0.1:{server.server_port}/office/", page, complaints)
        made.publish(NOTICE, REPORT)
        yield made
        for event, heard in hear.items():
            page.remove_listener(event, heard)
        page.goto("about:blank")
        server.shutdown()


def test_a_word_inside_unspaced_text_is_found_marked_and_linked(office: Office) -> None:
    office.open()
    assert office.search("พยาบาล") == [NOTICE.title]
    assert office.links.first.get_attribute("href") == f"{office.address}{NOTICE.url}"
    assert office.page.locator(".search-results mark").all_inner_texts() == ["พยาบาล"]
    expect(office.page.locator(".search-about")).to_have_text("ข่าวประชาสัมพันธ์ · 20 พฤศจิกายน 2569 · กลุ่มงานบริหารทั่วไป")
    assert not office.complaints


@pytest.mark.parametrize("query", ["นภ 0332/877", "๐๓๓๒/๘๗๗", "NURSE", "ใบสมัคร ห้อง 5", "ใบ", "“ยื่นใบสมัคร”"])
def test_digits_of_both_scripts_small_letters_and_several_words_find(office: Office, query: str) -> None:
    office.open()
    assert office.search(query) == [NOTICE.title]
    assert office.page.locator(".search-results mark").count() > 0


@pytest.mark.parametrize("waiting", [0, 1, 2])
def test_what_is_not_there_is_said_in_thai_with_advice(office: Office, waiting: int) -> None:
    office.publish(NOTICE, REPORT, waiting=waiting)
    office.open()
    assert office.search("เครื่องบินทะเล") == []
    expect(office.status).to_have_text("ไม่มีหน้าใดมีคำว่า “เครื่องบินทะเล”")
    expect(office.page.locator(".search-advice")).to_contain_text("เลือกดูตามหมวดข้อมูล")
    assert office.search("พยาบาล ผู้ป่วยนอก") == []
    expect(office.status).to_have_text("ไม่พบข้อมูลที่ตรงกับ “พยาบาล ผู้ป่วยนอก”")
    office.search("ก")
    expect(office.status).to_have_text("โปรดพิมพ์คำค้นอย่างน้อย 2 ตัวอักษร")


def test_arrows_walk_through_the_results_enter_opens_one_and_escape_closes_them(office: Office) -> None:
    office.open()
    office.box.press_sequentially("ผู้ป่วย")
    expect(office.status).to_have_text("พบ 1 รายการ")
    office.box.press("ArrowDown")
    expect(office.links.first).to_be_focused()
    office.links.first.press("ArrowUp")
    expect(office.box).to_be_focused()
    office.box.press("ArrowDown")
    office.links.first.press("Escape")
    expect(office.box).to_be_focused()
    expect(office.links).to_have_count(0)
    expect(office.status).to_be_empty()
    office.search("ผู้ป่วย")
    office.box.press("ArrowDown")
    office.links.first.press("Enter")
    office.page.wait_for_url(f"**/office/{REPORT.url}")


def test_a_query_in_the_address_is_answered_and_a_new_one_goes_into_the_address(office: Office) -> None:
    office.open("?q=ผู้ป่วยนอก")
    expect(office.links).to_have_text([REPORT.title])
    office.search("พยาบาล")
    assert office.page.evaluate("new URLSearchParams(location.search).get('q')") == "พยาบาล"


@pytest.mark.parametrize("waiting", [0, 3, 8])
def test_what_a_page_is_stands_before_what_it_mentions_and_newer_before_older(office: Office, waiting: int) -> None:
    word = "ครุภัณฑ์"
    plain = replace(REPORT, title="เรื่องทั่วไป", summary="", text="")
    office.publish(
        replace(plain, url="1/", facts=(PageFact("file", f"ราคา{word}"),), published="2026-11-09"),
        replace(plain, url="2/", unit=f"งาน{word}", published="2026-11-10"),
        replace(plain, url="3/", text=f"ซื้อ{word}"),
        replace(plain, url="4/", text=f"ซื้อ{word}", published="2026-11-02"),
        replace(plain, url="5/", summary=f"ราย{word}"),
        replace(plain, url="6/", badges=(f"ประกาศ{word}",), published="2020-01-01"),
        replace(plain, url="7/", title=f"ขาย{word}", published="2020-01-01"),
        replace(plain, url="8/", title=f"ขาย{word}", published="2021-01-01"),
        waiting=waiting,
    )
    office.open()
    office.search(word)
    assert found(office) == [8, 7, 6, 5, 4, 3, 2, 1]


def test_pages_for_the_offices_own_people_stand_behind(office: Office) -> None:
    word = "รับสมัครงาน"
    plain = replace(REPORT, title="เรื่องทั่วไป", summary="", text="")
    staff = replace(plain, is_for_staff=True, published="2026-11-19")
    office.publish(
        replace(staff, url="1/", text=f"วิธีลงประกาศ{word}"),
        replace(staff, url="2/", summary=f"วิธีลงประกาศ{word}"),
        replace(plain, url="3/", text=f"เคย{word}", published="2020-01-01"),
        replace(staff, url="4/", title=f"คู่มือ{word}"),
        replace(plain, url="5/", summary=f"ยัง{word}", published="2020-01-01"),
        replace(plain, url="6/", badges=(f"ประกาศ{word}",), published="2020-01-01"),
    )
    office.open()
    office.search(word)
    assert found(office) == [6, 5, 4, 3, 2, 1]


def test_what_is_past_stands_behind_its_equals_only(office: Office) -> None:
    word = "รับสมัครงาน"
    plain = replace(REPORT, title="เรื่องทั่วไป", summary="", text="", published="2020-01-01")
    office.publish(
        replace(plain, url="1/", summary=f"ยัง{word}"),
        replace(plain, url="2/", title=f"ประกาศ{word}", is_past=True, published="2026-11-18"),
        replace(plain, url="3/", title=f"ประกาศ{word}", is_past=True, published="2026-11-19"),
        replace(plain, url="4/", title=f"ประกาศ{word}"),
    )
    office.open()
    office.search(word)
    assert found(office) == [4, 3, 2, 1]


def test_thai_among_english_words_is_said_to_be_thai(office: Office) -> None:
    paper = PageFact("document", "No. ภต 0932/418 dated 12 November 2026 signed by นางสาวริน เย็นชล หัวหน้า")
    labels = {"document": {"th": "หนังสือหรือประกาศ", "en": "Document"}}
    write_index([replace(NOTICE, facts_en=(paper,))], office.folder / "search" / "index", labels)
    office.page.goto(f"{office.address}search/english.html?q=signed")
    told = office.page.locator(".search-excerpt[lang=en]")
    expect(told).to_have_text(f"Document: {paper.value}")
    assert told.locator("[lang=th]").all_inner_texts() == ["ภต", "นางสาวริน เย็นชล หัวหน้า"]
    assert told.locator("mark").all_inner_texts() == ["signed"]


def test_a_page_stands_where_its_text_is_not_where_its_letters_seem_to_be(office: Office) -> None:
    """The title has every three letters in a row that the word has, and not the word."""
    word = "กขคงกขจ"
    title = "กขคง คงกข ขคงก งกขจ"
    office.publish(
        replace(REPORT, url="1/", title=title, text=f"ดู{word}", summary=""),
        *(replace(REPORT, url=f"{number}/", summary=f"ดู{word}", published="2020-01-01") for number in range(2, 14)),
    )
    office.open()
    office.search(word)
    office.page.get_by_role("button", name="แสดงเพิ่ม").click()
    expect(office.links).to_have_count(13)
    assert found(office)[-1] == 1


def found(office: Office) -> list[int]:
    """The numbers that the pages found are called by."""
    return [
        int(str(link.get_attribute("href")).removeprefix(office.address).rstrip("/")) for link in office.links.all()
    ]


@pytest.mark.parametrize(
    "query",
    [
        "27 พฤศจิกายน 2569",
        "27 พ.ย. 69",
        "๒๗ พ.ย. ๒๕๖๙",
        "27/11/69",
        "วันที่ 27 พฤศจิกายน พ.ศ. 2569",
        "27 พ.ย.",
        "27 Nov 2026",
    ],
)
@pytest.mark.parametrize("waiting", [0, 3])
def test_a_day_is_found_however_it_is_typed_before_pages_that_hold_only_its_words(
    office: Office, query: str, waiting: int
) -> None:
    office.publish(
        replace(REPORT, url="1/", title="พฤศจิกายน พ.ย. ห้อง 27 ปี 2569 หรือ 69", facts=()),
        replace(REPORT, url="2/", facts=(PageFact("until", "27 พฤศจิกายน 2569"),)),
        replace(REPORT, url="3/", text="ยื่นซองภายในวันที่ ๒๗ พฤศจิกายน ๒๕๖๙ เท่านั้น"),
        waiting=waiting,
    )
    office.open()
    office.search(query)
    assert found(office)[:2] == [3, 2]
    assert "27 พฤศจิกายน 2569" in folded(office.page.locator(".search-excerpt mark").first.inner_text())


def test_an_excerpt_says_which_fact_was_found_and_marks_its_value(office: Office) -> None:
    office.publish(
        replace(REPORT, facts=(PageFact("file", "เอกสาร until.pdf PDF"), PageFact("until", "4 ธันวาคม 2569")))
    )
    office.open()
    office.search("4 ธ.ค. 69")
    expect(office.page.locator(".search-excerpt")).to_have_text("เผยแพร่ถึง: 4 ธันวาคม 2569")
    assert office.page.locator(".search-excerpt mark").all_inner_texts() == ["4 ธันวาคม 2569"]
    office.search("until.pdf")
    expect(office.page.locator(".search-excerpt")).to_have_text("เอกสารแนบ: เอกสาร until.pdf PDF")
    assert office.search("เอกสารแนบ") == []


def test_what_kind_of_page_it_is_stands_below_it_marked_if_it_was_sought(office: Office) -> None:
    english = {"badges_en": ("Recruitment",), "category_en": "News and notices", "unit_en": "General Affairs"}
    office.publish(replace(NOTICE, badges=("ประกาศรับสมัครงาน", "ใกล้ครบกำหนด"), **english))
    office.open()
    office.search("รับสมัครงาน")
    about = office.page.locator(".search-about")
    expect(about).to_have_text("ประกาศรับสมัครงาน · ใกล้ครบกำหนด · ข่าวประชาสัมพันธ์ · 20 พฤศจิกายน 2569 · กลุ่มงานบริหารทั่วไป")
    assert about.locator("mark").all_inner_texts() == ["รับสมัครงาน"]
    office.page.goto(f"{office.address}search/english.html?q=recruitment")
    expect(about).to_have_text("Recruitment · News and notices · 20 November 2026 · General Affairs")


def test_more_results_come_when_asked_for_and_the_first_new_one_has_the_focus(office: Office) -> None:
    office.publish(*(replace(REPORT, url=f"{number}/") for number in range(23)))
    office.open()
    assert len(office.search("ผู้ป่วยนอก")) == 10
    expect(office.status).to_contain_text("แสดง 10 รายการแรก")
    more = office.page.get_by_role("button", name="แสดงเพิ่ม")
    more.click()
    expect(office.links).to_have_count(20)
    expect(office.links.nth(10)).to_be_focused()
    more.click()
    expect(office.links).to_have_count(23)
    expect(office.status).to_have_text("พบ 23 รายการ")
    expect(more).to_be_hidden()


def test_markup_in_a_title_or_text_is_only_text(office: Office) -> None:
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    office.publish(replace(NOTICE, title=f"อันตราย {attack}", text=f"{attack} อันตราย", title_en=attack))
    office.open()
    assert office.search("อันตราย") == [f"อันตราย {attack}"]
    assert office.search("onerror=alert") == [f"อันตราย {attack}"]
    assert office.page.locator(".search img, .search script").count() == 0
    assert not office.complaints


def test_a_mark_never_parts_a_letter_from_its_vowel_or_tone(office: Office) -> None:
    office.publish(replace(REPORT, text="ใช้ที่ดินเพื่อการเกษตร"))
    office.open()
    office.search("ใช้ที")
    assert office.page.locator(".search-excerpt mark").all_inner_texts() == ["ใช้ที่"]


def test_frequent_letters_over_many_ranges_are_found_beside_rare_ones(office: Office, tmp_path: Path) -> None:
    """The frequent word's grams stand in many shards, of which only those of the rare word's pages are asked for."""
    plain = replace(REPORT, title="ประกาศทั่วไปของสำนักงาน", summary="", text="", category="", unit="")
    count, rare = 7 * PAGES_PER_RANGE, 5 * PAGES_PER_RANGE + 7
    pages = (replace(plain, url=f"{n}/", text="ครุภัณฑ์" if n == rare else "") for n in range(count))
    write_index(pages, office.folder / "search" / "index", LABELS)
    fetched: list[str] = []
    office.page.on("request", lambda request: fetched.append(request.url))
    office.open()
    office.search("ครุภัณฑ์ ทั่วไปของ")
    assert found(office) == [rare]
    narrow = sum("/grams/" in url for url in fetched)
    fetched.clear()
    office.search("ทั่วไปของ")
    assert found(office) == list(range(10))
    assert sum("/grams/" in url for url in fetched) > narrow
    assert office.search("ครุภัณฑ์ สิ่งที่ไม่มี") == []
    expect(office.status).to_have_text("ไม่มีหน้าใดมีคำว่า “สิ่งที่ไม่มี”")


def test_a_release_between_two_queries_does_not_break_the_search(office: Office) -> None:
    others = [replace(NOTICE, url=f"{number}/") for number in range(4)]
    office.publish(*others, REPORT)
    office.open()
    assert len(office.search("พยาบาล")) == 4
    office.publish(*others, replace(REPORT, title="สถิติฉบับแก้ไข"))
    assert office.search("ผู้ป่วยนอก") == ["สถิติฉบับแก้ไข"]


def test_an_index_that_cannot_be_had_is_told_in_thai(office: Office) -> None:
    shutil.rmtree(office.folder / "search" / "index")
    office.open()
    assert office.search("พยาบาล") == []
    expect(office.status).to_contain_text("เปิดข้อมูลสำหรับค้นหาไม่ได้")


def test_an_english_page_speaks_english_and_shows_english_titles(office: Office) -> None:
    office.page.goto(f"{office.address}search/english.html?q=nurse")
    expect(office.links).to_have_text([NOTICE.title_en])
    expect(office.status).to_have_text("1 found")
    expect(office.page.locator(".search-about")).to_contain_text("20 November 2026")


def test_browser_and_index_read_a_text_alike(office: Office) -> None:
    texts = [
        "น\u0e4d\u0e49า",
        "ท\u0e48\u0e35",
        "เเม่",
        "ตัด\u200bคำ\u00ad",
        "ÉCOLE İstanbul ΣΑΣ",
        "๐๑๒๓๔๕๖๗๘๙",
        " a \t\n b ",
        "😀ก",
    ]
    office.open()
    read = office.page.evaluate(
        """async (texts) => {
            const { shown, folded } = await import(new URL("../assets/search/text.js", document.baseURI));
            return texts.map((text) => folded(shown(text)).replaceAll("  ", " "));
        }""",
        texts,
    )
    assert read == [folded(shown(text)) for text in texts]


def test_browser_and_index_read_the_same_days(office: Office) -> None:
    rng = Random(1)
    pieces = [
        *(
            "27",
            "9",
            "๒",
            "2569",
            "๖๙",
            "2026",
            "11",
            "/",
            "-",
            "–",
            ".",
            ",",
            " ",
            " ",
            " ",
            "ถึง",
            "และ",
            "to",
            "th",
            "ก",
        ),
        *("พฤศจิกายน", "พ.ย.", "พย", "พ.ศ.", "เดือน", "มี.ค", "November", "nov.", "may", "วันที่", "2569-11-27"),
    ]
    texts = ["".join(rng.choices(pieces, k=rng.randint(3, 9))) for _ in range(4000)]
    office.open()
    read = office.page.evaluate(
        """async (texts) => {
            const { shown, folded } = await import(new URL("../assets/search/text.js", document.baseURI));
            const { datesIn } = await import(new URL("../assets/search/dates.js", document.baseURI));
            return texts.map((text) => datesIn(folded(shown(text))).flatMap(({ runs }) => runs));
        }""",
        texts,
    )
    expected = [[day_run(each) for each in written_dates(folded(shown(text)))] for text in texts]
    assert sum(map(bool, expected)) > 400
    assert read == expected


def test_dictionary_words_and_unspaced_phrases_are_found_among_the_first_five(office: Office) -> None:
    items = [life.item for life in lives(150, seed=1)]
    records = {
        item.folder: replace(
            REPORT,
            url=f"{item.folder}/",
            title=item.fields.title,
            summary=item.fields.summary,
            text=re.sub(r"[#|*-]", " ", item.body),
        )
        for item in items
    }
    office.publish(*records.values())
    pages = {folder: f"{each.title}\n{each.summary}\n{each.text}" for folder, each in records.items()}
    office.open()
    for query in draw_queries(items, pages, words=12, phrases=12, seed=1):
        titles = office.search(query.text)
        answers = {records[folder].title for folder in query.answers}
        assert set(titles[:5]) & answers, query.text
        assert len(answers) > 10 or set(titles) == answers, query.text
        marks = office.page.locator(".search-results mark").all_inner_texts()
        assert any(folded(query.text) in folded(mark) for mark in marks)
