"""From `prakat init` to the first request: five people with a phone each, and nothing typed but what was asked."""

from pathlib import Path

from desk_site import barriers
from founded_office import PEOPLE, begun_office, phones
from playwright.sync_api import Browser, Page

from prakat.repository.refs import request_ref, sign_off_ref

_OPEN = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"


def is_for_everybody(page: Page) -> None:
    """On a phone, by a screen reader, in either scheme; and of a small size."""
    page.evaluate(_OPEN)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert len(page.content().encode()) < 60_000
    assert not barriers(page)


def test_five_phones_found_an_office(browser: Browser, tmp_path: Path) -> None:
    with begun_office(tmp_path / "new") as office, phones(browser, iter(PEOPLE)) as people:
        office.start("desk")
        first = people["nok"].page
        first.goto(office.link("nok"))
        assert "นางสาวนกน้อย ตัวอย่าง" in first.inner_text("main")
        people["nok"].press("ลงทะเบียนเครื่องนี้")
        first.wait_for_url("**/founding")
        assert "กำลังบันทึกกุญแจของท่าน" in first.inner_text("main"), "no publisher runs yet: nothing is lost"
        is_for_everybody(first)
        office.start("attend")
        first.wait_for_selector("h1:has-text('เริ่มใช้งานโต๊ะงาน')")
        for each in [*PEOPLE][1:]:
            people[each].page.goto(office.link(each))
            people[each].press("ลงทะเบียนเครื่องนี้")
        for each in PEOPLE:
            people[each].page.wait_for_selector("h1:has-text('เริ่มใช้งานโต๊ะงาน')")
        begins = people["wit"].page
        begins.goto(f"{office.origin}/")
        assert begins.inner_text("main").count("ลงทะเบียนแล้ว เลขกุญแจ") == len(PEOPLE)
        is_for_everybody(begins)
        people["wit"].press("เริ่มใช้งานและลงชื่อผู้ขอ")
        begins.wait_for_url("**/requests/1")
        repository = office.repository
        assert repository.ref(request_ref(1)) and repository.ref(sign_off_ref(1, "requester"))
        assert not [said for each in people.values() for said in each.complaints]
