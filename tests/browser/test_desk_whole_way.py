"""From the sign-in to the published page, on a phone: every tap and every typed character counted."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_site import Writer, served_desk
from playwright.sync_api import Browser

from once import shared_root
from prakat.content import register
from prakat.founding.sample_office import SampleOffice, sign_chain
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.repository import snapshot
from prakat.repository.receipt import set_clock
from prakat_desk.desk import Desk

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MOST_TAPS, MOST_TYPED = 12, 160
"""For a notice with one file: three minutes, and nobody's help."""


@pytest.fixture
def desk(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with served_desk(shared_root(tmp_path_factory), tmp_path) as made:
        yield made


def test_a_notice_with_a_file_is_asked_for_signed_and_published(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    writer = Writer(browser, desk, has_touch=True, is_mobile=True)
    page, taps, typed = writer.page, 1, 0

    def type_into(place: str, text: str) -> int:
        page.locator(place).fill(text)
        return len(text)

    for place in ("main a[href='/ask']", "button[value='recruitment']"):
        page.locator(place).first.tap()
        taps += 1
    typed += type_into("#title", "รับสมัครเจ้าพนักงานธุรการ 1 อัตรา")
    typed += type_into("#summary", "รับสมัครบุคคลทั่วไปเพื่อจ้างเป็นเจ้าพนักงานธุรการ 1 อัตรา")
    with page.expect_response(lambda answer: answer.url.endswith("/files")):
        notice = {"name": "ประกาศ ฉบับลงนาม.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.locator("#upload").set_input_files(notice)  # type: ignore[arg-type]
    page.locator("[data-files] input[value='ประกาศ ฉบับลงนาม']").wait_for()
    page.locator(".ProseMirror").tap()
    page.keyboard.insert_text("๑. จบ ปวส. ขึ้นไป")
    typed += len("๑. จบ ปวส. ขึ้นไป") + type_into("[name='closes.on-day']", "15")
    page.locator("[name='closes.on-month']").select_option("12")
    typed += type_into("[name='closes.on-year']", "2569")
    taps += 5
    page.locator("button[value=send]").tap()
    page.wait_for_url("**/send")
    assert "ประกาศ ฉบับลงนาม" in page.locator("main").inner_text()
    page.get_by_role("button", name="ส่งคำขอ").tap()
    page.wait_for_url("**/requests/2")
    taps += 2
    assert taps <= MOST_TAPS
    assert typed <= MOST_TYPED
    assert writer.complaints == []
    merged_and_found(desk, tmp_path)
    page.goto("/requests")
    assert "เผยแพร่แล้ว" in page.locator("main").inner_text()


def merged_and_found(desk: Desk, tmp_path: Path) -> None:
    """Its whole chain signs, the publisher merges it, and the checks find nothing in it."""
    moment = desk.moment + datetime.timedelta(hours=2)
    set_clock(desk.repository.git_dir, moment.isoformat())
    sign_chain(SampleOffice(desk.repository, desk.sample_keys), 2, moment)
    merging = bare_counter.open_merging(desk.repository, publisher_key(desk.repository.git_dir), moment)
    done = plan.merge(merging, 2)
    assert isinstance(done, Merged), done
    tree = tmp_path / "tree"
    tree.mkdir()
    snapshot.export(desk.repository.folder, done.commit, tree)
    found = register.read(tree, moment.date())
    [entry] = [each for url, each in found.entries.items() if "rabsmakhr" in url]
    assert not [each for each in found.findings if each.path.startswith(entry.item.path.folder)]
    assert (entry.item.title, entry.item.body.strip()) == ("รับสมัครเจ้าพนักงานธุรการ 1 อัตรา", "๑. จบ ปวส. ขึ้นไป")
    assert entry.item.closes and entry.item.closes.on == datetime.date(2026, 12, 15)
    assert [each.title for each in entry.item.attachments] == ["ประกาศ ฉบับลงนาม"]
