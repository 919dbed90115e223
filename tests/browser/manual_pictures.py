"""The sample office's desk on a phone -> docs/manual/, the pictures of the manuals, and of each the words on its page.

`make pictures` makes them anew; look at each one before you commit it."""

import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from desk_site import PHONE, Writer, served_desk
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from served import CHECKOUT

from chromium import started
from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.staff import Staff
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.repository.receipt import set_clock
from prakat.rules.message import message
from prakat.thai.buddhist_era import BANGKOK
from prakat_desk.desk import Desk

PICTURES = CHECKOUT / "docs" / "manual"
COMMAND = "make pictures"
MORNING = datetime.datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK)
CHAIN = {"reviewer": "meklada", "approver": "phuwamet", "webmaster": "tawan"}
MOST = 60_000
_SCALE, _QUALITY = 1.5, 70
_WORDS = """() => {
  const own = document.querySelector("main").cloneNode(true);
  own.querySelectorAll("code, pre, option, .digest").forEach((each) => each.remove());
  const told = own.querySelectorAll("h1, h2, h3, legend, label, button, a.button, summary, figcaption, dt, th");
  return [...told].map((each) => each.textContent.replace(/\\s+/g, " ").trim()).filter(Boolean).join("\\n");
}"""
"""What a page calls its parts and its buttons; neither what the office writes, nor keys and digests."""
_COUNT = re.compile(r" \([0-9]+\)$")


def scenes(desk: Desk, browser: Browser) -> Iterator[tuple[str, Page]]:
    """Each picture's name, and the page as it is then: one request on its way through the office."""
    object.__setattr__(desk, "clock", lambda: MORNING)
    set_clock(desk.repository.git_dir, MORNING.isoformat())
    staff = Writer(browser, desk, "pinthong", device_scale_factor=_SCALE)
    yield from _asked(staff)
    number = int(staff.page.url.rpartition("/")[2])
    yield from _decided(browser, desk, number)
    yield "staff-mine", _beside(_at(staff, "/mine"), "ul.list")
    yield from _audited(Writer(browser, desk, "dueanchai", device_scale_factor=_SCALE))


def _asked(staff: Writer) -> Iterator[tuple[str, Page]]:
    page = staff.page
    page.goto("/ask")  # with the menu above it
    yield "staff-ask", page
    staff.begin("recruitment")
    page.locator("#title").fill("รับสมัครเจ้าพนักงานธุรการ 1 อัตรา")
    page.locator("#summary").fill("รับสมัครบุคคลทั่วไปเพื่อจ้างเป็นเจ้าพนักงานธุรการ 1 อัตรา")
    page.locator(".ProseMirror").click()
    page.keyboard.insert_text("๑. จบ ปวส. ขึ้นไป")
    page.locator("[name='closes.on-day']").fill("15")
    page.locator("[name='closes.on-month']").select_option("12")
    page.locator("[name='closes.on-year']").fill("2569")
    staff.kept()
    page.reload()
    yield "staff-form", _from_the_top(page)
    page.locator("button[value=send]").click()
    page.wait_for_url("**/send")
    yield "staff-send", _from_the_top(page)
    page.locator("form[action$='/send'] button").last.click()
    page.wait_for_url("**/requests/*")
    page.reload()
    yield "staff-follow", _from_the_top(page)


def _decided(browser: Browser, desk: Desk, number: int) -> Iterator[tuple[str, Page]]:
    place = f"/requests/{number}"
    reviewer = Writer(browser, desk, "meklada", device_scale_factor=_SCALE)
    yield "director-decision", _at(reviewer, place)
    yield "director-sign", _beside(_at(reviewer, place), "#decide-title")
    reviewer.page.locator("summary").filter(has_text=message("desk_talk.send-back").text()).click()
    yield "director-back", _beside(reviewer.page, f"summary:has-text('{message('desk_talk.send-back').text()}')")
    staff = Staff(desk.repository, desk.state.parent / PRIVATE_KEYS)
    for step in ("reviewer", "approver"):
        staff.sign(number, step, CHAIN[step], MORNING)
    webmaster = Writer(browser, desk, "tawan", device_scale_factor=_SCALE)
    yield "webmaster-sign", _beside(_at(webmaster, place), "#decide-title")
    yield "webmaster-today", _examined(_at(webmaster, "/today?of=office"))
    yield "webmaster-invite", _beside(_at(webmaster, "/people/pinthong"), "h2:has(+ form[action$='/invite'])")
    staff.sign(number, "webmaster", CHAIN["webmaster"], MORNING)
    merging = bare_counter.open_merging(desk.repository, publisher_key(desk.repository.git_dir), MORNING)
    assert isinstance(plan.merge(merging, number), Merged)


def _audited(auditor: Writer) -> Iterator[tuple[str, Page]]:
    page = auditor.page
    yield "auditor-audit", _at(auditor, "/audit")
    page.locator("a[href^='/audit/commits/']").first.click()
    yield "auditor-proof", _beside(page, "h2:has-text('ลายมือชื่อ')")
    page.goto("/audit")
    page.locator("form[action='/audit/kit'] button").click()
    yield "auditor-kit", _beside(page, "#kit")


def _examined(page: Page) -> Page:
    """Once what is found out beside the visitors is known."""
    while page.get_by_text(message("agenda.being-examined").text()).count():
        page.reload()
    return _from_the_top(page)


def _at(writer: Writer, place: str) -> Page:
    writer.page.goto(place)
    return _from_the_top(writer.page)


def _from_the_top(page: Page) -> Page:
    page.evaluate("() => { document.activeElement.blur(); document.querySelector('main').scrollIntoView(); }")
    return page


def _beside(page: Page, place: str) -> Page:
    page.locator(place).first.evaluate("(each) => each.scrollIntoView({block: 'start'})")
    return page


def words_on(page: Page) -> str:
    """A line each, without counts."""
    return "".join(f"{_COUNT.sub('', line)}\n" for line in str(page.evaluate(_WORDS)).splitlines())


def words_file(name: str) -> Path:
    return PICTURES / f"{name}.txt"


def picture_file(name: str) -> Path:
    return PICTURES / f"{name}.webp"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = started(playwright)
        with served_desk(Path(place), Path(place) / "own") as desk:
            for name, page in scenes(desk, browser):
                page.evaluate("document.fonts.ready")
                shot = Image.open(io.BytesIO(page.screenshot(clip={"x": 0, "y": 0, **PHONE})))  # type: ignore[arg-type]
                shot.convert("RGB").save(picture_file(name), quality=_QUALITY, method=6)
                words_file(name).write_text(words_on(page), encoding="utf-8", newline="\n")
        browser.close()


if __name__ == "__main__":
    main()
