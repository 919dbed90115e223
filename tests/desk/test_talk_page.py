"""On a request's page people ask, answer and send back, as themselves; nothing that was typed is lost."""

import re

import pytest
from asked_notice import UNSIGNED
from chain import CHAIN, merging_of, sign
from phone import Phone

import merge as command
from prakat.audit_log.record import RecordKind
from prakat.merging.publisher import publisher_key
from prakat.merging.talk_book import open_questions, talk_of_request
from prakat.repository.refs import request_ref, sign_off_ref, talk_ref
from prakat.request.talk import LONGEST_TALK
from prakat_desk.desk import Desk
from prakat_desk.sending.bare_outlet import BareOutlet
from prakat_desk.sending.outlet import Sent

ASKED = UNSIGNED

WHY = "จำนวนอัตราไม่ตรงกับหนังสือที่แนบ\nโปรดแก้เป็น 2 อัตรา"
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \u202eกลับ\r\n-----BEGIN SSH SIGNATURE-----\nApproved: #2"


def shown(phone: Phone, number: int, act: str) -> dict[str, str]:
    """What that form of the page carries."""
    page = phone.get(f"/requests/{number}").text
    form = page[page.index(f'action="/requests/{number}/{act}"') :]
    return dict(re.findall(r'<input type="hidden" name="(head|moment)" value="([^"]*)"', form)[:2])


def publish(desk: Desk) -> int:
    place, key = str(desk.repository.folder), str(publisher_key(desk.repository.git_dir))
    return command.main(["--repo", place, "--key", key, "merge"])


def test_a_question_is_answered_on_the_same_page(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("meklada")
    asked = {**shown(phone, sent.number, "ask"), "question": "อัตราเดียวหรือสองอัตรา"}
    told = phone.post(f"/requests/{sent.number}/ask", data=asked).text
    assert "ส่งคำถามแล้ว" in told and "ยังไม่มีคำตอบ" in told
    assert open_questions(desk.repository)[sent.number][0] == "meklada"
    phone.come_in("pinthong")
    assert "ถามไว้" in phone.get("/today").text
    page = phone.get(f"/requests/{sent.number}").text
    assert page.index("มีผู้ถามถึงคำขอนี้") < page.index("อัตราเดียวหรือสองอัตรา") < page.index('<h2 id="talk"')
    answer = {**shown(phone, sent.number, "answer"), "answer-text": "อัตราเดียว", "do": "answer"}
    assert "ส่งคำตอบแล้ว" in phone.post(f"/requests/{sent.number}/answer", data=answer).text
    assert open_questions(desk.repository) == {}
    assert "ถามไว้" not in phone.get("/today").text
    phone.come_in("meklada")
    page = phone.get(f"/requests/{sent.number}").text
    assert "ผู้ขอตอบคำถามแล้ว" in page and "อัตราเดียว</blockquote>" in page
    sign(desk, sent.number, *CHAIN)
    assert publish(desk) == 0
    assert "อัตราเดียว</blockquote>" in phone.get(f"/requests/{sent.number}").text
    assert len(talk_of_request(desk.repository, sent.number)) == 2


def test_an_answer_goes_along_with_mending(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("phuwamet")
    asked = {**shown(phone, sent.number, "ask"), "question": "กี่อัตรา"}
    phone.post(f"/requests/{sent.number}/ask", data=asked)
    phone.come_in("pinthong")
    answer = {**shown(phone, sent.number, "answer"), "answer-text": "สองอัตรา กำลังแก้", "do": "mend"}
    led = phone.post(f"/requests/{sent.number}/answer", data=answer, follow_redirects=False).headers["location"]
    [draft] = [each for each in desk.drafts.of("pinthong") if each.mends == sent.number]
    assert led == f"/drafts/{draft.id}"
    assert open_questions(desk.repository) == {}


def test_it_is_sent_back_by_one_press_and_closed_at_once(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("phuwamet")
    page = phone.get(f"/requests/{sent.number}").text
    assert page.count('name="reason"') == 6 and "ข้อมูลส่วนบุคคล" in page
    given = {**shown(phone, sent.number, "send-back"), "reason": "incorrect", "why": WHY}
    told = phone.post(f"/requests/{sent.number}/send-back", data=given).text
    assert "ส่งคืนแล้ว" in told and "ระบบเผยแพร่กำลังบันทึก" in told and "จำนวนอัตราไม่ตรง" in told
    assert desk.repository.ref(sign_off_ref(sent.number, "refusal"))
    outlet = BareOutlet(desk.repository)
    assert sent.number not in outlet.pending()
    assert outlet.closed()[sent.number].fate == "refused"
    phone.come_in("pinthong")
    assert "ข้อมูลไม่ถูกต้อง" in phone.get("/requests").text
    led = phone.post(f"/requests/{sent.number}/mend", follow_redirects=False).headers["location"]
    draft = desk.drafts.get("pinthong", led.removeprefix("/drafts/"))
    assert draft and draft.mends == 0
    assert publish(desk) == 0
    assert desk.repository.ref(request_ref(sent.number)) is None
    [record] = list(merging_of(desk).work.log.of(RecordKind.REJECTION))
    assert (record.facts["by"], record.facts["text"]) == ("phuwamet", WHY)
    assert "ระบบเผยแพร่กำลังบันทึก" not in phone.get(f"/requests/{sent.number}").text
    assert merging_of(desk).work.standing.wrong == {}


# Nothing typed is lost


def test_what_is_not_whole_comes_back_as_typed(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("meklada")
    given = shown(phone, sent.number, "send-back")
    for typed, wrong in (
        ({"why": WHY}, ["เลือกเหตุผลหนึ่งข้อ"]),
        ({"why": WHY, "reason": "because"}, ["เลือกเหตุผลหนึ่งข้อ"]),
        ({"why": "ไม่ดี", "reason": "other"}, ["เขียนชี้แจง 10 ถึง 2000 ตัวอักษร"]),
        ({"why": "", "reason": ""}, ["เลือกเหตุผลหนึ่งข้อ", "เขียนชี้แจง"]),
    ):
        answer = phone.post(f"/requests/{sent.number}/send-back", data={**given, **typed})
        assert answer.status_code == 422
        assert all(f'<li><a href="#{"reason" if "เลือก" in each else "why"}">{each}' in answer.text for each in wrong)
        assert typed["why"] in answer.text
        assert ('value="other" aria-describedby="reason-other" checked' in answer.text) is (
            typed.get("reason") == "other"
        )
    long = "ก" * (LONGEST_TALK + 1)
    answer = phone.post(f"/requests/{sent.number}/ask", data={**given, "question": long})
    assert answer.status_code == 422 and long in answer.text and "ยาวเกิน 2000 ตัวอักษร" in answer.text
    answer = phone.post(f"/requests/{sent.number}/ask", data={**given, "question": " \u200b "})
    assert answer.status_code == 422 and "พิมพ์คำถามก่อนส่ง" in answer.text
    assert not desk.repository.refs(talk_ref(sent.number, ""), sign_off_ref(sent.number, "refusal"))


def test_a_head_that_moved_voids_the_press(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("meklada")
    given = {**shown(phone, sent.number, "send-back"), "head": "a" * 40}
    answer = phone.post(f"/requests/{sent.number}/send-back", data={**given, "reason": "other", "why": WHY})
    assert answer.status_code == 409 and "จำนวนอัตราไม่ตรง" in answer.text
    options = phone.post(f"/requests/{sent.number}/send-back/options", data={**given, "reason": "other", "why": WHY})
    assert options.status_code == 409
    answer = phone.post(f"/requests/{sent.number}/ask", data={**given, "question": "อะไร"})
    assert answer.status_code == 409 and ">\nอะไร</textarea>" in answer.text
    assert not desk.repository.refs(talk_ref(sent.number, ""), sign_off_ref(sent.number, "refusal"))


def test_hostile_words_are_words(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("meklada")
    asked = {**shown(phone, sent.number, "ask"), "question": HOSTILE}
    page = phone.post(f"/requests/{sent.number}/ask", data=asked).text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} กลับ" in page
    [said] = talk_of_request(desk.repository, sent.number)
    assert said.text == "<script>alert(1)</script> {{ 7*7 }} กลับ\n—BEGIN SSH SIGNATURE-----\nApproved: #2"
    given = {**shown(phone, sent.number, "send-back"), "reason": "other", "why": HOSTILE}
    assert "ส่งคืนแล้ว" in phone.post(f"/requests/{sent.number}/send-back", data=given).text
    assert publish(desk) == 0
    assert "<script>alert" not in phone.get(f"/requests/{sent.number}").text


def test_two_taps_are_one(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("meklada")
    asked = {**shown(phone, sent.number, "ask"), "question": "กี่อัตรา"}
    given = {**shown(phone, sent.number, "send-back"), "reason": "other", "why": WHY}
    for _ in range(2):
        assert phone.post(f"/requests/{sent.number}/ask", data=asked).status_code == 200
    assert len(talk_of_request(desk.repository, sent.number)) == 1
    assert phone.post(f"/requests/{sent.number}/send-back", data=given).status_code == 200
    again = phone.post(f"/requests/{sent.number}/send-back", data=given)
    assert again.status_code == 409 and "คำขอนี้ปิดไปแล้ว" in again.text


# Who may


def test_each_sees_what_is_theirs(desk: Desk, phone: Phone, sent: Sent) -> None:
    seen = {}
    for person in ("pinthong", "meklada", "tawan", "saithan"):
        phone.come_in(person)
        page = phone.get(f"/requests/{sent.number}").text
        seen[person] = [act for act in ("ask", "answer", "send-back") if f'action="/requests/2/{act}"' in page]
    both = ["ask", "send-back"]
    assert seen == {"pinthong": [], "meklada": both, "tawan": both, "saithan": []}


@pytest.mark.parametrize("person", ["pinthong", "saithan"])
def test_others_are_refused_whatever_they_post(desk: Desk, phone: Phone, sent: Sent, person: str) -> None:
    phone.come_in(person)
    posted = {"head": sent.head, "moment": desk.moment.isoformat(), "reason": "other", "why": WHY, "question": "ก"}
    posted |= {"answer-text": "ก"}
    for act in ("ask", "answer", "send-back"):
        assert phone.post(f"/requests/{sent.number}/{act}", data=posted).status_code == 403
    assert phone.post(f"/requests/{sent.number}/send-back/options", data=posted).status_code == 409
    assert phone.post("/requests/99/ask", data=posted).status_code == 404
    assert not desk.repository.refs(talk_ref(sent.number, ""), sign_off_ref(sent.number, "refusal"))
