"""A sample office's desk, served on loopback by its own server, and somebody of the office in a browser before it."""

import datetime
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page
from served import CHECKOUT, needs
from visits import AXE, OF_COLOURS

from once import once
from prakat.founding.sample_office import begin_sample, sample_of
from prakat.repository.receipt import set_clock
from prakat.thai.buddhist_era import BANGKOK
from prakat_desk.desk import Desk
from prakat_desk.server import server

TODAY = datetime.datetime(2026, 11, 20, tzinfo=BANGKOK)
"""As in tests/desk/conftest.py, whose sample this is."""
PHONE = {"width": 360, "height": 740}
_AXE = "async (more) => (await axe.run(document, {resultTypes: ['violations'], iframes: false, ...more})).violations"
_TELL_OF_POLICY = "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"


@contextmanager
def served_desk(shared: Path, own: Path) -> Iterator[Desk]:
    made = once(shared / "sample-office", lambda place: begin_sample(CHECKOUT, place, TODAY) and None)
    sample = shutil.copytree(made, own / "sample", symlinks=True)
    found = sample_of(sample)
    set_clock(found.repository.git_dir, TODAY.isoformat())
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port = opened.getsockname()[1]
        desk = Desk(found.repository, f"http://127.0.0.1:{port}", sample / "desk", sample_keys=found.keys)
        with running(desk, port, [opened]):
            yield desk


@contextmanager
def running(desk: Desk, port: int, sockets: list[socket.socket] | None = None) -> Iterator[None]:
    """The desk's own server, in a thread."""
    serving = server(desk, "127.0.0.1", port)
    thread = threading.Thread(target=serving.run, args=(sockets,))
    thread.start()
    while not serving.started:
        thread.join(0.01)
    try:
        yield
    finally:
        serving.should_exit = True
        thread.join()


def barriers(page: Page, schemes: Sequence[str] = ("light", "dark")) -> list[tuple[str, list[str]]]:
    """What axe finds on the page as it stands, in each scheme: its rule, and the elements that break it. What is not
    about colours is looked for in the first."""
    needs(AXE.is_file(), "the npm package axe-core")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for place, scheme in enumerate(schemes):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += page.evaluate(_AXE, OF_COLOURS if place else {})
    return [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]


def is_amiss(said: ConsoleMessage) -> bool:
    """That a page which is only shown runs no script is as it should be."""
    return said.type == "error" and "frame is sandboxed" not in said.text


class Writer:
    """Somebody who writes on a phone; what the browser complained of is kept."""

    def __init__(self, browser: Browser, desk: Desk, person: str = "pinthong", **options: object) -> None:
        self.desk = desk
        settings = {"viewport": PHONE, "locale": "th-TH", "color_scheme": "light", **options}
        self.context = browser.new_context(base_url=desk.origin, **settings)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if is_amiss(said) else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(_TELL_OF_POLICY)
        self.page.goto("/sign-in")
        with self.page.expect_navigation():
            self.page.locator(f"button[value={person}]").click()

    def begin(self, ask: str) -> str:
        """Opens a new draft, and says its address."""
        begun = self.context.request.post("/ask", form={"ask": ask}, headers={"Origin": self.desk.origin})
        self.complaints.clear()
        self.page.goto(begun.url)
        return begun.url

    def kept(self) -> None:
        """Once everything that was typed lies on the server."""
        assert self.page.evaluate("document.querySelector('form[data-save]').keep()")

    @property
    def body(self) -> str:
        """The text of the draft that is open, as the server keeps it."""
        draft = self.desk.drafts.get("pinthong", self.page.url.rpartition("/")[2].partition("#")[0].partition("?")[0])
        assert draft
        return draft.body
