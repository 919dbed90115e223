"""A form begun with a document: filled, read over, and only then sent."""

import pytest
from lxml import html
from phone import Phone
from test_ask import begun, form_of

import notices
from prakat_desk.desk import Desk


@pytest.fixture
def staff(phone: Phone) -> Phone:
    phone.come_in("pinthong")
    return phone


def test_a_document_fills_the_form_and_is_attached(staff: Phone, desk: Desk) -> None:
    name, raw = "ประกาศรับสมัครลูกจ้าง.docx", notices.recruitment()
    place = begun(staff, "recruitment")
    shown = staff.post(f"{place}/document", files={"document": (name, raw)})
    typed = form_of(shown.text)
    assert "รับสมัครบุคคล" in typed["title"][0]
    assert typed["document.date-year"] == ["2569"]
    assert typed["closes.what"] == ["applications"]
    assert typed["attachments.0.title"] == ["ประกาศรับสมัครลูกจ้าง"]
    assert "๑." in typed["body"][0]
    assert html.document_fromstring(shown.text).get_element_by_id("read-over") is not None
    staff.post(f"{place}/read-over")
    assert 'id="read-over"' not in staff.get(place).text
    assert form_of(staff.get(place).text)["title"] == typed["title"]


@pytest.mark.parametrize(
    ("name", "raw"), [("x.docx", b"PK\x03\x04 damaged"), ("x.doc", b"\xd0\xcf\x11\xe0"), ("x.pdf", b"%PDF-1.4")]
)
def test_what_cannot_be_read_is_told_and_nothing_typed_is_lost(staff: Phone, name: str, raw: bytes) -> None:
    place = begun(staff, "news")
    staff.post(place, data={**form_of(staff.get(place).text), "title": ["เรื่องที่พิมพ์ไว้แล้ว"], "do": "save"})
    shown = staff.post(f"{place}/document", files={"document": (name, raw)})
    assert form_of(shown.text)["title"] == ["เรื่องที่พิมพ์ไว้แล้ว"]
    assert html.document_fromstring(shown.text).xpath("//section[@id='read-over']//li")


def test_without_a_file_nothing_happens(staff: Phone) -> None:
    place = begun(staff, "news")
    assert "เลือกไฟล์ก่อน" in staff.post(f"{place}/document", files={"other": ("x", b"")}).text
