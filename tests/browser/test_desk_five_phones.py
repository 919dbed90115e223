"""A fresh machine, five phones: from `prakat init` to a published page, and what becomes of an office after that."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from founded_office import PEOPLE, NewOffice, PersonsPhone, begun_office, phones
from playwright.sync_api import Browser

from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.office.office import FILE, Office, parse_office
from prakat.repository.refs import MAIN, SIGN_OFF, TAGS
from prakat.request.policy.step import REQUESTER


@dataclass
class FoundedOffice:
    """Played by pressing buttons; each act leads to a page that says that it was done."""

    office: NewOffice
    phones: Mapping[str, PersonsPhone]

    def founded(self) -> None:
        for act in ("desk", "attend"):
            self.office.start(act)
        for each in PEOPLE:
            self.phones[each].page.goto(self.office.link(each))
            self.phones[each].press("ลงทะเบียนเครื่องนี้")
        for each in PEOPLE:
            self.phones[each].page.wait_for_selector("h1:has-text('เริ่มใช้งานโต๊ะงาน')")
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
        page.wait_for_selector(".live:has-text('ขึ้นเว็บไซต์แล้ว')")

    def asks(self, title: str) -> int:
        """A notice, as staff write it; its number."""
        page = self.phones["nok"].page
        page.goto(f"{self.office.origin}/ask")
        page.locator("button[value=news]").first.click()
        page.locator("#title").fill(title)
        page.locator("#summary").fill(f"{title} สำหรับประชาชนในพื้นที่ทุกหมู่บ้าน")
        page.locator(".ProseMirror").click()
        page.keyboard.insert_text("วันจันทร์ที่ ๓๐ พฤศจิกายน ๒๕๖๙ เวลา ๐๙.๐๐ น.")
        page.locator("button[value=send]").click()
        page.wait_for_url("**/send")
        self.phones["nok"].press("ลงลายมือชื่อแล้วส่ง")
        page.wait_for_url("**/requests/*")
        return int(page.url.rpartition("/")[2])


def test_five_phones(browser: Browser, tmp_path: Path) -> None:
    """One story, since each part of it goes on with the office of the part before."""
    with begun_office(tmp_path / "new") as office, phones(browser, iter(PEOPLE)) as people:
        play = FoundedOffice(office, people)
        play.founded()
        published(play)
        asked_answered_and_sent_back(play)
        replaced_a_lost_phone(play, browser)
        proven_by_stock_tools(play, tmp_path)


def published(play: FoundedOffice) -> None:
    number = play.asks("ประกาศวันหยุดให้บริการตรวจสุขภาพ")
    for person in ("rak", "dao"):
        play.signs(person, number)
    play.signs("wit", number, ticks=True)
    play.is_live("nok", number)
    page = play.phones["nok"].page
    page.goto(f"{play.office.origin}/requests/{number}")
    link = page.locator("main a[href*='/public-relations/']").first.get_attribute("href") or ""
    page_file = play.office.place / "www" / "current" / link.partition("://")[2].partition("/")[2] / "index.html"
    assert "ประกาศวันหยุดให้บริการตรวจสุขภาพ" in page_file.read_text(encoding="utf-8")
    assert not [said for each in play.phones.values() for said in each.complaints]


def asked_answered_and_sent_back(play: FoundedOffice) -> None:
    number = play.asks("ประกาศเลื่อนวันตรวจสุขภาพ")
    where = f"{play.office.origin}/requests/{number}"
    signer, author = play.phones["rak"], play.phones["nok"]
    signer.page.goto(where)
    signer.page.get_by_text("ถามผู้ขอ").click()
    signer.page.locator("#question").fill("เลื่อนเป็นวันใด")
    signer.press("ส่งคำถาม")
    signer.page.wait_for_selector("[role=status]")
    author.page.goto(f"{play.office.origin}/today")
    assert "ถามไว้" in author.page.inner_text("main")
    author.page.goto(where)
    author.page.locator("#answer-text").fill("วันอังคาร")
    author.press("ส่งคำตอบ")
    author.page.wait_for_selector("[role=status]")
    signer.page.goto(where)
    assert "วันอังคาร" in signer.page.inner_text("main")
    signer.page.get_by_text("ส่งคืนคำขอ", exact=False).first.click()
    signer.page.locator("[value=incorrect]").check()
    signer.page.locator("#why").fill("วันในเนื้อหาไม่ตรงกับที่ตอบ โปรดแก้ให้ตรงกัน")
    signer.press("ส่งคืนด้วยลายนิ้วมือหรือใบหน้า")
    signer.page.wait_for_selector("[role=status]")
    author.page.goto(where)
    assert "วันในเนื้อหาไม่ตรงกับที่ตอบ" in author.page.inner_text("main")


def replaced_a_lost_phone(play: FoundedOffice, browser: Browser) -> None:
    webmaster = play.phones["won"]
    webmaster.page.goto(f"{play.office.origin}/people/nok")
    webmaster.page.locator("[name=is_lost]").check()
    webmaster.press("สร้างลิงก์")
    link = webmaster.page.input_value("#link")
    play.phones["nok"].page.goto(f"{play.office.origin}/today")
    assert "/sign-in" in play.phones["nok"].page.url, "whoever found the phone is out at once"
    with phones(browser, iter(["nok"])) as found:
        found["nok"].page.goto(link)
        found["nok"].press("ลงทะเบียนเครื่องนี้")
        told = found["nok"].page.wait_for_selector("h1:has-text('ส่งคำขอที่')")
        assert told
        number = int("".join(each for each in told.inner_text() if each.isdecimal()))
        play.signs("dao", number)
        play.signs("wit", number, ticks=True)
        play.is_live("wit", number)
        found["nok"].page.goto(f"{play.office.origin}/sign-in")
        found["nok"].press("เข้าใช้งานด้วยโทรศัพท์เครื่องนี้")
        found["nok"].page.wait_for_url(f"{play.office.origin}/today")


def keys_of_all_days(play: FoundedOffice) -> Iterator[tuple[str, str]]:
    """The lost phone's, too, which signed while it was not lost."""
    repository = play.office.repository
    for commit in repository.line("rev-list", "--first-parent", MAIN).split():
        known = parse_office(repository.object(f"{commit}:{FILE}")[1])
        assert isinstance(known, Office)
        yield from ((each.id, key) for each in known.people.values() for key in each.keys)


def proven_by_stock_tools(play: FoundedOffice, tmp_path: Path) -> None:
    repository = play.office.repository
    found = auditor.audit(repository, Trust())
    assert found.open_rows == []
    assert {"published", "office"} <= {row.action for row in found.rows}
    keys = tmp_path / "signers"
    keys.write_text("".join(f'{who} namespaces="git" {key}\n' for who, key in keys_of_all_days(play)), encoding="utf-8")
    made = [ref.removeprefix(TAGS) for ref in repository.refs(SIGN_OFF)]
    assert {f"sign-off/1/{REQUESTER}", "sign-off/1/approver", "sign-off/1/webmaster"} <= {*made}
    settings = ("-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={keys}")
    for name in made:
        command = ["git", "-C", str(repository.git_dir), *settings, "verify-tag", name]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
