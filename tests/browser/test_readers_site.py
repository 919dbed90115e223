"""What every kind of page owes every reader: access, phones, keyboard, no waiting and no leaking (R32, R33, R46)."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pages
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response
from served import CHECKOUT, FLAGS, Served, needs

pytestmark = pytest.mark.xdist_group("readers-site")
"""One worker builds the sites and opens the browser once."""
AXE = CHECKOUT / "node_modules/axe-core/axe.min.js"
LIGHTHOUSE = CHECKOUT / "node_modules/lighthouse/cli/index.js"
BUDGET = 150_000
"""Bytes, uncompressed, of HTML, style sheets, fonts and scripts on a first visit; the requirement is 400,000."""
_STOPS = "a[href], button, input, summary, [tabindex='0']"
_FOCUSED = f"""() => {{
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  return {{
    index: [...document.querySelectorAll("{_STOPS}")].indexOf(focused),
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isSeen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  }};
}}"""
_REACHABLE = f"""() => [...document.querySelectorAll("{_STOPS}")].map((e) => e.checkVisibility() && !e.disabled)"""
_WIDER = """() => [...document.querySelectorAll("body *")].filter((e) =>
  e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table, .hidden, pre")
).map((e) => e.outerHTML.slice(0, 100))"""

_SMALL = """() => [...document.querySelectorAll("a[href], button, input, summary")].filter((e) =>
  e.checkVisibility() && !e.closest(".text, .skip, p, dd, address") && e.getBoundingClientRect().height < 44
).map((e) => e.outerHTML.slice(0, 100))"""
"""Links inside a sentence are as high as its line."""


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    def of(office: str, kind: str) -> str:
        served: Served = request.getfixturevalue(office)
        return served.url + pages.url(office, kind)

    return of


def _visit(page: Page, address: str) -> None:
    page.goto(address)
    if "?q=" in address:
        page.locator(".search-results a").first.wait_for()


Url = Callable[[str, str], str]
every_kind = pytest.mark.parametrize(("office", "kind"), pages.ALL, ids=[kind for _, kind in pages.ALL])


@every_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, url: Url, office: str, kind: str, scheme: str) -> None:
    needs(AXE.is_file(), "axe-core")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 360, "height": 740})  # type: ignore[arg-type]
    page = context.new_page()
    _visit(page, url(office, kind))
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = !each.closest('.menu'); })")
    page.add_script_tag(path=AXE)
    violations = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    context.close()
    assert [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in violations] == []


@every_kind
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(
    context: BrowserContext, url: Url, office: str, kind: str, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 640})
    _visit(page, url(office, kind))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_WIDER) == []


@every_kind
def test_what_stands_alone_is_as_large_as_a_finger(context: BrowserContext, url: Url, office: str, kind: str) -> None:
    page = context.new_page()
    _visit(page, url(office, kind))
    assert page.evaluate(_SMALL) == []


@every_kind
def test_everything_is_reached_by_keyboard_and_shows_it(
    context: BrowserContext, url: Url, office: str, kind: str
) -> None:
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    _visit(page, url(office, kind))
    reachable = page.evaluate(_REACHABLE)
    seen = []
    for _ in range(sum(reachable)):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        assert focused["isMarked"] and focused["isSeen"], page.evaluate("document.activeElement.outerHTML")
        seen.append(focused["index"])
    assert seen == [index for index, is_reachable in enumerate(reachable) if is_reachable]


@every_kind
def test_a_visit_asks_no_other_host_and_leaves_nothing_behind(
    context: BrowserContext, url: Url, office: str, kind: str
) -> None:
    page = context.new_page()
    hosts, refused = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
    )
    address = url(office, kind)
    _visit(page, address)
    assert hosts == {urlsplit(address).netloc}
    assert refused == []
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@every_kind
def test_a_page_says_its_language_title_and_place(context: BrowserContext, url: Url, office: str, kind: str) -> None:
    page = context.new_page()
    _visit(page, url(office, kind))
    assert page.get_attribute("html", "lang") == ("en" if "english" in kind and "too" not in kind else "th")
    assert page.locator("h1").count() == 1
    assert page.title()
    is_indexed = page.locator("meta[name=robots][content=noindex]").count() == 0
    assert page.locator("link[rel=canonical]").count() == is_indexed


@pytest.mark.parametrize("kind", [kind for kind in pages.SAMPLE if "english" not in kind or "too" in kind])
def test_the_foot_names_contact_policies_and_programs(context: BrowserContext, url: Url, kind: str) -> None:
    page = context.new_page()
    page.goto(url("sample", kind))
    foot = page.locator("footer").inner_text()
    for needed in ("0 0000 0000", "นโยบายการคุ้มครองข้อมูลส่วนบุคคล", "Chrome", "Adobe Acrobat Reader", "20 พฤศจิกายน 2569"):
        assert needed in foot


def test_a_first_item_page_is_light(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(url("sample", "item-in-english-too"))
    kinds = ("document", "stylesheet", "font", "script")
    weight = {each.url: len(each.body()) for each in responses if each.request.resource_type in kinds}
    assert len(weight) >= 6
    assert sum(weight.values()) <= BUDGET, weight


def test_the_menu_of_categories_opens_walks_and_closes_by_keyboard(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "home"))
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert _focused(page) == "ข้อมูลหน่วยงาน"
    page.keyboard.press("Escape")
    assert _focused(page) == "หมวดข้อมูล"
    assert not page.locator(".menu ul").is_visible()


def test_the_skip_link_leads_past_the_header(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "listing"))
    page.keyboard.press("Tab")
    assert _focused(page) == "ข้ามไปยังเนื้อหา"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert _focused(page) == "หน้าแรก"


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_chosen_scheme_holds_on_the_next_page_without_a_cookie(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "home"))
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click("button.scheme")
    dark = page.evaluate(ground)
    assert dark != light
    page.goto(url("sample", "listing"))
    assert page.evaluate(ground) == dark
    assert page.get_attribute("button.scheme", "aria-pressed") == "true"
    assert context.cookies() == []


def test_without_javascript_the_site_is_read_all_the_same(browser: Browser, url: Url) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url("sample", "home"))
    page.click(".menu summary")
    page.click(".menu a >> text=ข่าวประชาสัมพันธ์")
    page.click("text=ประกาศจัดซื้อทรายกำจัดลูกน้ำ")
    assert page.locator(".panel").is_visible()
    page.goto(url("sample", "search"))
    assert page.locator("noscript p").is_visible()
    context.close()


def test_the_interface_switches_to_english_and_back(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "item-in-english-too"))
    page.click("text=English")
    assert page.locator("h1").inner_text() == "Vaccination service for children and adults"
    assert "8 October 2026" in page.locator(".panel").inner_text()
    page.click("text=ภาษาไทย")
    assert page.url == url("sample", "item-in-english-too")


def test_a_foreigner_searches_from_any_english_page_and_is_answered_in_english(
    context: BrowserContext, url: Url
) -> None:
    page = context.new_page()
    for kind in ("english", "item-in-english"):
        page.goto(url("sample", kind))
        page.fill("input[type=search]", "dengue")
        page.keyboard.press("Enter")
        page.locator(".search-results a").first.wait_for()
        assert page.locator(".search-results a").first.get_attribute("lang") == "en"
        assert "found" in page.locator(".search-status").inner_text()
    page.click("text=ภาษาไทย")
    assert page.url == url("sample", "search")


def test_an_item_without_english_leads_to_the_english_page(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "item-with-files"))
    page.click("text=English")
    assert page.url == url("sample", "english")


def test_the_panel_tells_what_the_rules_ask(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "item-with-files"))
    panel = page.locator(".panel").inner_text()
    for needed in ("กลุ่มงานบริหารทั่วไป", "ช่วงวันที่ของข้อมูล", "เผยแพร่เมื่อ", "4 ธันวาคม 2569", "แหล่งที่มา", "2 ไฟล์"):
        assert needed in panel
    first = page.locator(".files li").first
    assert re.search(r"PDF\s*·?\s*[0-9.]+ KB", first.inner_text())
    first.locator("summary").click()
    assert re.fullmatch("[0-9a-f]{64}", first.locator("details > code").inner_text())


def test_paper_carries_the_address_and_the_day_and_no_navigation(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "item-with-files"))
    page.emulate_media(media="print")
    assert "https://tharnthong.example/public-relations/2570/procure-larvicide/" in page.inner_text(".printed")
    assert "20 พฤศจิกายน 2569" in page.inner_text(".printed")
    for hidden in (".menu", ".find", ".switches", ".crumbs", "footer"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".panel").is_visible()


def test_a_moved_page_leads_on(context: BrowserContext, url: Url) -> None:
    page = context.new_page()
    page.goto(url("sample", "home") + "general-information/contact-us/")
    page.wait_for_url("**/general-information/contact/")


@pytest.mark.alone
@pytest.mark.parametrize("kind", ["home", "listing", "item-in-english-too"])
def test_lighthouse_gives_95_in_every_category(tmp_path: Path, browser: Browser, url: Url, kind: str) -> None:
    needs(LIGHTHOUSE.is_file(), "Lighthouse")
    report = tmp_path / "report.json"
    flags = " ".join(("--headless", *FLAGS, f"--user-data-dir={tmp_path / 'profile'}"))
    options = ("--output=json", f"--output-path={report}", "--quiet", "--no-enable-error-reporting")
    only = "--only-categories=performance,accessibility,best-practices,seo"
    environment = {"PATH": os.environ["PATH"], "CHROME_PATH": str(shutil.which("chromium"))}
    command = ("node", str(LIGHTHOUSE), url("sample", kind), *options, only, f"--chrome-flags={flags}")
    for _ in range(3):  # a busy machine can only make a score worse
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = json.loads(report.read_text(encoding="utf-8"))
        low = {each["id"]: each["score"] for each in found["categories"].values() if each["score"] < 0.95}
        failed = [
            audit["id"] for audit in found["audits"].values() if audit["score"] is not None and audit["score"] < 0.9
        ]
        if not low:
            break
    assert low == {}, failed
