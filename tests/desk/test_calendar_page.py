"""The calendar: a page for whoever has come in, a file to take along, and an own secret address for programs."""

import datetime
import re

import icalendar
import pytest
from phone import Phone

from prakat.thai.buddhist_era import BANGKOK
from prakat_desk.desk import Desk

MONTH = "/calendar?month=2569-12"


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def address(phone: Phone) -> str:
    found = re.search(r'value="([^"]+\.ics)"', phone.post("/calendar/address", data={"act": "make"}).text)
    assert found
    return found[1]


def test_a_month_has_every_day_and_what_happens_on_it(phone: Phone) -> None:
    phone.come_in("fasai")
    text = phone.get(MONTH).text
    days = re.findall(r"<li class=\"[^\"]*\"[^>]*>\n<h2>(.*?)</li>\n(?=<li|</ol>)", text, re.DOTALL)
    assert len(days) == 31
    assert "ศุกร์ </span>4" in days[3] and "วันปิดรับ 16.30" in days[3]
    assert 'href="/mine/public-relations/' in days[3]
    assert "เริ่มเผยแพร่" in days[13] and "วันสุดท้ายที่เผยแพร่" in days[22]
    assert 'class="from-1' in text, "1 December 2026 is a Tuesday"


def test_the_present_month_is_shown_unless_another_is_named(phone: Phone) -> None:
    phone.come_in("pinthong")
    text = phone.get("/calendar").text
    assert "พฤศจิกายน 2569" in text and 'aria-current="date"' in text
    assert 'href="/calendar?month=2569-12"' in text and 'href="/calendar?month=2569-10"' in text
    assert "เริ่มเผยแพร่" in text, "what is past stands there, too"


@pytest.mark.parametrize("asked", ["2569-13", "2026-12", "9999-01", "๒๕๖๙-๑๒", "2569-1", "x", "2569-12-01"])
def test_what_is_no_month_is_not_found(phone: Phone, asked: str) -> None:
    phone.come_in("pinthong")
    assert phone.get("/calendar", params={"month": asked}).status_code == 404
    assert phone.get("/calendar.ics", params={"month": asked}).status_code == 404


@pytest.mark.parametrize("asked", ["2569-02-30", "2569-12", "x"])
def test_what_is_no_day_is_not_found(phone: Phone, asked: str) -> None:
    phone.come_in("pinthong")
    assert phone.get("/calendar", params={"day": asked}).status_code == 404


def test_a_day_has_a_page_of_its_own(phone: Phone) -> None:
    phone.come_in("pinthong")
    text = phone.get("/calendar?day=2569-12-04").text
    assert "ศุกร์ 4 ธันวาคม 2569" in text
    assert text.count("วันปิดรับ") == 1
    assert "ไม่มีเรื่องในวันนี้" in phone.get("/calendar?day=2569-12-05").text


def test_only_mine_leaves_out_what_is_others(phone: Phone) -> None:
    phone.come_in("saithan")
    mine, everybody = (phone.get(f"{MONTH}{more}").text for more in ("&of=mine", ""))
    assert "วันปิดรับ" not in mine and "วันปิดรับ" in everybody


def test_the_month_can_be_taken_along(phone: Phone) -> None:
    phone.come_in("fasai")
    answer = phone.get("/calendar.ics?month=2569-12")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="prakat-2569-12.ics"'
    found = events(answer.content)
    assert len(found) == len({str(each["UID"]) for each in found}) > 5
    closing = next(each for each in found if str(each["SUMMARY"]).startswith("วันปิดรับ"))
    assert closing.start == datetime.datetime(2026, 12, 4, 16, 30, tzinfo=BANGKOK)
    assert next(each for each in found if "วันหยุด" in each["SUMMARY"]).start == datetime.date(2026, 12, 14)
    assert answer.content == phone.get("/calendar.ics?month=2569-12").content


def test_a_stranger_sees_none_of_it(phone: Phone) -> None:
    for each in (MONTH, "/calendar.ics?month=2569-12", "/calendar?day=2569-12-04"):
        assert phone.get(each, follow_redirects=False).headers["location"].startswith("/sign-in")
    assert phone.get("/calendar/address.ics").status_code == 404
    assert phone.get(f"/calendar/{'a' * 43}.ics").status_code == 404


def test_an_own_address_tells_programs_what_is_public_and_the_persons_duties(phone: Phone, desk: Desk) -> None:
    phone.come_in("pinthong")
    place = address(phone)
    phone.cookies.clear()
    answer = phone.get(place)
    assert answer.status_code == 200
    told = [str(each["SUMMARY"]) for each in events(answer.content)]
    assert any(each.startswith("วันปิดรับ") for each in told)
    assert any("สถิติการเข้าชมเว็บไซต์ ปีงบประมาณ 2570" in each for each in told), "a review of her own"
    assert not any("ช่วงปีใหม่" in each for each in told), "what is still to appear is nobody's business"
    assert not any("เหตุรำคาญ" in each and "ทบทวน" in each for each in told), "nor are others' duties"
    secret = place.rpartition("/")[2].removesuffix(".ics")
    kept = [each for each in (desk.state / "calendar").rglob("*") if each.is_file()]
    assert len(kept) == 1
    assert secret not in kept[0].name and secret.encode() not in kept[0].read_bytes()


def test_a_new_address_voids_the_last_and_none_is_none(phone: Phone) -> None:
    phone.come_in("pinthong")
    first = address(phone)
    second = address(phone)
    assert [phone.get(each).status_code for each in (first, second)] == [404, 200]
    assert "ท่านมีที่อยู่ลับแล้ว" in phone.get("/calendar").text
    phone.post("/calendar/address", data={"act": "void"})
    assert phone.get(second).status_code == 404


def test_the_address_of_whoever_is_nobody_any_more_opens_nothing(phone: Phone, desk: Desk) -> None:
    """Of a person who has left, and of one whom office.yml does not know."""
    for person in ("klabai", "nobody"):
        secret = desk.calendar_addresses.make(person)
        assert phone.get(f"/calendar/{secret}.ics").status_code == 404
