"""A director and a webmaster, each with a passkey: opened, pressed, and stock tools prove what git then holds."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from desk_site import PHONE as SCREEN
from desk_site import barriers, running
from playwright.sync_api import Browser, Page
from served import CHECKOUT
from test_desk_entry import TODAY, VERIFIED, merged, phone_of, staff_of
from test_desk_face import _OPEN, _SMALL

from asking import OFFICER, amendment, ask, changed
from loopback import free_port
from once import once, shared_root
from prakat.founding.sample_office import begin_sample, sample_of
from prakat.item.item_path import index_of
from prakat.merging import bare_counter, plan
from prakat.merging.publisher import publisher_key
from prakat.office.office import FILE
from prakat.office.person_keys import with_person_keys
from prakat.repository.receipt import set_clock
from prakat.repository.refs import MAIN, sign_off_tag
from prakat_desk.desk import Desk
from software_passkey import SoftwarePasskey

NUMBER = 3
PEOPLE = ("phuwamet", "tawan")


@pytest.fixture
def desk(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Of an office two of whose people have a passkey beside their other key; its reviewer has signed a request."""
    made = once(
        shared_root(tmp_path_factory) / "sample-office", lambda place: begin_sample(CHECKOUT, place, TODAY) and None
    )
    office = sample_of(Path(shutil.copytree(made, tmp_path / "office", symlinks=True)))
    set_clock(office.repository.git_dir, TODAY.isoformat())
    port = free_port()
    opened = Desk(office.repository, f"http://localhost:{port}", office.repository.folder.parent / "state")
    text = office.repository.object(f"{MAIN}:{FILE}")[1] + f"desk: {{url: '{opened.origin}'}}\n".encode()
    for person in PEOPLE:
        keys = (*opened.authority.office.people[person].keys, f"{passkey(person).line} มือถือ")
        text = with_person_keys(text, person, keys)
    ask(opened, 2, {FILE: text})
    merged(opened, 2)
    amendment(opened, NUMBER)
    staff_of(opened).sign(NUMBER, "reviewer", "meklada", opened.moment)
    with running(opened, port):
        yield opened


def passkey(person: str) -> SoftwarePasskey:
    return SoftwarePasskey.named(person, "localhost")


@pytest.fixture
def page_of(browser: Browser, desk: Desk) -> Iterator[object]:
    """Somebody's phone, signed in with its passkey."""
    opened = []

    def come_in(person: str) -> Page:
        context = browser.new_context(viewport=SCREEN, locale="th-TH", base_url=desk.origin)  # type: ignore[arg-type]
        opened.append(context)
        page, authenticator, tools = phone_of(context, VERIFIED)
        private = passkey(person).private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        held = {
            "credentialId": base64.b64encode(person.encode()).decode(),
            "isResidentCredential": True,
            "rpId": "localhost",
            "privateKey": base64.b64encode(private).decode(),
            "userHandle": base64.b64encode(person.encode()).decode(),
            "signCount": 1,
        }
        tools.send("WebAuthn.addCredential", {"authenticatorId": authenticator, "credential": held})  # type: ignore[attr-defined]
        page.goto(f"/sign-in?next=/requests/{NUMBER}")
        page.get_by_role("button", name="เข้าใช้งานด้วยโทรศัพท์เครื่องนี้").click()
        page.wait_for_url(f"{desk.origin}/requests/{NUMBER}")
        return page

    yield come_in
    for context in opened:
        context.close()


def test_signed_by_a_press_and_a_finger(desk: Desk, page_of: object) -> None:
    director = page_of("phuwamet")  # type: ignore[operator]
    assert "15,800" in director.frame_locator("iframe").first.locator("main").inner_text()
    digest = director.locator("#decide .digest").inner_text()
    director.get_by_role("button", name="ลงนาม", exact=True).click()
    director.wait_for_selector("[role=status]")
    assert digest in director.inner_text("[role=status]")
    assert "ท่านลงนามเป็นผู้อนุมัติแล้ว ต่อไปรอผู้ดูแลเว็บไซต์" in director.inner_text("#decide")

    webmaster = page_of("tawan")  # type: ignore[operator]
    press = webmaster.get_by_role("button", name="ลงนาม", exact=True)
    press.click()
    assert webmaster.url.endswith(f"/requests/{NUMBER}"), "the browser itself asks for the ticks"
    for each in webmaster.locator("[name=checked]").all():
        each.check()
    head = amended_again(desk)
    press.click()
    webmaster.wait_for_selector("[role=alert]:not([hidden])")
    told = webmaster.inner_text(".error-summary")
    assert "คำขอถูกแก้หลังจากที่ท่านเปิดหน้านี้" in told, "and the device was asked for nothing"
    assert webmaster.inner_text(".timeline").count("ไม่นับแล้ว") == 2
    for step, person in (("reviewer", "meklada"), ("approver", "phuwamet")):
        staff_of(desk).sign(NUMBER, step, person, desk.moment)
    webmaster.goto(f"/requests/{NUMBER}")
    assert "15,900" in webmaster.frame_locator("iframe").first.locator("main").inner_text()
    for each in webmaster.locator("[name=checked]").all():
        each.check()
    webmaster.get_by_role("button", name="ลงนาม", exact=True).click()
    webmaster.wait_for_selector("[role=status]")
    merging = bare_counter.open_merging(desk.repository, publisher_key(desk.repository.git_dir), desk.moment)
    found = plan.plan(merging, NUMBER)
    assert isinstance(found, plan.Plan)
    assert found.may_merge, [each.text() for each in found.violations]
    assert found.request.head == head
    assert found.sign_offs[-1].is_by_passkey
    keys = desk.state.parent / "signers"
    keys.write_text(f'tawan namespaces="git" {passkey("tawan").line}\n', encoding="utf-8")
    settings = ("-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={keys}")
    command = ["git", "-C", str(desk.repository.git_dir), *settings, "verify-tag", sign_off_tag(NUMBER, "webmaster")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def amended_again(desk: Desk) -> str:
    swaps = ("kind:", "change_note: แก้อัตราค่าจ้าง\nkind:"), ("เดือนละ 15,000 บาท", "เดือนละ 15,900 บาท")
    return ask(desk, NUMBER, {index_of(OFFICER): changed(desk, index_of(OFFICER), *swaps)})


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_for_everybody(desk: Desk, page_of: object, width: int) -> None:
    page = page_of("phuwamet")  # type: ignore[operator]
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(_OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not page.evaluate(_SMALL)
    assert not barriers(page)
