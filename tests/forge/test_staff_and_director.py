"""The whole path once through the pages of a real Forgejo, in a real Chromium, as staff and as director.

The file itself comes by the contents API, as the web editor writes it; the request, the reviews and the signing-in
are done on the pages."""

import base64
import shutil
from collections.abc import Iterator

import pytest
from forge_office import ForgeOffice
from forgejo_server import needs
from playwright.sync_api import Browser, Page, sync_playwright

from prakat.merge import Merged
from prakat.review import CHECKED_TH
from sign_off_office import document

pytestmark = pytest.mark.xdist_group("forge")
PLACE = "content/public-relations/2569/from-the-page/index.md"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    needs(chromium is not None, "chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield launched
        launched.close()


def signed_in(browser: Browser, office: ForgeOffice, who: str) -> Page:
    page = browser.new_context(locale="th-TH").new_page()
    page.goto(f"{office.url}/user/login")
    page.fill("#user_name", who)
    page.fill("#password", office.forgejo.passwords[who])
    page.press("#password", "Enter")
    page.wait_for_url(f"{office.url}/")
    return page


def approve(browser: Browser, office: ForgeOffice, who: str, number: int, text: str) -> None:
    page = signed_in(browser, office, who)
    page.goto(f"{office.url}/{office.name}/pulls/{number}/files")
    page.click(".js-btn-review")
    page.fill(".review-box-panel textarea[name=content]", text)
    page.click(".review-box-panel button[value=approve]")
    page.wait_for_url(f"**/pulls/{number}*")
    page.context.close()


def test_staff_asks_and_directors_sign_on_the_forges_pages(guarded: ForgeOffice, browser: Browser) -> None:
    content = base64.b64encode(document("ข่าวจากหน้าเว็บ")).decode()
    words = {"content": content, "branch": "main", "new_branch": "from-the-page", "message": "เพิ่มข่าว"}
    guarded.do("nok", "POST", f"contents/{PLACE}", **words)
    staff = signed_in(browser, guarded, "nok")
    staff.goto(f"{guarded.url}/{guarded.name}/compare/main...from-the-page")
    staff.click("button.show-form, .show-form-container button")
    staff.fill("input[name=title]", "ขอเผยแพร่ข่าว")
    staff.click("#new-issue .ui.primary.button")
    staff.wait_for_url("**/pulls/*")
    number = int(staff.url.rpartition("/")[2])
    staff.context.close()
    for who, text in (("ton", "ผ่าน"), ("dao", "อนุมัติ"), ("wit", CHECKED_TH)):
        approve(browser, guarded, who, number, text)
    guarded.status(number)
    done = guarded.merge(number)
    assert isinstance(done, Merged), done
    assert done.title == "ข่าวจากหน้าเว็บ"
    assert guarded.problems() == []
