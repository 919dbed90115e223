"""A request as whoever decides on it sees it: all that it changes; signed by one press, and just as it was shown."""

import hashlib
import re
from dataclasses import replace

from asked_notice import PATH, UNSIGNED
from chain import CHAIN, merging_of, sign
from phone import Phone

from asking import OFFICER, PDF, amendment, ask
from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.staff import Staff
from prakat.item.item_path import index_of
from prakat.merging import plan
from prakat.office.office import FILE
from prakat.office.person_keys import with_person_keys
from prakat.repository.refs import MAIN, SIGN_OFF
from prakat.request.shown_digest import digest_shown
from prakat_desk.desk import Desk
from prakat_desk.sending.bare_front import front_of
from prakat_desk.sending.outlet import Sent

ASKED = UNSIGNED

ITEM = (
    "---\ntitle: เรื่องของผู้ดูแลเว็บไซต์\nsummary: รายละเอียดโดยย่อของเรื่องนี้ที่เขียนไว้\nowner: {unit: admin, provider: pinthong}\n"
    "period: {start: 2026-11-20}\nsource: {name: งานทดสอบ}\ntiming: on_change\npublish_on: 2026-11-20\n"
    "expires_on: never\nreview_by: 2027-09-30\n---\nเนื้อหาของเรื่องนี้\n"
).encode()
PRESS = 'action="/requests/2/sign"'
CHECKED = ["correct", "complete", "current", "lawful"]


def shown_of(page: str) -> dict[str, str]:
    """What the form of the page carries."""
    form = page[page.index('/sign"') :]
    return dict(re.findall(r'<input type="hidden" name="(head|base|how|step|moment)" value="([^"]*)"', form))


def plan_of(desk: Desk, number: int) -> plan.Plan:
    found = plan.plan(merging_of(desk), number)
    assert isinstance(found, plan.Plan)
    return found


def test_everybody_of_the_chain_signs_by_opening_the_page_and_pressing(desk: Desk, phone: Phone, sent: Sent) -> None:
    for step, person in CHAIN.items():
        phone.come_in(person)
        page = phone.get(f"/requests/{sent.number}").text
        looked = front_of(desk.repository).known
        shown = shown_of(page)
        assert (shown["head"], shown["step"]) == (sent.head, step)
        assert digest_shown(sent.head, shown["base"], sent.number) in page
        is_last = step == "webmaster"
        assert (page.count('name="checked"') == 4) is is_last
        if is_last:
            few = phone.post(f"/requests/{sent.number}/sign", data={**shown, "checked": CHECKED[:3]})
            assert few.status_code == 422
            assert few.text.count(" checked>") == 3, "what was ticked stays ticked"
        answer = phone.post(f"/requests/{sent.number}/sign", data={**shown, "checked": CHECKED if is_last else []})
        assert answer.status_code == 200, answer.text
        assert digest_shown(sent.head, shown["base"], sent.number) in answer.text
        assert front_of(desk.repository).known is looked, "no click reads all of main and its records again"
        again = phone.post(f"/requests/{sent.number}/sign", data={**shown, "checked": CHECKED})
        assert again.status_code == 409
    made = plan_of(desk, sent.number)
    assert made.may_merge, [each.text() for each in made.violations]
    stated = ["Signed: #2", "Signed: #2", f"Checked: {', '.join(CHECKED)}"]
    assert [each.words.strip() for each in made.received] == stated
    assert isinstance(plan.merge(merging_of(desk), sent.number), plan.Merged)


def mended(desk: Desk, number: int) -> str:
    """The request goes on by another commit of its author; its new head."""
    return ask(desk, number, {index_of(f"content/{PATH}"): b"---\ntitle: another\n---\n"})


def test_a_request_that_has_moved_on_is_not_signed(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in(CHAIN["reviewer"])
    shown = shown_of(phone.get(f"/requests/{sent.number}").text)
    press = f"/requests/{sent.number}/sign"
    voids = (
        ({"base": "0" * 40}, "หน้าที่นำมาเทียบเปลี่ยน"),
        ({"how": "verbal"}, "สถานะของคำขอเปลี่ยน"),
        ({"step": "approver"}, "สถานะของคำขอเปลี่ยน"),
        ({"step": "requester"}, "สถานะของคำขอเปลี่ยน"),
        ({"moment": "2026-11-19T08:30:00+07:00"}, "เปิดหน้านี้ไว้นานแล้ว"),
        ({"moment": "2027-01-01T08:30:00+07:00"}, "เปิดหน้านี้ไว้นานแล้ว"),
        ({"moment": "\x00"}, "เปิดหน้านี้ไว้นานแล้ว"),
        ({"head": "HEAD"}, "คำขอถูกแก้หลังจากที่ท่านเปิดหน้านี้"),
        ({"head": ""}, "คำขอถูกแก้หลังจากที่ท่านเปิดหน้านี้"),
    )
    for odd, told in voids:
        for path in (press, f"{press}/options"):
            assert phone.post(path, data={**shown, **odd}).status_code == 409, odd
        assert told in phone.post(press, data={**shown, **odd}).text, odd
    new = mended(desk, sent.number)
    answer = phone.post(press, data=shown)
    assert answer.status_code == 409
    assert "คำขอถูกแก้หลังจากที่ท่านเปิดหน้านี้" in answer.text
    assert not desk.repository.refs(f"{SIGN_OFF}{sent.number}/")
    assert new != sent.head
    assert "ต้องแก้ก่อนจึงจะลงนามได้" in answer.text, "the new text is shown, and cannot be signed: it is no item"
    assert PRESS not in answer.text


def test_who_does_not_sign_is_told_why(desk: Desk, phone: Phone, sent: Sent) -> None:
    said = {
        "phuwamet": "ยังไม่ถึงตาท่าน ต้องรอผู้ตรวจสอบลงนามก่อน: นางสาวเมฆลดา ธารสุขใจ",
        "fasai": "ท่านลงนามเป็นผู้ดูแลเว็บไซต์ได้ แต่ยังไม่ถึงตาท่าน",
        "dueanchai": "คำขอนี้ไม่ต้องใช้ลายมือชื่อของท่าน",
        "saithan": "คำขอนี้ไม่ต้องใช้ลายมือชื่อของท่าน",
    }
    head = {"head": sent.head, "base": plan_of(desk, sent.number).base, "how": "written"}
    for person, told in said.items():
        phone.come_in(person)
        page = phone.get(f"/requests/{sent.number}").text
        assert told in page
        assert PRESS not in page
        moment = desk.moment.isoformat()
        for step in ("reviewer", "approver", "webmaster", "requester"):
            press = {**head, "step": step, "moment": moment, "checked": CHECKED}
            assert phone.post(f"/requests/{sent.number}/sign", data=press).status_code == 409
    assert not desk.repository.refs(f"{SIGN_OFF}{sent.number}/")
    sign(desk, sent.number, "reviewer")
    phone.come_in(CHAIN["reviewer"])
    done = phone.get(f"/requests/{sent.number}").text
    assert "ท่านลงนามเป็นผู้ตรวจสอบแล้ว ต่อไปรอผู้อนุมัติ" in done


def test_an_author_signs_no_step_and_signs_afterwards_what_was_asked(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in("pinthong")
    page = phone.get(f"/requests/{sent.number}").text
    assert "คำขอนี้ส่งไปโดยยังไม่มีลายมือชื่อของผู้ขอ" in page
    shown = shown_of(page)
    assert shown["step"] == "requester"
    assert phone.post(f"/requests/{sent.number}/sign", data={**shown, "step": "reviewer"}).status_code == 409
    assert phone.post(f"/requests/{sent.number}/sign", data=shown).status_code == 200
    assert plan_of(desk, sent.number).signed_request
    assert PRESS not in phone.get(f"/requests/{sent.number}").text
    other = ask(desk, 9, {index_of("content/knowledge/by-the-webmaster"): ITEM}, "tawan")
    phone.come_in("tawan")
    shown = shown_of(phone.get("/requests/9").text)
    assert (shown["head"], shown["step"]) == (other, "requester")
    assert "ท่านเป็นผู้จัดทำคำขอนี้ จึงลงนามเป็นผู้ดูแลเว็บไซต์ไม่ได้" in phone.get("/requests/9").text


def test_a_request_that_is_closed_meanwhile(desk: Desk, phone: Phone, sent: Sent) -> None:
    phone.come_in(CHAIN["reviewer"])
    shown = shown_of(phone.get(f"/requests/{sent.number}").text)
    with Phone(desk) as author:
        author.come_in("pinthong")
        author.post(f"/requests/{sent.number}/withdraw", data={"sure": "yes"})
    answer = phone.post(f"/requests/{sent.number}/sign", data=shown)
    assert answer.status_code == 409
    assert "คำขอนี้ปิดไปแล้ว จึงไม่ได้ลงนาม" in answer.text
    assert phone.post("/requests/99/sign", data=shown).status_code == 404


def test_pages_and_files_are_those_that_were_shown_and_no_others(desk: Desk, phone: Phone) -> None:
    head = amendment(desk, 2)
    phone.come_in(CHAIN["reviewer"])
    page = phone.get("/requests/2").text
    assert "เดือนละ 15,<" in page
    assert hashlib.sha256(PDF).hexdigest() in page
    after, before = (f"/requests/2/{side}/{head}/{OFFICER}" for side in ("page", "before"))
    for side, price in ((after, "15,800"), (before, "15,000")):
        assert f'src="{side}/"' in page
        shown = phone.get(f"{side}/")
        assert price in shown.text
        assert "script-src" not in shown.headers["content-security-policy"]
        assert "sandbox" in shown.headers["content-security-policy"]
    new, old = (phone.get(f"{side}/announcement.pdf") for side in (after, before))
    assert new.content == PDF
    assert old.content != PDF
    assert new.headers["content-disposition"].startswith("attachment")
    assert new.headers["content-security-policy"] == "sandbox"
    assert new.headers["content-type"] == "application/octet-stream"
    elsewhere = (
        "content/knowledge/pm25-self-protection/",
        "office.yml",
        "content/law/../../office.yml",
        f"{OFFICER}//",
        "",
    )
    for path in elsewhere:
        answer = phone.get(f"/requests/2/page/{head}/{path}")
        assert answer.status_code == 404 or "ผู้อ่านจะไม่เห็นอะไร" in answer.text, path
    for other in ("HEAD", "main", "0" * 40, desk.repository.ref("refs/heads/main")):
        assert phone.get(f"/requests/2/page/{other}/{OFFICER}/").status_code == 404
    with Phone(desk) as stranger:
        assert stranger.get(f"{after}/", follow_redirects=False).status_code == 303


def test_who_cannot_sign_here_is_told_what_to_do(desk: Desk, phone: Phone) -> None:
    phone.come_in("meklada")
    text = desk.repository.object(f"{MAIN}:{FILE}")[1] + b"desk: {url: 'http://localhost:8010'}\n"
    told = [_said(desk, phone, desk.origin, 3)]
    for number, keys in ((4, desk.authority.office.people["meklada"].keys), (5, ())):
        ask(desk, number, {FILE: with_person_keys(text, "meklada", keys)}, "saithan")
        staff = Staff(desk.repository, desk.state.parent / PRIVATE_KEYS)
        for step, person in (("approver", "phuwamet"), ("webmaster", "tawan")):
            staff.sign(number, step, person, desk.moment)
        assert isinstance(plan.merge(merging_of(desk), number), plan.Merged)
        told.append(_said(desk, phone, "http://localhost:8010", number + 10))
    assert [re.findall("ไม่ใช่ที่อยู่ที่หน่วยงานกำหนด|มีกุญแจลงนาม แต่ไม่ใช่|ยังไม่มีกุญแจลงนาม", each) for each in told] == [
        ["ไม่ใช่ที่อยู่ที่หน่วยงานกำหนด"],
        ["มีกุญแจลงนาม แต่ไม่ใช่"],
        ["ยังไม่มีกุญแจลงนาม"],
    ]
    assert not any("<button data-passkey-button" in each for each in told)


def _said(desk: Desk, known: Phone, origin: str, number: int) -> str:
    """What the same person reads at the desk of an office that is no sample."""
    amendment(desk, number)
    with Phone(replace(desk, origin=origin, sample_keys={})) as phone:
        phone.cookies.update({"desk": known.cookies["desk"]})
        return phone.get(f"/requests/{number}").text
