"""From an invitation to two passkeys, in Chromium on a phone's screen, with the authenticator that it brings along."""

import datetime
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_site import running
from playwright.sync_api import Browser, BrowserContext, Page
from served import CHECKOUT

from loopback import free_port
from once import once, shared_root
from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.sample_office import SampleOffice, begin_sample, sample_of
from prakat.founding.staff import Staff
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.office.office import FILE
from prakat.repository.refs import MAIN
from prakat.thai.buddhist_era import BANGKOK, moment_of
from prakat_desk.desk import Desk
from prakat_desk.entry.invitation_link import invite

TODAY = datetime.datetime(2026, 11, 20, tzinfo=BANGKOK)
PHONE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
VERIFIED = {**PHONE, "isUserVerified": True, "automaticPresenceSimulation": True}


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> SampleOffice:
    made = once(
        shared_root(tmp_path_factory) / "entry-office", lambda place: begin_sample(CHECKOUT, place, TODAY) and None
    )
    return sample_of(Path(shutil.copytree(made, tmp_path / "office", symlinks=True)))


@pytest.fixture
def desk(office: SampleOffice, tmp_path: Path) -> Iterator[Desk]:
    port = free_port()
    opened = Desk(office.repository, f"http://localhost:{port}", tmp_path / "state")
    content = office.repository.object(f"{MAIN}:{FILE}")[1] + f"desk: {{url: '{opened.origin}'}}\n".encode()
    who = ("นางสาวพิณทอง เมฆธารา", "pinthong@tharnthong.example")
    staff_of(opened).request(2, who, {FILE: content}, opened.moment)
    merged(opened, 2)
    with running(opened, port):
        yield opened


def phone_of(context: BrowserContext, authenticator: dict[str, object]) -> tuple[Page, str, object]:
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
    return page, made["authenticatorId"], tools


def staff_of(desk: Desk) -> Staff:
    """With the sample's keys."""
    return Staff(desk.repository, desk.repository.folder.parent / PRIVATE_KEYS)


def merged(desk: Desk, number: int) -> None:
    repository = desk.repository
    moment = max(desk.moment, moment_of(repository.time_of(MAIN)))
    for step, person in (("approver", "phuwamet"), ("webmaster", "tawan")):
        staff_of(desk).sign(number, step, person, moment)
    found = bare_counter.open_merging(repository, publisher_key(repository.git_dir), moment)
    assert isinstance(plan.merge(found, number), Merged)


def number_on(page: Page) -> int:
    """Of the request that the page speaks of."""
    return int(re.findall(r"คำขอที่ ([0-9]+)", page.inner_text("h1"))[0])


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_two_phones(context: BrowserContext, browser: Browser, desk: Desk) -> None:
    page, authenticator, tools = phone_of(context, VERIFIED)
    page.goto(invite(desk, "pinthong", "tawan"))
    assert "นางสาวพิณทอง เมฆธารา" in page.inner_text("main")
    fits(page)
    page.get_by_role("button", name="ลงทะเบียนเครื่องนี้").click()
    page.wait_for_selector("h1:has-text('ส่งคำขอที่')")
    assert "นายภูวเมธ ทองธารใส" in page.inner_text("main"), "who must sign"
    fits(page)
    (kept,) = tools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert kept["rpId"] == "localhost"
    merged(desk, number_on(page))

    page.goto(f"{desk.origin}/devices")
    page.get_by_role("button", name="เข้าใช้งานด้วยโทรศัพท์เครื่องนี้").click()
    page.wait_for_url("**/devices")
    assert "โทรศัพท์ของนางสาวพิณทอง เมฆธารา 2569-11" in page.inner_text("main")
    fits(page)
    page.get_by_role("button", name="ลงทะเบียนเครื่องนี้").click()
    page.wait_for_selector("[data-passkey-said]:not([hidden])")
    assert "ลงทะเบียนไว้แล้ว" in page.inner_text("[data-passkey-said]"), "the first is not lost for a second"
    page.get_by_role("button", name="สร้างลิงก์").click()
    link = page.input_value("#link")

    with browser.new_context(viewport={"width": 360, "height": 740}, locale="th-TH") as other:
        second, _, _ = phone_of(other, VERIFIED)
        second.goto(link)
        second.fill("#name", "เครื่องสำรอง")
        second.get_by_role("button", name="ลงทะเบียนเครื่องนี้").click()
        second.wait_for_selector("h1:has-text('ส่งคำขอที่')")
        merged(desk, number_on(second))
        second.goto(f"{desk.origin}/sign-in")
        second.get_by_role("button", name="เข้าใช้งานด้วยโทรศัพท์เครื่องนี้").click()
        second.wait_for_url(f"{desk.origin}/today")
        second.goto(f"{desk.origin}/devices")
        assert "เครื่องสำรอง" in second.inner_text("main")


def test_a_device_that_cannot(context: BrowserContext, desk: Desk) -> None:
    """Its owner not verified, or nobody there: said in words, and the button can be pressed again."""
    page, _, _ = phone_of(context, {**PHONE, "hasUserVerification": False, "automaticPresenceSimulation": True})
    page.goto(invite(desk, "pinthong", "tawan"))
    button = page.get_by_role("button", name="ลงทะเบียนเครื่องนี้")
    button.click()
    said = page.wait_for_selector("[data-passkey-said]:not([hidden])")
    assert said
    assert re.search("ยกเลิกแล้ว|สร้าง", said.inner_text())
    assert button.is_enabled()
    assert not desk.repository.refs("refs/heads/request/3")


def test_without_script_it_is_said(browser: Browser, desk: Desk) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        for address in (f"{desk.origin}/sign-in", invite(desk, "pinthong", "tawan")):
            page.goto(address)
            assert "JavaScript" in page.inner_text("main")
            assert page.locator("[data-passkey-button]").is_hidden()
            assert len(page.content()) < 60_000
