"""The desk's papers in a browser: on a phone and on a desk, without barriers, and a press that needs no script."""

from collections.abc import Iterator

import pytest
from desk_site import PHONE, Writer, barriers, served_desk
from playwright.sync_api import Browser
from test_desk_face import _OPEN, _SMALL

from once import shared_root
from prakat.content.shelf import shelf_of
from prakat_desk.desk import Desk

WIDE = {"width": 1280, "height": 900}
PAGES = ("/papers", "/papers?period=2570Q1", "/papers?period=2569", "/papers?period=x", "{item}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served_desk(shared_root(tmp_path_factory), tmp_path_factory.mktemp("papers")) as served:
        yield served


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_for_everybody(browser: Browser, desk: Desk, viewport: dict[str, int], place: str) -> None:
    writer = Writer(browser, desk, "tawan", viewport=viewport)
    item = next(each.path for each in shelf_of(desk.repository).now().values())
    page = writer.page
    page.goto(place.format(item=f"/mine/{item}"))
    page.evaluate(_OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.locator("h1").count() == 1
    assert not page.evaluate(_SMALL)
    assert not barriers(page)
    writer.context.close()


def test_a_paper_is_downloaded_without_script(browser: Browser, desk: Desk) -> None:
    writer = Writer(browser, desk, "tawan", java_script_enabled=False)
    page = writer.page
    page.goto("/papers?period=2569Q4")
    page.locator("#number-monitoring").fill("877")
    with page.expect_download() as begun:
        page.locator("form[action='/papers/memo-monitoring'] button").first.click()
    assert begun.value.suggested_filename.endswith(".pdf")
    writer.context.close()
