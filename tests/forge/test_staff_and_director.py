"""The whole path once through the pages of a real Forgejo, in a real Chromium, as staff and as director."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import needs
from playwright.sync_api import Browser, Page, sync_playwright

import merge as merge_script
from chromium import started
from prakat.audit_log.record import RecordKind
from prakat.merging.plan import Merged
from prakat.request.request_template import template
from prakat.request.spoken_words import CHECKED_TH
from prakat.rules import data
from sign_off_office import document

FOLDER = "content/public-relations/2569"


@dataclass
class Browsers:
    """Everybody's browser, in which they stay signed in."""

    browser: Browser
    open: dict[str, Page] = field(default_factory=dict)

    def page(self, office: ForgeOffice, who: str) -> Page:
        if who not in self.open:
            self.open[who] = self._signed_in(office, who)
        return self.open[who]

    def _signed_in(self, office: ForgeOffice, who: str) -> Page:
        context = self.browser.new_context(locale="th-TH")
        page = context.new_page()
        page.goto(f"{office.url}/user/login")
        page.fill("#user_name", who)
        page.fill("#password", office.forgejo.passwords[who])
        page.press("#password", "Enter")
        page.wait_for_url(f"{office.url}/")
        return page


@pytest.fixture(scope="module")
def browsers() -> Iterator[Browsers]:
    chromium = shutil.which("chromium")
    needs(chromium is not None, "chromium")
    with sync_playwright() as playwright:
        launched = started(playwright)
        yield Browsers(launched)
        launched.close()


def write_file(page: Page, office: ForgeOffice, path: str, text: str, branch: str) -> None:
    """In the forge's editor: a new file on a branch of its own."""
    page.goto(f"{office.url}/{office.name}/_new/main")
    page.locator("#file-name").press_sequentially(path)
    page.locator(".monaco-editor").first.click()
    page.keyboard.insert_text(text)
    page.fill("input[name=commit_summary]", "เพิ่มข่าว")
    page.check("input[name=commit_choice][value=commit-to-new-branch]")
    page.fill("input[name=new_branch_name]", branch)
    page.click("#commit-button")
    page.wait_for_url("**/compare/main...*")


def ask(browsers: Browsers, office: ForgeOffice, name: str, text: str) -> int:
    """What a member of staff does to ask for publication; the request's number."""
    page = browsers.page(office, "nok")
    write_file(page, office, f"{FOLDER}/{name}/index.md", text, name)
    page.click(".show-form-container button")
    page.fill("#issue_title", "ขอเผยแพร่ข่าว")
    form = page.locator("#new-issue textarea[name=content]")
    assert form.input_value().strip() == template(data.load("item.schema.json")).strip()
    form.fill(form.input_value().replace("- [ ]", "- [x]"))
    page.click("#new-issue .ui.primary.button")
    page.wait_for_url(re.compile(r"/pulls/[0-9]+$"))
    return int(page.url.rpartition("/")[2])


def review(browsers: Browsers, office: ForgeOffice, who: str, number: int, text: str, verdict: str = "approve") -> None:
    page = browsers.page(office, who)
    page.goto(f"{office.url}/{office.name}/pulls/{number}/files")
    page.click(".js-btn-review")
    page.fill(".review-box-panel textarea[name=content]", text)
    page.click(f".review-box-panel button[value={verdict}]")
    page.wait_for_url(re.compile(rf"/pulls/{number}(#.*)?$"))


def test_staff_asks_and_directors_sign_on_the_forges_pages(guarded: ForgeOffice, browsers: Browsers) -> None:
    number = ask(browsers, guarded, "from-the-page", document("ข่าวจากหน้าเว็บ").decode())
    for who, text in (("ton", "ผ่าน"), ("dao", "อนุมัติ"), ("wit", CHECKED_TH)):
        review(browsers, guarded, who, number, text)
    guarded.status(number)
    done = guarded.merge(number)
    assert isinstance(done, Merged), done
    assert done.title is not None and done.title.text() == "ข่าวจากหน้าเว็บ"
    published = guarded.mirror.run("cat-file", "blob", f"{done.commit}:{FOLDER}/from-the-page/index.md")
    assert published == document("ข่าวจากหน้าเว็บ")
    assert guarded.problems() == []


def test_a_director_refuses_on_the_page_and_staff_read_there_why(
    guarded: ForgeOffice, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask(browsers, guarded, "refused", document("ข่าวที่ยังไม่ครบ").decode())
    review(browsers, guarded, "dao", number, "ขาดเอกสารแนบ ขอให้เพิ่มก่อน", "reject")
    assert "approval.missing" in guarded.merge(number)  # type: ignore[operator]
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", guarded.forgejo.tokens[PUBLISHER])
    words = [
        "--repo",
        str(guarded.mirror.folder),
        "--forge",
        f"{guarded.url}/{guarded.name}",
        "--key",
        str(guarded.key),
    ]
    reason = ["--by", "dao", "--reason", "incomplete", "--text", "ขาดเอกสารแนบ ขอให้เพิ่มก่อน"]
    assert merge_script.main([*words, "reject", str(number), *reason]) == 0
    page = browsers.page(guarded, "nok")
    page.goto(f"{guarded.url}/{guarded.name}/pulls/{number}")
    assert page.locator(".issue-state-label").first.inner_text().strip() == "Closed"
    assert "ไม่อนุญาตให้เผยแพร่: ข้อมูลไม่ครบถ้วน" in page.inner_text(".timeline")
    (record,) = guarded.audit().log.of(RecordKind.REJECTION)
    assert (record.facts["request"], record.facts["by"], record.facts["to"]) == (number, "dao", ["nok"])
    assert guarded.problems() == []
