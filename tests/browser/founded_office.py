"""A new office as a newcomer begins it: one command, its printed lines typed as they stand, a phone for everybody."""

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from desk_site import is_amiss
from playwright.sync_api import Browser, BrowserContext, Page

from loopback import free_port
from new_office import FLAGS
from prakat.repository.receipt import set_clock
from prakat.repository.repository import Repository, open_repository
from programs import python

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
DAY = "2026-11-20T09:00:00+07:00"
LATER = "2026-11-20T10:00:00+07:00"
PEOPLE = {
    "nok": "provider:nok:นางสาวนกน้อย ตัวอย่าง:เจ้าหน้าที่:nok@new.example",
    "rak": "reviewer:rak:นายรักดี ตัวอย่าง:หัวหน้ากลุ่มงาน:rak@new.example",
    "dao": "approver:dao:นางดาวเด่น ตัวอย่าง:หัวหน้าสำนักงาน:dao@new.example",
    "wit": "webmaster:wit:นายวิทยา ตัวอย่าง:นักวิชาการ:wit@new.example",
    "won": "webmaster:won:นางสาววันดี ตัวอย่าง:เจ้าพนักงาน:won@new.example",
}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class NewOffice:
    place: Path
    printed: str
    origin: str
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def repository(self) -> Repository:
        return open_repository(self.place / "office.git")

    def line(self, act: str) -> str:
        """The printed command of that name."""
        return re.findall(rf"^\S+ {act} .*$", self.printed, re.MULTILINE)[0]

    def link(self, person: str) -> str:
        name = PEOPLE[person].split(":")[2]
        return re.findall(rf"^ลิงก์ของ {re.escape(name)} .*\n(\S+)$", self.printed, re.MULTILINE)[0]

    def start(self, act: str) -> None:
        """Types the printed line into a terminal of its own; goes on once it is ready."""
        words = shlex.split(self.line(act))
        command = [sys.executable, str(SCRIPTS / f"{words[1]}.py"), *words[2:]]
        own = {name: value for name, value in os.environ.items() if name != "PRAKAT_DATE"}
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=own)
        self.programs.append(running)
        assert running.stdout
        running.stdout.readline()
        while act == "desk" and not _is_open(urlsplit(self.origin).port or 0):
            with suppress(subprocess.TimeoutExpired):
                raise ChildProcessError(running.wait(0.05))


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def begun_office(place: Path, people: dict[str, str] = PEOPLE) -> Iterator[NewOffice]:
    """Nothing runs yet; what is started ends with it."""
    origin = f"http://localhost:{free_port()}"
    named = [part for each in people.values() for part in ("--person", each)]
    flags = [part for flag in FLAGS.items() for part in flag]
    command = [python(), str(SCRIPTS / "init_office.py"), "--to", str(place), "--date", DAY]
    done = subprocess.run(
        [*command, *flags, *named, "--desk-url", origin], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    set_clock(place / "office.git", LATER)
    office = NewOffice(place, done.stdout, origin)
    try:
        yield office
    finally:
        for each in office.programs:
            each.terminate()
            each.communicate()


@dataclass
class PersonsPhone:
    context: BrowserContext
    page: Page
    complaints: list[str]

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()


@contextmanager
def phones(browser: Browser, people: Iterator[str]) -> Iterator[dict[str, PersonsPhone]]:
    """A phone's screen and an authenticator for each, which nobody else has."""
    with ExitStack() as opened:
        yield {each: _phone(opened, browser) for each in people}


def _phone(opened: ExitStack, browser: Browser) -> PersonsPhone:
    settings = {"viewport": {"width": 360, "height": 740}, "locale": "th-TH", "color_scheme": "light"}
    context = opened.enter_context(browser.new_context(**settings))  # type: ignore[arg-type]
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_amiss(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return PersonsPhone(context, page, complaints)
