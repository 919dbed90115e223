"""The first page and the calendar in a browser: a busy morning and a quiet one, on a phone, a desk and on paper."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_site import PHONE, Writer, barriers, served_desk
from playwright.sync_api import Browser

from once import shared_root
from prakat.merging.publisher_state import beat
from prakat.repository import objects
from prakat.repository.refs import MAIN, move
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.bare_outlet import BareOutlet
from prakat_desk.sending.dispatch import Dispatch

PAGES = (
    "/today",
    "/today?of=office",
    "/today?show=due",
    "/calendar",
    "/calendar?month=2569-12",
    "/calendar?day=2569-12-04",
)
WIDE = {"width": 1280, "height": 900}
MOST = 60 * 1024
_SMALL = """() => [...document.querySelectorAll(".counts a, button, .pages a, .month a")].filter((e) =>
  e.checkVisibility() && e.getBoundingClientRect().height < 24).map((e) => e.outerHTML.slice(0, 120))"""
_WAITS = "นานมาก " * 20


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("quiet")) as served:
        yield served


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("busy")) as served:
        make_busy(served)
        yield served


def make_busy(desk: Desk) -> None:
    """Requests wait, the publisher has been silent for long, and somebody has pushed to main by force."""
    for number in range(6):
        ask(desk, number, f"ประกาศเรื่องที่ {number + 1} {_WAITS if number == 2 else ''}")
    beat(desk.repository.git_dir, desk.moment - datetime.timedelta(hours=9))
    repository, tip = desk.repository, desk.repository.ref(MAIN)
    assert tip
    tree, who = repository.line("rev-parse", f"{tip}^{{tree}}"), ("somebody", "somebody@example.org")
    move(repository, MAIN, objects.commit(repository, tree, [tip], "by force", who, desk.moment), tip)


def ask(desk: Desk, number: int, title: str) -> None:
    values = {
        "title": title.strip()[:190],
        "summary": "รายละเอียดของประกาศ",
        "owner": {"unit": "admin", "provider": "pinthong"},
        "timing": "immediate" if number == 1 else "fixed_period",
        "publish_on": "2026-11-20",
        "expires_on": "2026-12-20",
    }
    category = "public-relations"
    typed = entries_of(values, form_fields(category))
    path = f"{category}/2570/busy-{number}"
    draft = desk.drafts.begin(Draft("", "pinthong", path=path, typed=typed, body="เนื้อหา\n"))
    person = desk.authority.office.people["pinthong"]
    Dispatch(desk, BareOutlet(desk.repository), person).send(draft)


@pytest.fixture(scope="module")
def visitors(browser: Browser, quiet: Desk, busy: Desk) -> Iterator[dict[str, Writer]]:
    opened = {"quiet": Writer(browser, quiet, "fasai"), "busy": Writer(browser, busy, "fasai")}
    yield opened
    for each in opened.values():
        each.context.close()


@pytest.mark.parametrize(("place", "office"), [*((each, "busy") for each in PAGES), ("/today", "quiet")])
def test_a_page_is_for_everybody(visitors: dict[str, Writer], place: str, office: str) -> None:
    webmaster = visitors[office]
    page = webmaster.page
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        webmaster.complaints.clear()
        answer = page.goto(place)
        assert answer and len(answer.body()) < MOST
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.locator("h1").count() == 1
        assert not page.evaluate(_SMALL)
        assert not barriers(page)
        assert not webmaster.complaints


def test_a_count_leads_to_its_lines_and_a_line_to_its_page(browser: Browser, busy: Desk) -> None:
    reviewer = Writer(browser, busy, "meklada")
    page = reviewer.page
    page.goto("/")
    count = page.locator(".counts a[href='#for-me']")
    assert count.locator("b").inner_text() == "6"
    count.click()
    assert page.url.endswith("/today#for-me")
    lines = page.locator("#for-me li")
    assert lines.count() == 6
    assert "urgent" in (lines.nth(1).get_attribute("class") or ""), "what must be up at once"
    lines.nth(0).locator("a").click()
    assert "/requests/" in page.url
    reviewer.context.close()


def test_what_is_amiss_is_said_to_the_webmaster(browser: Browser, busy: Desk) -> None:
    webmaster = Writer(browser, busy, "fasai")
    page = webmaster.page
    page.goto("/today")
    for _ in range(100):
        if page.locator("#violations li.urgent").count():
            break
        page.reload()
    assert page.locator("#violations li.urgent").count() == 1
    assert "ระบบเผยแพร่เงียบ" in page.locator("#publisher li.urgent").inner_text()
    webmaster.context.close()


def test_the_month_is_a_grid_where_there_is_room_and_a_list_elsewhere(
    browser: Browser, quiet: Desk, tmp_path: Path
) -> None:
    visitor = Writer(browser, quiet, "fasai")
    page = visitor.page

    def lefts() -> list[int]:
        boxes = [each.bounding_box() for each in page.locator(".month > li").all() if each.is_visible()]
        return [round(each["x"]) for each in boxes if each]

    page.goto("/calendar?month=2569-12")
    assert len(set(lefts())) == 1 and len(lefts()) < 31
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    assert len(lefts()) == 31 and len(set(lefts())) == 7
    assert lefts()[0] == sorted(set(lefts()))[1], "1 December 2026 is a Tuesday"
    with page.expect_download() as begun:
        page.get_by_role("link", name="บันทึกเป็นไฟล์ปฏิทิน").click()
    begun.value.save_as(tmp_path / "month.ics")
    assert (tmp_path / "month.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    visitor.context.close()
