"""The auditor's pages on a phone: for everybody, light, and what they offer can be used by keyboard."""

from collections.abc import Iterator

import pytest
from desk_site import PHONE, Writer, barriers, served_desk
from playwright.sync_api import Browser
from test_desk_face import _OPEN, _SMALL, MOST

from once import shared_root
from prakat_desk.desk import Desk

PAGES = ("/audit", "/audit?person=tawan&year=2570", "/audit?item=no/such", "/audit/people/phuwamet")
MORE = ("/audit/items/general-information/contact", "{commit}")


@pytest.fixture(scope="module")
def auditor(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("audit")) as served:
        opened = Writer(browser, served, "dueanchai")
        yield opened
        opened.context.close()


def test_the_auditors_pages_are_for_everybody(auditor: Writer) -> None:
    page, desk = auditor.page, auditor.desk
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for place in (*PAGES, *MORE):
        page.goto(place.format(commit=f"/audit/commits/{newest(desk)}"))
        page.evaluate(_OPEN)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], place
        assert page.locator("h1").count() == 1
        assert not page.evaluate(_SMALL), place
        assert not barriers(page), place
        assert len(page.content().encode()) <= MOST
    assert not [each for each in auditor.complaints if "400" not in each]


def newest(desk: Desk) -> str:
    kept = desk.auditing.now()
    assert kept and kept.audited.tip
    return kept.audited.tip


def test_a_question_is_asked_and_a_kit_taken_home(auditor: Writer) -> None:
    page = auditor.page
    page.goto("/audit")
    page.locator("summary").first.press("Enter")
    page.locator("#person").select_option("tawan")
    page.locator("#from").fill("1 ต.ค. 2569")
    page.locator("#from").press("Enter")
    page.wait_for_url("**/audit?**person=tawan**")
    assert page.locator("#from").input_value() == "1 ต.ค. 2569"
    assert page.locator(".audit-row").count() == 1
    page.get_by_role("button", name="ทำชุดหลักฐาน").click()
    page.wait_for_url("**/audit#kit")
    with page.expect_download() as taken:
        page.get_by_role("link", name="ดาวน์โหลดชุดหลักฐาน").click()
    assert taken.value.suggested_filename.startswith("prakat-kit-")
