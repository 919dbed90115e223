"""a page of a site -> what a browser saw of it, in as few visits as what is asked about them allows"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page
from served import CHECKOUT

AXE = CHECKOUT / "node_modules/axe-core/axe.min.js"
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 640}
_STOPS = "a[href], button, input, summary, [tabindex='0']"
_FOCUSED = f"""() => {{
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  return {{
    index: [...document.querySelectorAll("{_STOPS}")].indexOf(focused),
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isSeen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    html: focused.outerHTML.slice(0, 160),
  }};
}}"""
_REACHABLE = f"""() => [...document.querySelectorAll("{_STOPS}")].map((e) => e.checkVisibility() && !e.disabled)"""
_WIDER = """() => [...document.querySelectorAll("body *")].filter((e) =>
  e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table, .hidden, pre")
).map((e) => e.outerHTML.slice(0, 100))"""
_SMALL = """() => [...document.querySelectorAll("a[href], button, input, summary")].filter((e) =>
  e.checkVisibility() && !e.closest(".text, .skip, p, dd, address") && e.getBoundingClientRect().height < 44
).map((e) => e.outerHTML.slice(0, 100))"""
"""Links inside a sentence are as high as its line."""
_UNFOLD = "document.querySelectorAll('details').forEach((each) => { each.open = !each.closest('.menu'); })"
_AXE = "async (more) => (await axe.run({resultTypes: ['violations'], ...more})).violations"
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""Axe's rules in which a scheme can differ from another: a scheme is colours alone."""
_TELL_OF_POLICY = "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"


Violations = list[tuple[str, list[str]]]
"""axe's rule, and the elements that break it."""


@dataclass(frozen=True)
class FirstSight:
    """What a page is to somebody who has never been here, with a phone, in the light scheme."""

    hosts: frozenset[str]
    refused: tuple[str, ...]
    """What the browser complained of, the page's policy included."""
    cookies: tuple[Any, ...]
    stored: tuple[int, int]
    """Entries in the browser's lasting and passing stores."""
    language: str | None
    title: str
    headings: int
    """Of the first order."""
    is_indexed: bool
    canonical: int
    small: tuple[str, ...]
    """What stands alone and is lower than a finger."""
    foot: str


@dataclass(frozen=True)
class Width:
    scrolled: int
    wider: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    """By keyboard, from stop to stop."""

    reachable: tuple[int, ...]
    """Places among all stops, in the page's order."""
    stops: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Turned:
    """What a page is on one screen after the other without being loaded again, and then by keyboard on a phone."""

    narrow: Width
    wide: Width
    walk: Walk


class Visits:
    """Everything that is asked of one page, in a context of its own; what nobody asks for is not loaded."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.context = browser.new_context(viewport=PHONE, locale="th-TH", color_scheme="light")  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.address = address
        self.host = urlsplit(address).netloc

    @cached_property
    def first(self) -> FirstSight:
        page, hosts, refused = self.page, set[str](), list[str]()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        page.add_init_script(_TELL_OF_POLICY)
        self._load()
        stored = page.evaluate("[localStorage.length, sessionStorage.length]")
        return FirstSight(
            hosts=frozenset(hosts),
            refused=tuple(refused),
            cookies=tuple(self.context.cookies()),
            stored=(stored[0], stored[1]),
            language=page.get_attribute("html", "lang"),
            title=page.title(),
            headings=page.locator("h1").count(),
            is_indexed=page.locator("meta[name=robots][content=noindex]").count() == 0,
            canonical=page.locator("link[rel=canonical]").count(),
            small=tuple(page.evaluate(_SMALL)),
            foot=page.locator("footer").inner_text(),
        )

    @cached_property
    def light(self) -> Violations:
        """In the page as it was first seen."""
        assert self.first
        return self._violations()

    @cached_property
    def dark(self) -> Violations:
        """Of colours, for a scheme changes nothing else."""
        self._load_again(scheme="dark")
        return self._violations(**OF_COLOURS)

    @cached_property
    def turned(self) -> Turned:
        """As a phone is turned, or a window grows, and shrinks again."""
        self._load_again(NARROW)
        narrow = self._width()
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        wide = self._width()
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.page.emulate_media(reduced_motion="reduce")
        return Turned(narrow, wide, self._walk())

    def _violations(self, **more: list[str]) -> Violations:
        """What axe finds once everything is unfolded."""
        self.page.evaluate(_UNFOLD)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(_AXE, more)
        return [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]

    def _walk(self) -> Walk:
        reachable = self.page.evaluate(_REACHABLE)
        stops = []
        for _ in range(sum(reachable)):
            self.page.keyboard.press("Tab")
            stops.append(self.page.evaluate(_FOCUSED))
        return Walk(tuple(place for place, is_reachable in enumerate(reachable) if is_reachable), tuple(stops))

    def _width(self) -> Width:
        return Width(self.page.evaluate("document.documentElement.scrollWidth"), tuple(self.page.evaluate(_WIDER)))

    def _load_again(self, screen: dict[str, int] = PHONE, scheme: str = "light") -> None:
        """Once all is known that the first load is asked for."""
        assert self.first
        assert not AXE.is_file() or self.light is not None
        self.page.goto("about:blank")  # lest the last visit's page is laid out anew
        self.page.set_viewport_size(screen)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme=scheme, reduced_motion="no-preference")  # type: ignore[arg-type]
        self._load()

    def _load(self) -> None:
        self.page.goto(self.address)
        if "?q=" in self.address:
            self.page.locator(".search-results a").first.wait_for()
