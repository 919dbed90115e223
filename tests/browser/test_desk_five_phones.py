"""A fresh machine, five phones: from `prakat init` to a published page, and what becomes of an office after that."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from founded_office import PEOPLE, NewOffice, PersonsPhone, begun_office, phones
from playwright.sync_api import Browser

from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.merging.first_look import office_of_main
from prakat.repository.refs import SIGN_OFF, TAGS
from prakat.request.policy.step import REQUESTER

PATIENCE = 120_000
"""Milliseconds that a page may take to change: only whatever hangs for ever is a failure."""


@dataclass
class FoundedOffice:
    """Played by pressing buttons; each act leads to a page that says that it was done."""

    office: NewOffice
    phones: Mapping[str, PersonsPhone]
    typed: int = 0
    pages: dict[str, str] = field(default_factory=dict)

    def founded(self) -> None:
        for act in ("desk", "attend"):
            self.office.start(act)
        for each in PEOPLE:
            self.phones[each].page.goto(self.office.link(each))
            self.phones[each].press("ลงทะเบียนเครื่องนี้")
        for each in PEOPLE:
            self.phones[each].page.wait_for_selector("h1:has-text('เริ่มใช้งานโต๊ะงาน')", timeout=PATIENCE)
        self.phones["wit"].page.goto(f"{self.office.origin}/founding")
        self.phones["wit"].press("เริ่มใช้งานและลงชื่อผู้ขอ")
        self.phones["wit"].page.wait_for_url("**/requests/1")
        self.signs("dao", 1)
        self.signs("won", 1, ticks=True)
        self.is_live("won", 1)

    def signs(self, person: str, number: int, *, ticks: bool = False) -> None:
        """Two taps: opened, and pressed; the webmaster's four ticks between them."""
        page = self.phones[person].page
        page.goto(f"{self.office.origin}/requests/{number}")
        for each in page.locator("#decide [name=checked]").all() if ticks else ():
            each.check()
        page.locator("#decide").get_by_role("button", name="ลงนาม", exact=True).click()
        page.wait_for_selector("[role=status]:has-text('ลงนาม')")

    def is_live(self, person: str, number: int) -> None:
        """The page says so by itself, once the publisher has done its work."""
        page = self.phones[person].page
        page.goto(f"{self.office.origin}/requests/{number}")
        page.wait_for_selector(".live:has-text('ขึ้นเว็บไซต์แล้ว')", timeout=PATIENCE)

    def asks(self, title: str) -> int:
        """A notice, as staff write it; its number."""
        page = self.phones["nok"].page
        page.goto(f"{self.office.origin}/ask")
        page.locator("button[value=news]").first.click()
        self._types("#title", title)
        self._types("#summary", f"{title} สำหรับประชาชนในพื้นที่ทุกหมู่บ้าน")
        page.locator(".ProseMirror").click()
        page.keyboard.insert_text("วันจันทร์ที่ ๓๐ พฤศจิกายน ๒๕๖๙ เวลา ๐๙.๐๐ น.")
        page.locator("button[value=send]").click()
        page.wait_for_url("**/send")
        self.phones["nok"].press("ลงลายมือชื่อแล้วส่ง")
        page.wait_for_url("**/requests/*")
        return int(page.url.rpartition("/")[2])

    def _types(self, place: str, text: str) -> None:
        self.phones["nok"].page.locator(place).fill(text)
        self.typed += len(text)


@pytest.fixture(scope="module")
def play(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FoundedOffice]:
    with ExitStack() as opened:
        office = opened.enter_context(begun_office(tmp_path_factory.mktemp("five") / "new"))
        made = FoundedOffice(office, opened.enter_context(phones(browser, iter(PEOPLE))))
        made.founded()
        yield made


def test_from_nothing_to_a_page_that_readers_see(play: FoundedOffice) -> None:
    number = play.asks("ประกาศวันหยุดให้บริการตรวจสุขภาพ")
    for person in ("rak", "dao"):
        play.signs(person, number)
    play.signs("wit", number, ticks=True)
    play.is_live("nok", number)
    page = play.phones["nok"].page
    page.goto(f"{play.office.origin}/requests/{number}")
    link = page.locator("main a[href*='/public-relations/']").first.get_attribute("href") or ""
    published = play.office.place / "www" / "current" / link.partition("://")[2].partition("/")[2] / "index.html"
    assert "ประกาศวันหยุดให้บริการตรวจสุขภาพ" in published.read_text(encoding="utf-8")
    assert not [said for each in play.phones.values() for said in each.complaints]


def test_the_audit_is_clean_and_stock_tools_prove_each_signature(play: FoundedOffice, tmp_path: Path) -> None:
    repository = play.office.repository
    assert auditor.audit(repository, Trust()).open_rows == []
    known = office_of_main(repository)
    assert known
    people = known.office.people.values()
    keys = tmp_path / "signers"
    keys.write_text(
        "".join(f'{each.id} namespaces="git" {key}\n' for each in people for key in each.keys), encoding="utf-8"
    )
    made = [ref.removeprefix(TAGS) for ref in repository.refs(SIGN_OFF)]
    assert {f"sign-off/1/{REQUESTER}", "sign-off/1/approver", "sign-off/1/webmaster"} <= {*made}
    settings = ("-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={keys}")
    for name in made:
        command = ["git", "-C", str(repository.git_dir), *settings, "verify-tag", name]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
