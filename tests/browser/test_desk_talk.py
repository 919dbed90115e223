"""Somebody with a passkey asks and sends back on a phone; stock tools prove who refused, and the record says why."""

import subprocess

from desk_site import barriers
from playwright.sync_api import Page
from test_desk_decision import NUMBER, desk, page_of, passkey  # noqa: F401

from prakat.audit_log.record import RecordKind
from prakat.merging import bare_counter
from prakat.merging.publisher import publisher_key
from prakat.merging.refusal import take_in_refusals
from prakat.merging.talk_book import open_questions
from prakat.repository.refs import request_ref, sign_off_tag
from prakat_desk.desk import Desk

WHY = "อัตราค่าจ้างไม่ตรงกับคำสั่ง โปรดแก้ให้ตรงกัน"


def is_for_everybody(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not barriers(page, ["light"])


def test_asked_and_sent_back_with_a_finger(desk: Desk, page_of: object) -> None:  # noqa: F811
    page = page_of("phuwamet")  # type: ignore[operator]
    page.get_by_text("ถามผู้ขอ").click()
    page.locator("#question").fill("ใช้คำสั่งฉบับใด")
    page.get_by_role("button", name="ส่งคำถาม").click()
    page.wait_for_selector("[role=status]")
    assert "ยังไม่มีคำตอบ" in page.locator("main").inner_text()
    assert open_questions(desk.repository)[NUMBER][0] == "phuwamet"

    page.get_by_text("ส่งคืนคำขอ", exact=False).first.click()
    press = page.get_by_role("button", name="ส่งคืนด้วยลายนิ้วมือหรือใบหน้า")
    page.locator("#why").fill("สั้น")
    press.click()
    page.wait_for_selector("[data-summary]")
    assert page.locator("#why").input_value() == "สั้น", "and the device was asked for nothing"
    assert page.locator("#reason-error, #why-error").count() == 2
    is_for_everybody(page)
    page.locator("[value=incorrect]").check()
    page.locator("#why").fill(WHY)
    press.click()
    page.wait_for_selector("[role=status]")
    assert "ส่งคืนแล้ว" in page.inner_text("[role=status]")

    keys = desk.state.parent / "signers"
    keys.write_text(f'phuwamet namespaces="git" {passkey("phuwamet").line}\n', encoding="utf-8")
    settings = ("-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={keys}")
    command = ["git", "-C", str(desk.repository.git_dir), *settings, "verify-tag", sign_off_tag(NUMBER, "refusal")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    merging = bare_counter.open_merging(desk.repository, publisher_key(desk.repository.git_dir), desk.moment)
    assert [each.id for each in take_in_refusals(merging)] == ["merging.refused-now"]
    [record] = merging.work.log.of(RecordKind.REJECTION)
    assert (record.facts["by"], record.facts["text"]) == ("phuwamet", WHY)
    assert desk.repository.ref(request_ref(NUMBER)) is None
    page.reload()
    assert WHY in page.locator("main").inner_text()
