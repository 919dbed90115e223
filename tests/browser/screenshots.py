"""The sample office's site -> screenshots/, some of which README shows: `make screenshots`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright
from served import CHECKOUT, serve

from built_tree import built
from chromium import started

PAGES = {
    "home": "",
    "listing": "public-relations/",
    "item": "citizen-manuals/vaccination-service/",
    "tombstone": "public-relations/2569/flu-vaccine/",
}
SIZES = {360: 780, 1280: 900}
"""Width and height, in pixels, of a cheap phone and of a computer's screen."""


def main() -> None:
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = started(playwright)
        for site in serve(built(CHECKOUT, Path(place) / "site", "2026-11-20")):
            for width, height in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
                for name, url in PAGES.items():
                    page.goto(site.url + url)
                    page.evaluate("document.fonts.ready")
                    page.screenshot(path=CHECKOUT / "screenshots" / f"{name}-{width}.png")
        browser.close()


if __name__ == "__main__":
    main()
