"""The sample office's site, a sparse one, and a real Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from served import CHECKOUT, Served, needs, serve

import office_builder
from built_tree import built
from chromium import started
from once import once, shared_root


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(once(shared_root(tmp_path_factory) / "sample", lambda place: built(CHECKOUT, place, "2026-11-20")))


@pytest.fixture(scope="session")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An office with one category in two pages and nothing in the others."""

    def make(place: Path) -> None:
        tree = office_builder.office(place / "tree")
        for number in range(101):
            office_builder.item(tree, f"law/rule-{number}", expires_on="2027-10-31")
        built(tree, place / "site", "2026-11-20")

    yield from serve(once(shared_root(tmp_path_factory) / "sparse", make) / "site")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    needs(chromium is not None, "chromium")
    with sync_playwright() as playwright:
        launched = started(playwright)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who has never been here: a phone in the light scheme."""
    opened = browser.new_context(viewport={"width": 360, "height": 740}, locale="th-TH", color_scheme="light")
    yield opened
    opened.close()
