"""The page of what is asked for, in a browser: no barrier, nothing wider than a phone, and a form without script."""

from collections.abc import Iterator

import pytest
from desk_site import PHONE, Writer, barriers, served_desk
from playwright.sync_api import Browser

from once import shared_root
from prakat.repository.receipt import set_clock
from prakat_desk.desk import Desk

WIDE = {"width": 1280, "height": 900}
_SMALL = """() => [...document.querySelectorAll("main button, main summary, .counts a, main .pages a")].filter((e) =>
  e.checkVisibility() && e.getBoundingClientRect().height < 24).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """In December, when November is over and nothing is published of it."""
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("completeness")) as served:
        set_clock(served.repository.git_dir, "2026-12-02T09:00:00+07:00")
        yield served


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("address", ["/completeness", "/completeness?year=2569"])
def test_the_page_has_no_barrier(browser: Browser, desk: Desk, viewport: dict[str, int], address: str) -> None:
    writer = Writer(browser, desk, "tawan", viewport=viewport)
    page = writer.page
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.evaluate(_SMALL) == []
    assert barriers(page) == []
    assert not writer.complaints


def test_a_button_opens_the_form_without_script(browser: Browser, desk: Desk) -> None:
    writer = Writer(browser, desk, java_script_enabled=False)
    page = writer.page
    page.goto("/completeness")
    page.locator("#oia-9 .gaps .button").first.click()
    assert "/drafts/" in page.url
    assert "พฤศจิกายน" in page.locator("h1").inner_text()
