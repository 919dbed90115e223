"""A leaver's pages pass to somebody else in one signed request, which the publisher records by itself."""

from chain import merge, merging_of
from phone import Phone
from test_orders import ORDER, merged, written
from test_registers import begun, sent

from prakat.audit_log.record import RecordKind
from prakat.content.logbook import HAND_OVERS
from prakat.item.item_path import index_of
from prakat.merging.entered_hand_over import record_entered
from prakat.repository.refs import MAIN, request_ref
from prakat_desk.desk import Desk
from prakat_desk.errand.page_hand_over import pages_of
from prakat_desk.keeping.draft import Draft

TAKER = {"to": "baibua", **ORDER, "date-day": "20", "date-month": "11", "date-year": "2569"}
LEAVES = {"until-day": "30", "until-month": "11", "until-year": "2569", "numbers": ["0"]}


def test_all_pages_of_a_leaver_change_one_line_each(desk: Desk, phone: Phone) -> None:
    own = [each.item.path.folder for each in pages_of(desk, "pinthong")]
    assert len(own) > 5
    phone.come_in("pinthong")
    errand = begun(phone, "pages", "pinthong")
    form = phone.get(errand).text
    assert form.count('name="items"') == form.count(" checked>") == len(own)
    assert phone.post(errand, data={**TAKER, "items": own, "do": "send"}).url.path == f"{errand}/send"
    number = sent(phone, errand)
    changed = desk.repository.line("diff", "--numstat", MAIN, request_ref(number)).split("\n")
    assert sorted(changed) == sorted([*(f"1\t1\t{index_of(each)}" for each in own), f"{6 + len(own)}\t1\t{HAND_OVERS}"])
    before, after = (desk.repository.object(f"{each}:{index_of(own[0])}")[1] for each in (MAIN, request_ref(number)))
    assert after == before.replace(b"pinthong", b"baibua", 1)
    merge(desk, number)
    assert not record_entered(merging_of(desk)), "she serves without an end"
    leaving = sent(webmaster := _webmaster(phone), written(webmaster, "leaving", "pinthong", LEAVES))
    merged(desk, leaving, approver="phuwamet", webmaster="fasai")
    assert len(record_entered(merging_of(desk))) == 1
    merging = merging_of(desk)
    [record] = merging.work.log.of(RecordKind.HANDOVER)
    assert dict(record.facts) == {"from": "pinthong", "to": "baibua", "items": sorted(own), "requests": []}
    assert not record_entered(merging), "once"


def _webmaster(phone: Phone) -> Phone:
    phone.post("/sign-out")
    phone.come_in("tawan")
    return phone


def test_a_few_pages_and_what_is_left_lying(desk: Desk, phone: Phone) -> None:
    own = [each.item.path.folder for each in pages_of(desk, "pinthong")]
    webmaster = _webmaster(phone)
    errand = begun(webmaster, "pages", "pinthong")
    for wrong in ({"to": "pinthong", "items": own}, {"to": "klabai", "items": own}, {"to": "baibua", "items": []}):
        answer = webmaster.post(errand, data={**TAKER, **wrong, "do": "send"})
        assert answer.status_code == 422, wrong
    assert webmaster.post(errand, data={**TAKER, "items": own[:2], "do": "send"}).status_code == 200
    number = sent(webmaster, errand)
    assert len(desk.repository.line("diff", "--name-only", MAIN, request_ref(number)).split("\n")) == 3


def test_what_a_leaver_left_lying_comes_to_whoever_took_over(desk: Desk, phone: Phone) -> None:
    kept = desk.drafts.begin(Draft("", "pinthong", typed={"title": ["ประกาศที่ยังเขียนไม่เสร็จ"]}))
    desk.drafts.add_file(kept, "a.txt", "ข้อมูล", b"what was attached")
    webmaster = _webmaster(phone)
    own = [each.item.path.folder for each in pages_of(desk, "pinthong")][:1]
    errand = begun(webmaster, "pages", "pinthong")
    webmaster.post(errand, data={**TAKER, "items": own, "do": "send"})
    merged(desk, sent(webmaster, errand), reviewer="meklada", approver="phuwamet", webmaster="fasai")
    assert "ยังเขียนไม่เสร็จ" not in webmaster.get("/people/pinthong").text, "she is not leaving"
    leaving = sent(webmaster, written(webmaster, "leaving", "pinthong", LEAVES))
    merged(desk, leaving, approver="phuwamet", webmaster="fasai")
    assert record_entered(merging_of(desk))
    assert "ประกาศที่ยังเขียนไม่เสร็จ" in webmaster.get("/people/pinthong").text
    assert "ประกาศที่ยังเขียนไม่เสร็จ" not in webmaster.get("/registers").text
    given = {"of": "pinthong", "draft": kept.id}
    assert webmaster.post("/left-drafts", data=given).status_code == 404, "nobody handed over to him"
    phone.post("/sign-out")
    phone.come_in("baibua")
    assert "ประกาศที่ยังเขียนไม่เสร็จ" in phone.get("/registers").text
    assert phone.post("/left-drafts", data=given).status_code == 200
    [taken] = desk.drafts.of("baibua")
    assert (taken.title, desk.drafts.content(taken, "a.txt")) == ("ประกาศที่ยังเขียนไม่เสร็จ", b"what was attached")
    assert not desk.drafts.of("pinthong")
