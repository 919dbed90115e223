"""A request that everybody has signed says when readers see it and what it took, or why they do not."""

import datetime
from collections.abc import Callable

import pytest
from asked_notice import BODY, PATH, UNSIGNED, VALUES, dispatch_of
from chain import CHAIN, merge, sign
from phone import Phone

from prakat.merging.publisher_state import Phase, PhaseReport, PutAside, Spoken, at_work, beat, leave
from prakat.repository.receipt import set_clock
from prakat.rules.message import message
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of as typed_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.outlet import Sent, Turn
from prakat_desk.sending.request_book import RequestBook

ASKED = UNSIGNED


@pytest.fixture
def number(phone: Phone, sent: Sent) -> int:
    phone.come_in("pinthong")
    return sent.number


def part(phone: Phone, number: int) -> str:
    alone = phone.get(f"/requests/{number}/live").text
    assert alone in phone.get(f"/requests/{number}").text
    return alone


def published(desk: Desk, tell: Callable[[PhaseReport], None] = lambda _: None) -> None:
    with at_work(desk.repository.git_dir, Phase.PUBLISHING) as report:
        report.facts["released"] = desk.repository.ref("refs/heads/main")
        tell(report)


def test_nothing_is_said_where_somebody_has_yet_to_sign_or_no_publisher_tells(
    desk: Desk, phone: Phone, number: int
) -> None:
    assert part(phone, number) == ""
    beat(desk.repository.git_dir, desk.moment)
    assert part(phone, number) == ""
    sign(desk, number, *CHAIN)
    (desk.repository.git_dir / "prakat" / "publisher-state.json").write_bytes(b"{}")
    assert part(phone, number) == ""


def test_what_all_have_signed_waits_and_then_says_what_it_took(desk: Desk, phone: Phone, number: int) -> None:
    beat(desk.repository.git_dir, desk.moment)
    sign(desk, number, *CHAIN)
    assert "ไม่กี่วินาที" in part(phone, number) and "data-waiting" in part(phone, number)
    page = phone.get(f"/requests/{number}").text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page and "live.js" in page
    merge(desk, number)
    assert "data-waiting" in part(phone, number), "merged, and readers do not see it yet"
    published(desk, lambda report: report.facts.update(took={number: 9}))
    assert "9 วินาที" in part(phone, number) and "data-waiting" not in part(phone, number)
    page = phone.get(f"/requests/{number}").text
    assert "http-equiv" not in page and f'href="https://tharnthong.example/{PATH}/"' in page
    published(desk, lambda report: report.facts.update(took={number: 125}))
    assert "2 นาที 5 วินาที" in part(phone, number)


def test_what_is_merged_while_its_page_is_made_still_waits(
    desk: Desk, phone: Phone, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat(desk.repository.git_dir, desk.moment)
    sign(desk, number, *CHAIN)

    def merged_meanwhile(self: RequestBook, number: int) -> Turn:
        if number in self.pending():
            merge(desk, number)
        return self.judged_turn(number)

    monkeypatch.setattr(RequestBook, "turn", merged_meanwhile)
    assert "data-waiting" in phone.get(f"/requests/{number}/live").text


def test_a_publisher_that_is_not_there_is_said_with_since_when(desk: Desk, phone: Phone, number: int) -> None:
    git_dir, then = desk.repository.git_dir, desk.moment
    beat(git_dir, then)
    sign(desk, number, *CHAIN)
    set_clock(git_dir, (then + datetime.timedelta(minutes=10)).isoformat())
    assert f"ไม่ทำงานตั้งแต่ 20 พฤศจิกายน 2569 เวลา {then:%H.%M} น." in part(phone, number)
    set_clock(git_dir, (then - datetime.timedelta(minutes=10)).isoformat())
    assert "ตั้งเวลา" in part(phone, number)
    leave(git_dir, desk.moment)
    assert "ไม่กี่วินาที" in part(phone, number), "a timer comes"


def test_a_publisher_that_cannot_go_on_is_said_in_its_words(desk: Desk, phone: Phone, number: int) -> None:
    sign(desk, number, *CHAIN)
    with at_work(desk.repository.git_dir, Phase.MERGING) as report:
        report.problem = message("repository.busy")
        assert "กำลังเผยแพร่" in part(phone, number)
    assert message("repository.busy").text() in part(phone, number)


def test_what_is_left_out_says_why_and_no_markup_comes_of_it(desk: Desk, phone: Phone, number: int) -> None:
    merge(desk, number)
    why = Spoken("ไฟล์ <b>หาย</b>", "a file is missing")
    aside = PutAside(f"content/{PATH}", "attachment.missing", why)
    published(desk, lambda report: report.facts.update(left_out=(aside,), took={number: 3}))
    assert "ไฟล์ &lt;b&gt;หาย&lt;/b&gt;" in part(phone, number) and "วินาที" not in part(phone, number)


def test_what_waits_for_its_day_says_which(desk: Desk, phone: Phone) -> None:
    later = typed_of({**VALUES, "publish_on": "2026-12-01"}, form_fields("public-relations"))
    draft = desk.drafts.begin(Draft("", "pinthong", path=PATH, typed=later, body=BODY))
    found = dispatch_of(desk, "pinthong").send(draft)
    assert isinstance(found, Sent)
    phone.come_in("pinthong")
    merge(desk, found.number)
    published(desk)
    assert "1 ธันวาคม 2569" in part(phone, found.number)


def test_what_went_live_before_anybody_counted_has_nothing_to_say(desk: Desk, phone: Phone, number: int) -> None:
    merge(desk, number)
    published(desk)
    assert part(phone, number) == ""
