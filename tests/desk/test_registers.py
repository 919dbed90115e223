"""The office's registers by form: what is there, a new entry, one that is mended, sent as any other request."""

import re

import pytest
from chain import merge
from phone import Phone

from prakat.content.logbook import NAMES, REGISTERS
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.refs import MAIN, move, request_ref
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


def mend_button(phone: Phone, name: str) -> str:
    """What the first entry of a register is known by."""
    return re.findall(
        rf'name="kind" value="{name}"><input type="hidden" name="about" value="([0-9a-f]+)"',
        phone.get("/registers").text,
    )[0]


def test_an_entry_is_mended_where_it_stands(desk: Desk, phone: Phone) -> None:
    phone.come_in("tawan")
    before = content_of(desk, "training").decode()
    errand = begun(phone, "training", mend_button(phone, "training"))
    typed = {**errand_of(desk, "tawan", errand).typed, "people": ["tawan", "fasai", "klabai"], "place": "ออนไลน์"}
    assert phone.post(errand, data={**typed, "do": "send"}).url.path == f"{errand}/send"
    number = sent(phone, errand)
    made = desk.repository.object(f"{request_ref(number)}:{file_of('training')}")[1].decode()
    assert made == before.replace("[tawan, fasai]", "[tawan, fasai, klabai]").replace("ห้องประชุมสำนักงาน", "ออนไลน์")


def test_nothing_that_was_typed_is_lost_by_an_error(desk: Desk, phone: Phone) -> None:
    phone.come_in("baibua")
    errand = begun(phone, "problems")
    wrong = {**PROBLEM, "problem": "สั้น", "unit": "", "date-month": "13", "solution": "แก้แล้ว โดยย่อไฟล์ <b>"}
    answer = phone.post(errand, data={**wrong, "do": "send"})
    assert answer.status_code == 422
    for name in ("problem", "unit", "date"):
        assert f'href="#{name}"' in answer.text, name
    again = phone.get(errand)
    assert again.status_code == 200
    assert "สั้น</textarea>" in again.text and "แก้แล้ว โดยย่อไฟล์ &lt;b&gt;" in again.text
    assert "เพิ่มรายการปัญหาอุปสรรค" in phone.get("/registers").text.partition("ยังไม่เสร็จ")[2].partition("<h2")[0]
    kept = phone.post(f"{errand}/save", data={**wrong, "solved_on-day": "x", "changed": ""}).json()
    assert {each["field"] for each in kept["findings"]} >= {"problem", "unit", "date", "solved_on"}
    assert phone.post(f"{errand}/save", data={**wrong, "changed": "2026-01-01T00:00:00+07:00"}).status_code == 409


def test_an_entry_that_a_colleague_changed_meanwhile(desk: Desk, phone: Phone) -> None:
    phone.come_in("baibua")
    mark = mend_button(phone, "problems")
    mine, other = begun(phone, "problems", mark), begun(phone, "problems", mark)
    typed = {**errand_of(desk, "baibua", other).typed, "solution": "ตั้งค่าเว็บใหม่ทั้งหมด"}
    phone.post(other, data={**typed, "do": "send"})
    merge(desk, sent(phone, other))
    answer = phone.post(mine, data={**typed, "solution": "ย่อไฟล์อีกครั้ง", "do": "send"})
    assert answer.status_code == 422 and "มีผู้แก้รายการนี้ไปแล้ว" in answer.text
    assert phone.post("/errands", data={"kind": "problems", "about": mark}).status_code == 409


def test_it_is_sent_once_and_its_errand_is_nobody_elses(desk: Desk, phone: Phone) -> None:
    phone.come_in("baibua")
    errand = begun(phone, "problems")
    phone.post(errand, data={**PROBLEM, "do": "send"})
    number = sent(phone, errand)
    again = phone.post(f"{errand}/send", data={"do": "send"}, follow_redirects=False)
    assert again.headers["location"] == f"/requests/{number}"
    assert desk.repository.refs(request_ref("")).keys() == {request_ref(number)}
    assert phone.get(errand).status_code == 403
    with Phone(desk) as other:
        other.come_in("mokfa")
        for place in (errand, f"{errand}/send"):
            assert other.get(place).status_code == 404
            assert other.post(place, data={"do": "send"}).status_code == 404
        assert other.post(f"{errand}/delete").status_code == 404
        other.post("/sign-out")
        other.come_in("dueanchai")
        assert other.post("/errands", data={"kind": "problems"}).status_code == 403


def test_what_came_back_is_written_on(desk: Desk, phone: Phone) -> None:
    phone.come_in("baibua")
    errand = begun(phone, "problems")
    phone.post(errand, data={**PROBLEM, "do": "send"})
    number = sent(phone, errand)
    assert errand not in phone.get("/registers").text, "on its way"
    waits = phone.post(f"/requests/{number}/mend")
    assert waits.status_code == 409 and "ถอนคำขอก่อน" in waits.text
    phone.post(f"/requests/{number}/withdraw", data={"sure": "yes"})
    assert f"{errand}/again" in phone.get("/registers").text
    assert phone.post(f"/requests/{number}/mend").url.path == errand
    second = sent(phone, errand)
    assert second != number
    phone.post(f"/requests/{second}/withdraw", data={"sure": "yes"})
    assert phone.post(f"{errand}/again").url.path == errand
    other = begun(phone, "problems")
    assert phone.post(f"{other}/delete").url.path == "/registers"
    assert phone.get(other).status_code == 404


@pytest.mark.parametrize("raw", ["", "# nothing\n", "[]", "- a", "x: [", "a: b\n"])
def test_a_register_of_any_sort_is_shown(desk: Desk, phone: Phone, raw: str) -> None:
    repository = desk.repository
    main = repository.ref(MAIN) or ""
    blob = objects.write(repository, "blob", raw.encode())
    tree = objects.tree_with(repository, main, [PathChange(file_of("problems"), "", PLAIN, "", blob)])
    move(repository, MAIN, objects.commit(repository, tree, [main], "x", ("x", "x@x.example"), desk.moment), main)
    phone.come_in("baibua")
    assert phone.get("/registers").status_code == 200
    errand = begun(phone, "problems")
    answer = phone.post(errand, data={**PROBLEM, "do": "send"})
    assert answer.status_code == (200 if raw in ("", "# nothing\n", "[]") else 422)
