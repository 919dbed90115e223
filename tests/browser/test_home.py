"""The home page of an office that has nothing urgent: the sample always has."""

import pytest
from playwright.sync_api import Browser
from served import Served


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_lies_over_the_tiles_of_the_home_page(sparse: Served, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1200})
    page.goto(sparse.url)
    assert page.locator(".alerts").count() == 0
    for tile in page.locator(".tiles a").all():
        tile.scroll_into_view_if_needed()
        is_on_top = """each => {
            const {left, top, width} = each.getBoundingClientRect()
            return each.contains(document.elementFromPoint(left + width / 2, top + 3))
        }"""
        assert tile.evaluate(is_on_top)
    page.close()
