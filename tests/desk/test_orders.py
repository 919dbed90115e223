"""Appointments and orders by form: who comes, who leaves, what would leave a step without anybody."""

import pytest
from chain import merging_of
from phone import Phone
from test_registers import begun, errand_of, sent

from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.staff import Staff
from prakat.merging import plan
from prakat.merging.plan import Merged
from prakat.repository.refs import MAIN, request_ref, sign_off_ref
from prakat_desk.desk import Desk

ORDER = {"order.no": "40/2569", "order.date-day": "18", "order.date-month": "11", "order.date-year": "2569"}
FROM = {"from-day": "20", "from-month": "11", "from-year": "2569"}
NEW = {
    "name": "นางสาวดอกแก้ว ธารหมอก",
    "position": "นักวิชาการสาธารณสุขปฏิบัติการ",
    "emails": "dokkaew@tharnthong.example",
    "role": "provider",
    "units": ["ncd"],
    **ORDER,
    **FROM,
}


@pytest.fixture
def webmaster(phone: Phone) -> Phone:
    phone.come_in("tawan")
    return phone


def written(phone: Phone, kind: str, about: str, typed: dict[str, object]) -> str:
    """The errand's address, once its form was filled in and nothing was wrong with it."""
    errand = begun(phone, kind, about)
    answer = phone.post(errand, data={**typed, "do": "send"})
    assert answer.url.path == f"{errand}/send", answer.text
    return errand


def merged(desk: Desk, number: int, **steps: str) -> None:
    staff = Staff(desk.repository, desk.state.parent / PRIVATE_KEYS)
    for step, person in steps.items():
        staff.sign(number, step.replace("_", "-"), person, desk.moment)
    done = plan.merge(merging_of(desk), number)
    assert isinstance(done, Merged), [each.text() for each in done]


def changed_lines(desk: Desk, number: int) -> list[str]:
    told = desk.repository.run("diff", "--unified=0", MAIN, request_ref(number)).decode()
    return [line for line in told.split("\n") if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")]


def test_a_new_person_is_an_office_request_of_a_few_lines(desk: Desk, webmaster: Phone) -> None:
    errand = written(webmaster, "person", "", NEW)
    look = webmaster.get(f"{errand}/send").text
    assert "นางสาวดอกแก้ว ธารหมอก" in look
    assert "นายภูวเมธ ทองธารใส" in look, "who approves"
    number = sent(webmaster, errand)
    assert desk.repository.ref(sign_off_ref(number, "requester"))
    assert changed_lines(desk, number) == [
        "+  - id: dokkaew",
        "+    name: นางสาวดอกแก้ว ธารหมอก",
        "+    position: นักวิชาการสาธารณสุขปฏิบัติการ",
        '+    emails: ["dokkaew@tharnthong.example"]',
        "+    appointments:",
        '+      - {role: provider, units: [ncd], order: {no: "40/2569", date: 2026-11-18}, from: 2026-11-20}',
    ]
    merged(desk, number, approver="phuwamet", webmaster="fasai")
    assert "/people/dokkaew#invite" in webmaster.get("/people").text
    assert webmaster.get("/people/dokkaew").status_code == 200
    assert "ดอกแก้ว" not in webmaster.get("/registers").text, "an errand that is done"


def test_what_is_wrong_is_told_at_its_field_and_stays(desk: Desk, webmaster: Phone) -> None:
    errand = begun(webmaster, "person")
    typed = {**NEW, "position": "", "emails": "tawan", "from-month": "13"}
    answer = webmaster.post(errand, data={**typed, "do": "send"})
    assert answer.status_code == 422
    for name in ("position", "emails", "from"):
        assert f'href="#{name}"' in answer.text, name
    assert errand_of(desk, "tawan", errand).typed["name"] == [NEW["name"]]
    assert webmaster.get(f"{errand}/send").status_code == 422
    assert webmaster.post(f"{errand}/send", data={"do": "send"}).status_code == 422
    taken = webmaster.post(errand, data={**NEW, "emails": "tawan@tharnthong.example", "do": "send"})
    assert taken.status_code == 422 and "นายตะวัน ศรีภูตะวัน" in taken.text, "somebody else's"
    assert not desk.repository.refs(request_ref(2))


def test_a_further_appointment_acting_for_somebody(desk: Desk, webmaster: Phone) -> None:
    typed = {"role": "approver", "units": ["all"], **ORDER, **FROM, "acting_for": "phuwamet"}
    typed |= {"until-day": "30", "until-month": "11", "until-year": "2569"}
    number = sent(webmaster, written(webmaster, "appointment", "meklada", typed))
    assert changed_lines(desk, number) == [
        '+      - {role: approver, units: all, order: {no: "40/2569", date: 2026-11-18}, from: 2026-11-20, '
        "until: 2026-11-30, acting_for: phuwamet}"
    ]


def test_a_webmaster_may_not_leave_the_other_alone(webmaster: Phone) -> None:
    errand = begun(webmaster, "leaving", "fasai")
    leaving = {"until-day": "31", "until-month": "12", "until-year": "2569", "numbers": ["1"]}
    answer = webmaster.post(errand, data={**leaving, "do": "send"})
    assert answer.status_code == 422
    assert "ผู้ดูแลเว็บไซต์" in answer.text and "2" in answer.text


def test_a_leaver_a_unit_and_other_particulars(desk: Desk, webmaster: Phone) -> None:
    leaving = {"until-day": "31", "until-month": "12", "until-year": "2569", "numbers": ["0"]}
    number = sent(webmaster, written(webmaster, "leaving", "saithan", leaving))
    assert changed_lines(desk, number)[1].endswith("from: 2025-10-01, until: 2026-12-31}")
    unit = {"name": "กลุ่มงานทันตสาธารณสุข", "name_en": "Dental Health"}
    number = sent(webmaster, written(webmaster, "unit", "", unit))
    assert changed_lines(desk, number) == ["+  - {id: dental-health, name: กลุ่มงานทันตสาธารณสุข, name_en: Dental Health}"]
    details = {
        "name": "นางสาวพิณทอง เมฆธารา",
        "position": "นักจัดการงานทั่วไปชำนาญการ",
        "emails": "pinthong@tharnthong.example",
    }
    number = sent(webmaster, written(webmaster, "details", "pinthong", details))
    assert [line.strip("+- ") for line in changed_lines(desk, number)] == [
        "position: นักจัดการงานทั่วไปปฏิบัติการ",
        "phone: 0 0000 0000 ต่อ 11",
        "position: นักจัดการงานทั่วไปชำนาญการ",
    ]


def test_only_a_webmaster_for_all_units_changes_the_office(phone: Phone) -> None:
    phone.come_in("pinthong")
    abouts = {"person": "", "appointment": "pinthong", "details": "pinthong", "leaving": "pinthong"}
    for kind, about in {**abouts, "unit": "", "step": "approver", "closing": ""}.items():
        assert phone.post("/errands", data={"kind": kind, "about": about}).status_code == 403, kind
    assert phone.post("/errands", data={"kind": "pages", "about": "tawan"}).status_code == 403
    assert phone.post("/errands", data={"kind": "nothing"}).status_code == 404
