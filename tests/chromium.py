"""Chromium as a test starts it: as little of a browser as shows pages, with all the time in the world."""

import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

_PLAYWRIGHTS = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
"""What Playwright switches off; Chromium heeds the last list alone."""
_ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
"""Two pages that belong to the address bar, which are else loaded for each window and cost more than ours."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join((*_PLAYWRIGHTS, *_ADDRESS_BAR))}",
)
PATIENCE = 600_000
"""Milliseconds until something that does not come is given up: no page of a busy machine is late by then."""


def started(playwright: Playwright) -> Browser:
    """The machine's Chromium; whatever it opens waits that long, and so does what is expected of a page."""
    expect.set_options(timeout=PATIENCE)
    found = shutil.which("chromium")
    browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS], timeout=PATIENCE)
    new_context = browser.new_context

    def opened(**settings: Any) -> BrowserContext:
        context = new_context(**settings)
        context.set_default_timeout(PATIENCE)
        return context

    def opened_page(**settings: Any) -> Page:
        return opened(**settings).new_page()

    browser.new_context = opened  # type: ignore[method-assign]
    browser.new_page = opened_page  # type: ignore[method-assign]
    return browser
