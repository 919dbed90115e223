"""The office's registers by form: what is there, a new entry, one that is mended, sent as any other request."""

import re

import pytest
from chain import merge
from phone import Phone

from prakat.content.logbook import NAMES, REGISTERS
from prakat.repository.refs import MAIN, request_ref
from prakat.rules import data
from prakat_desk.desk import Desk
from prakat_desk.errand.register_entry import content_of, file_of
from prakat_desk.form.form_field import entry_fields, every_field
from prakat_desk.keeping.errands import Errand

PROBLEM = {
    "date-day": "19",
    "date-month": "11",
    "date-year": "2569",
    "unit": "ncd",
    "item": "https://tharnthong.example/general-information/contact/#top",
    "problem": "หน้าเปิดช้าในวันประกาศผล: มีผู้เข้าดูพร้อมกัน # มาก",
}


def begun(phone: Phone, kind: str, about: str = "") -> str:
    answer = phone.post("/errands", data={"kind": kind, "about": about}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def sent(phone: Phone, errand: str) -> int:
    """Its number, once it was looked at and sent."""
    look = phone.get(f"{errand}/send")
    assert look.status_code == 200, look.text
    answer = phone.post(f"{errand}/send", data={"do": "send"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


def errand_of(desk: Desk, person: str, place: str) -> Errand:
    found = desk.errands.get(person, place.split("/")[2])
    assert found
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_register_has_words_in_both_languages(name: str) -> None:
    told = data.load("entry-forms.yml")[name]
    fields = list(every_field(entry_fields(f"{REGISTERS}/{name}")))
    assert told.keys() == {".".join(each.key) for each in fields}
    for each in fields:
        assert re.search("[ก-๙]", each.help("th")) and "office.yml" not in each.help("th"), each.key
        assert not re.search("[ก-๙]", each.title("en") + each.help("en")), each.key


def test_a_new_entry_is_the_only_thing_that_changes(desk: Desk, phone: Phone) -> None:
    phone.come_in("baibua")
    assert "ย่อไฟล์และแจ้งทุกกลุ่มงาน" in phone.get("/registers").text
    before = content_of(desk, "problems")
    errand = begun(phone, "problems")
    assert phone.post(errand, data={**PROBLEM, "do": "send"}).url.path == f"{errand}/send"
    number = sent(phone, errand)
    made = desk.repository.object(f"{request_ref(number)}:{file_of('problems')}")[1]
    assert made.startswith(before)
    assert made.removeprefix(before).decode() == (
        "- date: 2026-11-19\n  unit: ncd\n  item: content/general-information/contact\n"
        '  problem: "หน้าเปิดช้าในวันประกาศผล: มีผู้เข้าดูพร้อมกัน # มาก"\n'
    )
    assert desk.repository.line("diff", "--name-only", MAIN, request_ref(number)) == file_of("problems")
    merge(desk, number)
    shown = phone.get("/registers").text
    assert shown.index("วันประกาศผล") < shown.index("ย่อไฟล์และแจ้งทุกกลุ่มงาน"), "the newest first"
    assert "19 พฤศจิกายน 2569" in shown
