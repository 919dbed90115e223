"""What became of a request is read from git, in plain words; its authors alone mend it or take it back."""

from dataclasses import replace

from asked_notice import BODY, PATH, SIGNED, TYPED, VALUES, dispatch_of
from chain import merge, send_back, sign
from phone import Phone

from prakat.repository.refs import REQUEST, SIGN_OFF, request_ref
from prakat_desk.desk import Desk
from prakat_desk.sending.outlet import Sent

ASKED = SIGNED


def test_a_request_says_whom_it_waits_for_until_it_is_live(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("pinthong")
    assert "รอผู้ตรวจสอบ: นางสาวเมฆลดา ธารสุขใจ" in phone.get("/requests").text
    sign(desk, sent.number, "reviewer")
    assert "รอผู้อนุมัติ: นายภูวเมธ ทองธารใส" in phone.get("/requests").text
    history = phone.get(f"/requests/{sent.number}").text
    assert history.index("ผู้ขอเผยแพร่ลงนาม") < history.index("ผู้ตรวจสอบลงนาม")
    merge(desk, sent.number)
    history = phone.get(f"/requests/{sent.number}").text
    places = [history.index(f"{word}ลงนาม") for word in ("ผู้ขอเผยแพร่", "ผู้ตรวจสอบ", "ผู้อนุมัติ", "ผู้ดูแลเว็บไซต์")]
    assert places == sorted(places)
    assert "นายภูวเมธ ทองธารใส" in history[places[2] : places[3]], "by name, also once it is published"
    shown = phone.get("/requests").text
    assert f'href="https://tharnthong.example/{PATH}/"' in shown
    assert VALUES["title"] in shown
    assert desk.drafts.of("pinthong") == []


def test_what_was_sent_back_says_why_and_is_mended_as_another(desk: Desk, phone: Phone, sent: Sent) -> None:
    send_back(desk, sent.number)
    phone.come_in("pinthong")
    shown = phone.get(f"/requests/{sent.number}").text
    assert "ข้อมูลไม่ครบถ้วน" in shown
    assert "ขาดคุณสมบัติของผู้สมัคร โปรดเพิ่ม" in shown
    phone.post(f"/requests/{sent.number}/mend", follow_redirects=False)
    [draft] = [each for each in desk.drafts.of("pinthong") if not each.is_sent]
    assert (draft.path, draft.typed, draft.body, draft.mends) == (PATH, TYPED, BODY.strip("\n"), 0)
    again = dispatch_of(desk, "pinthong").send(draft)
    assert isinstance(again, Sent)
    assert again.number != sent.number


def test_an_open_request_is_mended_under_its_number(desk: Desk, phone: Phone, sent: Sent) -> None:
    sign(desk, sent.number, "reviewer")
    phone.come_in("pinthong")
    led = phone.post(f"/requests/{sent.number}/mend", follow_redirects=False).headers["location"]
    draft = desk.drafts.get("pinthong", led.removeprefix("/drafts/"))
    assert draft
    assert draft.body == BODY.strip("\n")
    draft = desk.drafts.save(replace(draft, body=BODY + "\n1.2 อายุไม่เกิน 50 ปี\n"))
    assert "ส่งซ้ำในคำขอที่ 2" in phone.get(f"/drafts/{draft.id}/send").text
    again = dispatch_of(desk, "pinthong").send(draft)
    assert isinstance(again, Sent)
    assert again.number == sent.number
    assert "รอผู้ตรวจสอบ" in phone.get("/requests").text
    merge(desk, sent.number)


def test_others_read_it_and_do_nothing_to_it(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("saithan")
    assert VALUES["title"] in phone.get("/requests?of=office").text
    assert VALUES["title"] not in phone.get("/requests").text
    assert phone.get(f"/requests/{sent.number}").status_code == 200
    for what in ("mend", "withdraw"):
        assert phone.post(f"/requests/{sent.number}/{what}", data={"sure": "yes"}).status_code == 403
    assert desk.repository.ref(request_ref(sent.number)) == sent.head
    for number in ("99", "0", "x", "1" * 30):
        assert phone.get(f"/requests/{number}").status_code == 404


def test_an_author_takes_back_what_was_asked_for_and_may_ask_anew(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("pinthong")
    asked = phone.post(f"/requests/{sent.number}/withdraw").text
    assert "ถอนคำขอนี้ใช่หรือไม่" in asked
    assert desk.repository.ref(request_ref(sent.number)) == sent.head
    told = phone.post(f"/requests/{sent.number}/withdraw", data={"sure": "yes"}).text
    assert "ถอนคำขอที่ 2 แล้ว" in told
    assert "ผู้ขอถอนคำขอ" in told
    assert not desk.repository.refs(REQUEST, SIGN_OFF + str(sent.number))
    assert phone.post(f"/requests/{sent.number}/withdraw", data={"sure": "yes"}).status_code == 200
    phone.post(f"/requests/{sent.number}/mend", follow_redirects=False)
    [draft] = [each for each in desk.drafts.of("pinthong") if not each.is_sent]
    assert (draft.typed, draft.body.strip()) == (TYPED, BODY.strip())
    again = dispatch_of(desk, "pinthong").send(draft)
    assert isinstance(again, Sent)
    assert again.number == sent.number + 1, "a number is one request's for ever"
    assert "ผู้ขอถอนคำขอ" in phone.get(f"/requests/{sent.number}").text
