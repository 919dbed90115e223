"""The page of what is asked for: its gaps, the forms that close them, who sees what, and how fast the urgent was."""

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from asked_notice import dispatch_of, sent_by
from chain import merge
from lxml import html
from phone import Phone
from test_ask import TABLE, form_of

from prakat.agenda import office_coverage
from prakat.repository.receipt import set_clock
from prakat.site.revision import Revision, revisions
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft

FREE = {"provider": "pinthong", "unit": "admin"}
SKR1 = {"ask": "skr1", "fulfils": "oia-9-8-procurement-result", "start": "2026-10-01", "end": "2026-10-31"}
NOVEMBER = {**SKR1, "start": "2026-11-01", "end": "2026-11-30"}
REPORT = "procurement-report"


def lists_of(phone: Phone, address: str = "/completeness") -> dict[str, html.HtmlElement]:
    page = html.document_fromstring(phone.get(address).text)
    return {each.get("id"): each for each in page.xpath("//section")}


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def buttons(element: html.HtmlElement) -> Iterator[dict[str, str]]:
    """What each form below it sends."""
    for form in element.xpath(".//form[@action='/ask']"):
        yield {each.get("name"): each.get("value") for each in form.xpath("./input")}


def in_december(desk: Desk) -> None:
    """The sample's own day lies in November, which is then over, and nothing is published of it."""
    set_clock(desk.repository.git_dir, "2026-12-02T09:00:00+07:00")


def opened(phone: Phone, **typed: str) -> dict[str, list[str]]:
    """What the form that a button opens begins with."""
    return form_of(phone.post("/ask", data=typed).text)


def test_a_gap_is_shown_with_what_it_lacks_and_the_button_that_closes_it(phone: Phone, desk: Desk) -> None:
    in_december(desk)
    phone.come_in("pinthong")
    found = lists_of(phone)
    assert {"announcement", "oia-7", "oia-9", "at-once"} <= found.keys()
    assert "มี" in text_of(found["oia-9"]) and "จาก" in text_of(found["oia-9"])
    assert "ยังไม่มี: พฤศจิกายน" in text_of(found["oia-9"])
    assert NOVEMBER in [*buttons(found["oia-9"])]
    assert not any(each.get("start") == "2026-12-01" for each in buttons(found["oia-9"])), "December is not over"


def test_the_button_opens_a_form_that_is_already_filled(phone: Phone) -> None:
    phone.come_in("pinthong")
    form = opened(phone, **SKR1)
    assert form["fulfils"] == ["oia-9-8-procurement-result"] and form["table"] == ["skr1"]
    assert [form[f"period.start-{part}"] for part in ("day", "month", "year")] == [["1"], ["10"], ["2569"]]
    assert [form[f"period.end-{part}"] for part in ("day", "month", "year")] == [["31"], ["10"], ["2569"]]
    assert "ตุลาคม พ.ศ. 2569" in form["title"][0]
    assert form["kind"] == ["procurement-result"] and form["timing"] == ["fixed_period"]
    assert "law.year" not in form, "a field of another category"


def test_the_other_button_says_that_there_is_none(phone: Phone) -> None:
    phone.come_in("pinthong")
    form = opened(phone, ask="recruitment", fulfils="recruitment", nothing="yes")
    assert form["nothing"] == ["yes"] and form["fulfils"] == ["recruitment"]
    assert "closes.what" not in form


@pytest.mark.parametrize(("nothing", "is_optional"), [("", False), ("yes", True)])
def test_a_page_that_says_that_there_is_none_needs_no_more(phone: Phone, nothing: str, is_optional: bool) -> None:
    phone.come_in("pinthong")
    page = html.document_fromstring(phone.post("/ask", data={"ask": "law", "nothing": nothing}).text)
    assert ("เว้นได้" in page.xpath("//*[@data-field='law']//legend")[0].text_content()) == is_optional


@pytest.mark.parametrize(
    "typed",
    [
        {"fulfils": "no-such-topic"},
        {"fulfils": "<script>"},
        {"start": "2026-10-01"},
        {"start": "x", "end": "y"},
        {"start": "2026-10-02", "end": "2026-10-30"},
        {"start": "2026-10-31", "end": "2026-10-01"},
        {"start": "0001-01-01", "end": "0001-01-31"},
        {"start": "9999-12-01", "end": "9999-12-31"},
        {"start": "2569-10-01", "end": "2569-10-31"},
        {"nothing": "perhaps"},
    ],
)
def test_what_is_no_gap_is_left_out(phone: Phone, typed: dict[str, str]) -> None:
    phone.come_in("pinthong")
    assert opened(phone, ask="report", **typed) == opened(phone, ask="report")


def test_what_nobody_can_ask_for_is_not_found(phone: Phone) -> None:
    phone.come_in("pinthong")
    assert phone.post("/ask", data={"ask": "../x", "fulfils": REPORT}).status_code == 404
    assert phone.get("/completeness?year=2400").status_code == 404
    assert phone.get("/completeness?year=x").status_code == 404


@pytest.mark.parametrize("person", ["pinthong", "phuwamet", "tawan", "dueanchai"])
def test_everybody_sees_the_page_and_who_may_ask_the_buttons(phone: Phone, person: str) -> None:
    phone.come_in(person)
    page = phone.get("/completeness")
    assert page.status_code == 200 and 'aria-current="page">ความครบถ้วน' in page.text
    assert ('action="/ask"' in page.text) == (person in ("pinthong", "tawan"))
    assert phone.get("/completeness?year=2569").status_code == 200
    assert phone.get("/completeness?lang=en").status_code == 200


@pytest.mark.parametrize("address", ["/completeness", "/completeness?year=2569"])
def test_every_button_of_the_page_opens_a_form(phone: Phone, desk: Desk, address: str) -> None:
    phone.come_in("pinthong")
    for each in {tuple(one.items()) for found in lists_of(phone, address).values() for one in buttons(found)}:
        sent = phone.post("/ask", data=dict(each), follow_redirects=False)
        assert sent.status_code == 303, each
        [draft] = [one for one in desk.drafts.of("pinthong") if sent.headers["location"].endswith(one.id)]
        assert draft.typed["fulfils"] == [dict(each)["fulfils"]]
        desk.drafts.forget("pinthong", draft.id)


def closed(phone: Phone, desk: Desk, body: str, **typed: str) -> None:
    """The form that the button opens is completed, sent and merged."""
    place = phone.post("/ask", data=typed).url.path
    entries = {**form_of(phone.get(place).text), "body": [body], "summary": ["สรุปผลการจัดซื้อจัดจ้างของสำนักงานในเดือนนี้"]}
    checked = phone.post(place, data={**entries, "do": "send"}, follow_redirects=False)
    assert checked.status_code == 303, re.findall("<li>.*?</li>", checked.text, re.DOTALL)[:5]
    draft = desk.drafts.get("pinthong", place.rpartition("/")[2])
    assert draft
    merge(desk, sent_by(dispatch_of(desk, "pinthong"), draft).number)


@pytest.mark.parametrize(("body", "more"), [(TABLE, {}), ("เดือนนี้ไม่มีการจัดซื้อจัดจ้าง", {"nothing": "yes"})])
def test_sending_and_merging_it_closes_the_gap(phone: Phone, desk: Desk, body: str, more: dict[str, str]) -> None:
    in_december(desk)
    phone.come_in("pinthong")
    assert NOVEMBER in [*buttons(lists_of(phone)["oia-9"])]
    closed(phone, desk, body, **NOVEMBER, **more)
    found = lists_of(phone)["oia-9"]
    assert NOVEMBER not in [*buttons(found)]
    assert "พฤศจิกายน พ.ศ. 2569" in text_of(found), "its page is linked"
    assert ("(แจ้งว่าไม่มี)" in text_of(found)) >= bool(more)


def test_the_history_is_read_once_for_a_day_and_a_commit(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []

    def counted(repo: Path, until: datetime.date, commit: str) -> Mapping[str, tuple[Revision, ...]]:
        read.append(commit)
        return revisions(repo, until, commit)

    monkeypatch.setattr(office_coverage, "revisions", counted)
    phone.come_in("pinthong")
    for _ in range(3):
        phone.get("/completeness")
        phone.get("/completeness?year=2569")
    assert len(read) == 1


def ask_for_alert(desk: Desk, name: str) -> int:
    values = {
        "title": f"แจ้งเตือนประชาชนเรื่อง {name}",
        "summary": "งดให้บริการหนึ่งวัน เนื่องจากน้ำท่วมทางเข้าสำนักงาน",
        "owner": FREE,
        "kind": "alert",
        "timing": "immediate",
        "publish_on": "2026-11-20",
        "expires_on": "2026-12-04",
        "period": {"start": "2026-11-20", "end": "2026-12-04"},
    }
    typed = entries_of(values, form_fields("public-relations"))
    draft = desk.drafts.begin(
        Draft("", "pinthong", path=f"public-relations/2570/{name}", typed=typed, body="งดให้บริการ\n")
    )
    return sent_by(dispatch_of(desk, "pinthong"), draft).number


def test_what_had_to_be_up_at_once_is_counted_and_the_late_named(phone: Phone, desk: Desk) -> None:
    phone.come_in("phuwamet")
    assert "ปีนี้ยังไม่มี" in text_of(lists_of(phone)["at-once"])
    first = ask_for_alert(desk, "flood")
    merge(desk, first)
    second = ask_for_alert(desk, "storm")
    set_clock(desk.repository.git_dir, (desk.moment + datetime.timedelta(hours=30)).isoformat())
    merge(desk, second)
    told = text_of(lists_of(phone)["at-once"])
    assert "เผยแพร่ในปีนี้ 2 ครั้ง ภายใน 24 ชั่วโมงหลังได้รับคำขอ 1 ครั้ง" in told
    assert "storm" in told and "flood" not in told and "ใช้เวลา 30 ชั่วโมง" in told
