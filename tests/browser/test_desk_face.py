"""What everybody meets at the desk: on a phone, by keyboard, with a screen reader, on a network that comes and goes."""

import io
from collections.abc import Iterator

import pytest
from desk_site import PHONE, Writer, barriers, served_desk
from PIL import Image
from playwright.sync_api import Browser

from once import shared_root
from prakat_desk.desk import Desk
from prakat_desk.fitted_picture import LONGEST_SIDE

PAGES = ("/sign-in", "/", "/ask", "{draft}", "{draft}?checked=1", "{draft}/preview", "/requests", "/mine", "/devices")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MOST = 60 * 1024
"""Bytes of a page with its looks, letters and script, as they are sent, the body editor apart (issue 12)."""
_OPEN = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((e) =>
  e.checkVisibility() && !e.closest(".skip, p, dd, li, .hint, .hidden, .choice") &&
  e.getBoundingClientRect().height < 44
).map((e) => e.outerHTML.slice(0, 120))"""
"""Links inside a sentence are as high as its line; a choice is as high as its label."""
_DEAD = "() => { window.fetch = () => Promise.reject(new TypeError('no network')); }"
_FOCUSED = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  return [document.activeElement.outerHTML.slice(0, 120), style.outlineStyle !== "none",
    document.activeElement === document.body || (box.bottom > 0 && box.top < innerHeight)];
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("face")) as served:
        yield served


@pytest.fixture(scope="module")
def signed_in(browser: Browser, desk: Desk) -> Iterator[Writer]:
    opened = Writer(browser, desk)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def visitor(signed_in: Writer) -> tuple[Writer, str]:
    """Somebody who only looks, with a draft of everything that a form may have."""
    return signed_in, signed_in.begin("recruitment")


@pytest.fixture
def writer(signed_in: Writer) -> Writer:
    """Before the form of a new draft."""
    signed_in.page.emulate_media(color_scheme="light")
    signed_in.begin("recruitment")
    return signed_in


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_for_everybody(visitor: tuple[Writer, str], place: str) -> None:
    writer, draft = visitor
    page = writer.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(place.format(draft=draft))
    page.evaluate(_OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").count() == 1
    assert not page.evaluate(_SMALL)
    assert not barriers(page)


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_light(browser: Browser, visitor: tuple[Writer, str], place: str) -> None:
    writer, draft = visitor
    page = writer.context.new_page()
    sent: dict[str, int] = {}
    session = writer.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    session.on("Network.responseReceived", lambda event: names.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sent.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(place.format(draft=draft))
    page.wait_for_load_state("networkidle")
    own = {
        names[each]: size
        for each, size in sent.items()
        if "/page/" not in names[each] and not names[each].endswith("editor.js")
    }
    readers = ("/reader/assets/css", "/reader/assets/js") if "preview" in place else ()
    total = sum(size for name, size in own.items() if not any(each in name for each in readers))
    page.close()
    assert len(own) >= 3
    assert total <= MOST, own


def test_every_stop_of_a_form_is_seen_by_keyboard(writer: Writer) -> None:
    page = writer.page
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_FOCUSED))
    assert not [each for each in stops if not (each[1] and each[2])]
    assert any("toolbar" in each[0] or "<select" in each[0] for each in stops)
    assert sum('class="tool"' in each[0] for each in stops) <= 1  # one stop; arrows walk between the buttons


def test_arrows_walk_the_toolbar(writer: Writer) -> None:
    page = writer.page
    page.locator("#body.text").focus()
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.tool") == "strong"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.tool") == "redo"


def test_what_is_typed_outlives_a_dead_network_and_a_reload(writer: Writer) -> None:
    page = writer.page
    page.evaluate(_DEAD)
    page.locator("#title").fill("พิมพ์ตอนไม่มีสัญญาณ")
    page.locator("[data-saved].wrong").wait_for()
    page.reload()
    assert page.locator("#title").input_value() == "พิมพ์ตอนไม่มีสัญญาณ"
    page.locator("#body.text").click()
    page.evaluate(_DEAD)
    page.keyboard.type("เนื้อหา")
    page.locator("[data-saved].wrong").wait_for()
    page.reload()
    page.locator("#body.text", has_text="เนื้อหา").wait_for()
    writer.kept()
    page.reload()
    assert page.locator("#title").input_value() == "พิมพ์ตอนไม่มีสัญญาณ"
    assert writer.body == "เนื้อหา\n"


def test_another_page_of_the_same_draft_is_told_and_overwrites_nothing(writer: Writer) -> None:
    page, other = writer.page, writer.context.new_page()
    other.goto(page.url)
    page.locator("#title").fill("หน้าแรกเขียน")
    writer.kept()
    with other.expect_response(lambda answer: answer.status == 409):
        other.locator("#title").fill("หน้าสองเขียนทับ")
    other.locator("[data-saved].wrong a").click()
    other.wait_for_load_state()
    assert other.locator("#title").input_value() == "หน้าแรกเขียน"
    other.close()


def test_a_finding_is_said_at_its_field_once_it_was_left_and_goes_when_mended(writer: Writer) -> None:
    page = writer.page
    page.locator("#title").fill("รับ")
    with page.expect_response(lambda answer: answer.url.endswith("/save")):
        page.locator("#title").press("Tab")
        page.locator("#summary").type("ข")
    page.locator("[data-error=title]").wait_for()
    assert page.locator("#title").get_attribute("aria-invalid") == "true"
    assert "title-error" in str(page.locator("#title").get_attribute("aria-describedby"))
    assert not page.locator("[data-error='closes.on']").is_visible()
    page.locator("#title").fill("รับสมัครเจ้าพนักงานธุรการ 1 อัตรา")
    page.locator("[data-error=title]").wait_for(state="hidden")
    assert page.locator("#title").get_attribute("aria-invalid") is None


def test_the_summary_leads_to_what_is_wrong(writer: Writer) -> None:
    page = writer.page
    page.locator("button[value=send]").click()
    page.wait_for_load_state()
    summary = page.locator("[data-summary]")
    summary.wait_for()
    assert page.evaluate("document.activeElement.matches('[data-summary]')")
    summary.locator("a[href='#title']").click()
    assert page.evaluate("document.activeElement.id") == "title"


def test_files_come_at_once_and_pictures_are_scaled(writer: Writer) -> None:
    page = writer.page
    photo, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (3000, 1500), "teal").save(photo, "JPEG", exif=turned)
    page.locator("#upload").set_input_files(
        [
            {"name": "ประกาศรับสมัคร.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "ภาพกิจกรรม.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()},
            {"name": "อันตราย.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"},
        ]
    )
    page.locator("[data-files] .error", has_text="อันตราย.exe").wait_for()
    assert page.locator("[data-files] input[value='ประกาศรับสมัคร']").count() == 1
    page.locator("#body.text img[alt='ภาพกิจกรรม']").wait_for()
    writer.kept()
    draft = writer.desk.drafts.of("pinthong")[0]
    [name] = [each for each in draft.files if each.endswith(".jpg")]
    with Image.open(io.BytesIO(writer.desk.drafts.content(draft, name) or b"")) as kept:
        assert kept.size == (LONGEST_SIDE // 2, LONGEST_SIDE)
    assert f"]({name})" in writer.body
    page.locator("button[value^='drop:'][value$='.jpg']").click()
    page.locator("#body.text img[src]").wait_for(state="detached")
    writer.kept()
    assert name not in writer.body
    assert page.locator("[data-files] input[value='ประกาศรับสมัคร']").count() == 1


def test_an_entry_of_a_list_comes_and_goes_without_leaving_the_page(writer: Writer) -> None:
    page = writer.page
    page.evaluate(_OPEN)
    page.evaluate("window.isSamePage = true")
    page.locator("#title").fill("ยังอยู่")
    add = page.locator("button[value^='add:']").first
    name = str(add.get_attribute("value")).removeprefix("add:")
    add.click()
    group = page.locator(f"[data-group='{name}.0']")
    group.wait_for()
    assert page.evaluate(f"document.activeElement.name.startsWith('{name}.0.')")
    page.locator(f"button[value='remove:{name}.0']").click()
    group.wait_for(state="detached")
    assert page.evaluate("window.isSamePage")
    assert page.locator("#title").input_value() == "ยังอยู่"


def test_enter_in_a_field_takes_nothing_away(writer: Writer) -> None:
    """A browser presses a form's first button then, which must not be one that drops something."""
    page = writer.page
    page.locator("#upload").set_input_files({"name": "ก.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("button[value^='drop:']").wait_for()
    with page.expect_navigation():
        page.locator("[data-files] input[type=text]").press("Enter")
    assert page.locator("button[value^='drop:']").count() == 1


def test_without_script_the_same_form_is_filled_and_kept(browser: Browser, desk: Desk) -> None:
    writer = Writer(browser, desk, java_script_enabled=False)
    writer.begin("recruitment")
    page = writer.page
    page.locator("#title").fill("ไม่มีสคริปต์")
    page.locator("textarea#body").fill("๑. ข้อความ")
    page.locator("#upload").set_input_files({"name": "ก.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("button[value=attach]").click()
    assert page.locator("button[value^='drop:']").count() == 1
    assert page.locator("#title").input_value() == "ไม่มีสคริปต์"
    assert writer.body == "๑. ข้อความ"
    writer.context.close()
