"""A dead approver, a lost phone: by the desk's buttons, till the chain has approved what two webmasters did."""

import re
from pathlib import Path

from authenticator import Authenticator
from phone import Phone
from test_decision import CHECKED, shown_of
from test_entry import ORIGIN as LOCAL
from test_entry import named, open_link, sign_and_merge
from test_orders import merged
from test_registers import begun, sent
from webauthn.helpers import bytes_to_base64url

from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.staff import Staff
from prakat.office import office
from prakat.office.office_acts import appointments_ended, with_acts
from prakat.repository import objects
from prakat.repository.passkey import challenge_of
from prakat.repository.receipt import set_clock
from prakat.repository.refs import MAIN, request_ref, sign_off_ref
from prakat_desk.desk import Desk
from prakat_desk.errand.broken_step import vacant_steps
from prakat_desk.errand.closing import open_glasses
from prakat_desk.sending.passkey_signer import PasskeySigner
from prakat_desk.sending.sign_off_text import sign_off_text

__all__ = ("named",)
"""A fixture."""

DEAD = {
    "gone": "phuwamet",
    "gone_until-day": "18",
    "gone_until-month": "11",
    "gone_until-year": "2569",
    "end_order.no": "ภต 0932/ว 77",
    "end_order.date-day": "19",
    "end_order.date-month": "11",
    "end_order.date-year": "2569",
    "order.no": "41/2569",
    "order.date-day": "19",
    "order.date-month": "11",
    "order.date-year": "2569",
    "from-day": "20",
    "from-month": "11",
    "from-year": "2569",
}


def come_in(phone: Phone, person: str) -> None:
    phone.post("/sign-out")
    phone.come_in(person)


def pressed(phone: Phone, number: int, *people: str) -> None:
    """Signed by each of them in turn, on the page of the request."""
    for person in people:
        come_in(phone, person)
        shown = shown_of(phone.get(f"/requests/{number}").text)
        assert phone.post(f"/requests/{number}/sign", data={**shown, "checked": CHECKED}).status_code == 200, person


def broken(desk: Desk, phone: Phone, taker: str = "dueanchai") -> int:
    """The number of the request, which a colleague sends since both webmasters sign it."""
    come_in(phone, "tawan")
    shown = phone.get("/people/phuwamet").text
    assert 'name="kind" value="step"' in shown, "nobody else could sign"
    errand = begun(phone, "step", "approver")
    look = phone.post(errand, data={**DEAD, "person": taker, "do": "send"})
    assert look.url.path == f"{errand}/send" and f'action="{errand}/pass"' in look.text, "he has to sign it"
    offered = re.findall(r'<option value="([a-z]+)"', look.text)
    assert "pinthong" in offered and not {"phuwamet", taker, "tawan", "fasai"} & {*offered}
    assert phone.post(f"{errand}/send", data={"do": "send"}).status_code == 422
    assert phone.post(f"{errand}/pass", data={"to": "pinthong"}, follow_redirects=False).status_code == 303
    assert phone.get(errand).status_code == 404, "it is hers now"
    come_in(phone, "pinthong")
    [waiting] = desk.errands.of("pinthong")
    assert f"/errands/{waiting.id}/send" in phone.get("/registers").text
    assert phone.get(f"/errands/{waiting.id}").status_code == 403, "she sends it as it is, or not at all"
    told = phone.get(f"/errands/{waiting.id}/send").text
    assert "ผู้ดูแลเว็บไซต์คนที่สอง" in told and "ได้รับแจ้ง" in told
    return sent(phone, f"/errands/{waiting.id}")


def test_a_dead_approver_is_followed_and_the_chain_approves_it_later(desk: Desk, phone: Phone) -> None:
    number = broken(desk, phone)
    pressed(phone, number, "tawan", "fasai")
    merged(desk, number)
    assert [each.order_no for each in desk.authority.office.people["dueanchai"].appointments] == ["3/2568", "41/2569"]
    [glass] = open_glasses(desk)
    come_in(phone, "fasai")
    assert 'name="kind" value="closing"' in phone.get("/people").text
    errand = begun(phone, "closing").removesuffix("/send")
    number = sent(phone, errand)
    said = desk.repository.line("show", "-s", "--format=%B", request_ref(number))
    assert said.endswith(f"\n\nRegularises: {glass}")
    pressed(phone, number, "saithan")
    merged(desk, number, reviewer="meklada", approver="dueanchai", webmaster="tawan")
    assert not open_glasses(desk)
    assert 'name="kind" value="closing"' not in phone.get("/people").text


def test_it_is_no_emergency_while_somebody_can_sign(phone: Phone) -> None:
    come_in(phone, "tawan")
    errand = begun(phone, "step", "approver")
    alive = {**DEAD, "gone": "", "person": "dueanchai"}
    answer = phone.post(errand, data={**alive, "do": "send"})
    assert answer.status_code == 422
    assert "ยังมีผู้ลงนามได้" in answer.text
    later = {**DEAD, "order.date-day": "30", "person": "dueanchai"}
    assert phone.post(errand, data={**later, "do": "send"}).status_code == 422, "the order's day has not come"
    assert phone.post("/errands", data={"kind": "step", "about": "auditor"}).status_code == 404


def test_a_lost_phone_of_the_only_approver(named: Desk, sample: Path) -> None:
    """By an order and two webmasters, and then approved by the chain, the new phone signing for its owner."""
    order = {"order-no": "31/2569", "order-date-day": "19", "order-date-month": "11", "order-date-year": "2569"}
    found = Authenticator(LOCAL)
    with Phone(named) as phone:
        phone.come_in("tawan")
        page = phone.post("/people/phuwamet/invite", data={**order, "is_lost": "yes"}).text
        told = open_link(phone, re.findall(rf'value="({LOCAL}/invitation/[^"]+)"', page)[0], found)
        sign_and_merge(
            named, sample, int(re.findall(r"คำขอที่ ([0-9]+)", told)[0]), webmaster="tawan", second_webmaster="fasai"
        )
        assert len(open_glasses(named)) == 1
        come_in(phone, "fasai")
        number = sent(phone, begun(phone, "closing").removesuffix("/send"))
    staff = Staff(named.repository, sample / PRIVATE_KEYS)
    for step, person in (("witness", "saithan"), ("reviewer", "meklada")):
        staff.sign(number, step, person, named.moment)
    approver = named.authority.office.people["phuwamet"]
    head = named.repository.ref(request_ref(number)) or ""
    text = sign_off_text(number, "approver", head, "Approved", approver, named.moment)
    answer = found.answer({"challenge": bytes_to_base64url(challenge_of(text))})
    tag = PasskeySigner(approver, answer, LOCAL).of(text)
    assert tag
    staff.push(sign_off_ref(number, "approver"), objects.write(named.repository, "tag", tag), named.moment)
    sign_and_merge(named, sample, number, webmaster="tawan")
    assert not open_glasses(named)


def test_a_step_that_is_vacant_is_told_with_its_button(desk: Desk, phone: Phone, sample: Path) -> None:
    """By the day alone: whoever held it has an appointment that ended."""
    come_in(phone, "tawan")
    assert 'value="step"' not in phone.get("/people").text
    content = with_acts(
        desk.repository.object(f"{MAIN}:{office.FILE}")[1],
        appointments_ended(desk.authority.office, "phuwamet", [0], "2026-11-25"),
    )
    who = ("นางสาวพิณทอง เมฆธารา", "pinthong@tharnthong.example")
    Staff(desk.repository, sample / PRIVATE_KEYS).request(2, who, {office.FILE: content}, desk.moment)
    merged(desk, 2, approver="phuwamet", webmaster="tawan")
    assert not vacant_steps(desk)
    set_clock(desk.repository.git_dir, "2026-11-26T09:00:00+07:00")
    assert vacant_steps(desk) == ["approver"]
    assert 'name="kind" value="step"><input type="hidden" name="about" value="approver"' in phone.get("/people").text
    errand = begun(phone, "step", "approver")
    assert 'name="gone"' not in phone.get(errand).text, "nobody is left to name"
    lacking = phone.post(errand, data={"do": "send"})
    assert lacking.status_code == 422
    assert 'href="#person"' in lacking.text and 'href="#order"' in lacking.text
    typed = {name: value for name, value in DEAD.items() if not name.startswith(("gone", "end_order"))}
    look = phone.post(errand, data={**typed, "person": "dueanchai", "do": "send"})
    assert look.status_code == 200 and "ผู้ดูแลเว็บไซต์คนที่สอง" in look.text
