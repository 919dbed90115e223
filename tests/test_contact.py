"""Addresses and telephone numbers in a text can be used, nothing else is taken for one, and no character changes."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.item import contact
from prakat.item.body import plain_text, render_markdown


def found(text: str, heading: str = "") -> list[tuple[str, str]]:
    return [(text[each.begun : each.end], each.target) for each in contact.contacts(text, heading)]


@pytest.mark.parametrize(
    ("text", "number", "dialled"),
    [
        ("โทร. 0-2345-6789", "0-2345-6789", "023456789"),
        ("0 3425 1234", "0 3425 1234", "034251234"),
        ("๐-๓๔๒๕-๑๒๓๔", "๐-๓๔๒๕-๑๒๓๔", "034251234"),
        ("ติดต่อ 034251234", "034251234", "034251234"),
        ("034-251234-5", "034-251234", "034251234"),
        ("02 345 6789 ต่อ 123", "02 345 6789", "023456789"),
        ("02–345–6789", "02–345–6789", "023456789"),
        ("(02)345-6789", "(02)345-6789", "023456789"),
        ("(๐๒) ๓๔๕ ๖๗๘๙", "(๐๒) ๓๔๕ ๖๗๘๙", "023456789"),
        ("โทร.081-234-5678", "081-234-5678", "0812345678"),
        ("มือถือ 0812345678", "0812345678", "0812345678"),
        ("08-1234-5678", "08-1234-5678", "0812345678"),
        ("0-8123-45678", "0-8123-45678", "0812345678"),
        ("+66 81 234 5678", "+66 81 234 5678", "+66812345678"),
        ("+66(0)2 345 6789", "+66(0)2 345 6789", "+6623456789"),
        ("+๖๖ ๒ ๓๔๕ ๖๗๘๙", "+๖๖ ๒ ๓๔๕ ๖๗๘๙", "+6623456789"),
        ("1 800 123 456", "1 800 123 456", "1800123456"),
        ("โทร 191", "191", "191"),
        ("โทร.๑๖๖๙", "๑๖๖๙", "1669"),
        ("สายด่วนศูนย์ดำรงธรรม 1567", "1567", "1567"),
        ("สายด่วน (1111) ตลอดเวลา", "1111", "1111"),
        ("โทรศัพท์หมายเลข 1669", "1669", "1669"),
        ("Call Center 1330", "1330", "1330"),
        ("โทรศัพท์และโทรสาร 0 3425 1234", "0 3425 1234", "034251234"),
        ("เลขที่ 9 โทร 0 3425 1234", "0 3425 1234", "034251234"),
        ("โทร\n0 3425 1234", "0 3425 1234", "034251234"),
    ],
)
def test_a_telephone_number_is_dialled_as_it_is_written(text: str, number: str, dialled: str) -> None:
    assert found(text) == [(number, f"tel:{dialled}")]


@pytest.mark.parametrize(
    "text",
    [
        "1-2345-67890-12-3",
        "1 2345 67890 12 3",
        "เลขประจำตัวประชาชน 0812345678901",
        "เลขที่บัญชี 081-2-34567-8",
        "บัญชีเลขที่ 0812345678",
        "ที่ กช 0017.2/ว 1669",
        "คำสั่งที่ 191/2569",
        "เลขที่ 0812345678/2569",
        "1,034,251.00 บาท",
        "0812345678.50",
        "วงเงิน 034251234 บาท",
        "20-11-2569",
        "0-11-2569",
        "2026-11-20",
        "08.30-16.30 น.",
        "พ.ศ. 1669",
        "โทรสาร 0 3425 1234",
        "โทรสาร 0 3425 1234, 0 3425 1235",
        "Fax: 0 3425 1234",
        "ติดต่อ 1150 ราย",
        "สายด่วน มีผู้โทร 1150 ครั้ง",
        "โทรทัศน์ 191 เครื่อง",
        "โทร 150",
        "โทรไปแล้ว 1669",
        "เลขผู้เสียภาษี 0-9940-00165-89-1",
        "Tax ID 0 9940 00165 89 1",
        "ใบเสร็จ 02-123-4567",
        "เลขครุภัณฑ์ 062-123-4567",
        "สายด่วน เปิดเมื่อปี 1998",
        "สายด่วน ให้บริการ 1500 จุด",
        "ติดต่อได้ที่ 1155 ถนนริมคลอง",
        "ทะเบียน กก 1669",
        "รหัสไปรษณีย์ 034251234",
        "รุ่น A0812345678",
        "12345678901234567890",
        "0 0000 0000",
    ],
)
def test_another_number_is_no_telephone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "heading", "numbers"),
    [
        ("034251234", "หมายเลขโทรศัพท์", ["034251234"]),
        ("1669", "สายด่วน", ["1669"]),
        ("0 0000 0000 ต่อ 12", "โทรศัพท์", ["0 0000 0000"]),
        ("034251234, 034251235", "เบอร์", ["034251234", "034251235"]),
        ("191 หรือ 1669", "โทร", ["191", "1669"]),
        ("0 3425 1234", "โทรสาร", []),
        ("1669", "จำนวน", []),
        ("โทรสาร 0 3425 1234", "โทรศัพท์", []),
    ],
)
def test_what_stands_above_a_number_tells_what_it_is(text: str, heading: str, numbers: list[str]) -> None:
    assert [written for written, _ in found(text, heading)] == numbers


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ดูที่https://a.example/ข", "https://a.example/"),
        ("(https://a.example/x_(1)).", "https://a.example/x_(1)"),
        ("www.a.example, และ", "www.a.example"),
        ("https://a.example/dQ_", "https://a.example/dQ_"),
        ("https://a.example/dQ-", "https://a.example/dQ-"),
        ("https://a.example/x(เว็บไซต์)", "https://a.example/x"),
        ("https://a.example/หรือโทร", "https://a.example/"),
        ("**https://a.example/x**", "https://a.example/x"),
        ("https://a.example/?ก", "https://a.example/"),
        ("https://a.example:8000/?a=1&b=*x*#c!", "https://a.example:8000/?a=1&b=*x*#c"),
        ('"HTTP://a.example"', "HTTP://a.example"),
        ("a.b_c+d@e.example.th.", "a.b_c+d@e.example.th"),
        ("อีเมลa@b.exampleและ", "a@b.example"),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(text: str, address: str) -> None:
    assert re.findall("<a [^>]*>(.*?)</a>", render_markdown(text).html.replace("&amp;", "&")) == [address]


def test_two_addresses_may_touch() -> None:
    links = render_markdown("https://a.example/x,https://b.example;https://c.example").links
    assert [each.target for each in links] == ["https://a.example/x", "https://b.example", "https://c.example"]


@pytest.mark.parametrize(
    "text",
    [
        "http://",
        "https://localhost",
        "www.",
        "wwwa.example",
        "ahttps://a.example",
        "a@b",
        "@a.example",
        "https://a.example/ข่าว-2.pdf",
    ],
)
def test_what_leads_nowhere_is_no_address(text: str) -> None:
    assert "<a" not in render_markdown(text).html


def test_neither_code_nor_a_link_holds_another_link() -> None:
    assert render_markdown("`โทร 1669 https://a.example`").html.count("<a") == 0
    assert render_markdown("[โทร 1669 https://a.example a@b.example](/law/)").html.count("<a") == 1


def test_a_number_is_found_beside_other_marks() -> None:
    text = "[ก](/law/) โทร **1669** หรือ **191**\nและ a@b.example"
    targets = re.findall('href="([^"]*)"', render_markdown(text).html)
    assert targets == [
        "/law/",
        "tel:1669",
        "tel:191",
        "mailto:a@b.example",
    ]


_PARTS = st.sampled_from(
    ["โทร ", "โทรสาร", "0 3425 1234", "๐๘๑", "1669", " ", "-", "a@b.th", "<", "&", "\n", ",", "ก", '"']
)


@given(st.lists(_PARTS | st.text(max_size=4), max_size=20).map("".join))
def test_links_change_no_character(text: str) -> None:
    shown = contact.linked(text, list(contact.contacts(text)))
    assert html.unescape(re.sub("<[^>]*>", "", shown)) == text
    assert plain_text(shown) == text
