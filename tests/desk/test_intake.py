"""A document becomes what a request can begin with; nothing is lost unsaid, and nothing breaks (R34)."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import notices
from notices import paragraph, saved, word
from prakat.item import body
from prakat.item.data_table import first_table
from prakat.item.table_form import is_right, table_forms
from prakat_desk.intake.intake import Intake, take_in
from prakat_desk.intake.recognised import recognised
from prakat_desk.intake.sheet_value import displayed
from prakat_desk.intake.shelter import read
from prakat_desk.intake.word_numbering import written_number

ARRIVES = """
| ประกาศรับสมัครลูกจ้าง.docx | รับสมัครบุคคลเพื่อจ้างเป็นลูกจ้างชั่วคราว ตำแหน่งเจ้าพนักงานธุรการ | – | 2026-11-04 \
| นายสมมุติ ตัวอย่างดี | สาธารณสุขอำเภอสมมุติ | 2026-11-27 16:30 applications | ๑. ๑.๑ ๒. ๒.๑ ๒.๒ (ก) ๓. | 9 | – |
| คำสั่งแต่งตั้งคณะทำงาน.docx | แต่งตั้งคณะทำงานดูแลเว็บไซต์ | ๑๒/๒๕๖๙ | 2026-11-11 \
| นางประดิษฐ์ มีตัวอย่าง | สาธารณสุขอำเภอสมมุติ | – | ๑. ๒. | – | – |
| หนังสือเชิญแสดงความคิดเห็น.docx | ขอเชิญร่วมแสดงความคิดเห็นต่อร่างแผนสุขภาพอำเภอ | สม ๐๙๓๒/๔๑๒ | 2026-11-10 \
| นายสมมุติ ตัวอย่างดี | สาธารณสุขอำเภอสมมุติ | 2026-11-30 comments | – | – | – |
| รายงานการประชุม.docx | รายงานการประชุมคณะกรรมการประสานงานสาธารณสุข ครั้งที่ ๑๑/๒๕๖๙ | – | – | – | – | – | ๑.๑ | – \
| several-signers |
| คู่มือประชาชน.docx | คู่มือสำหรับประชาชน การขอใบรับรองแพทย์ | – | – | – | – | – | ๑. ๒. ๓. | – | – |
| แผนงบประมาณ.xlsx | แผนการใช้จ่ายงบประมาณ ปีงบประมาณ พ.ศ. ๒๕๗๐ | – | – | – | – | – | – | 15 | – |
| รายชื่อและสถิติ.xlsx | – | – | – | – | – | – | – | 15 | hidden-sheet |
"""


@pytest.fixture(scope="module")
def taken() -> dict[str, Intake]:
    return {name: take_in(name, made()) for name, made in notices.WORD_AND_EXCEL.items()}


def test_what_arrives_of_papers_that_an_office_writes(taken: dict[str, Intake]) -> None:
    assert [notices.arrived(*each) for each in taken.items()] == ARRIVES.strip().split("\n")


def test_a_table_of_excel_shows_what_excel_shows(taken: dict[str, Intake]) -> None:
    text = taken["แผนงบประมาณ.xlsx"].body
    assert "| 1 | ค่าวัสดุ | 120,000.50 | 25% | 1 ธันวาคม 2569 |" in text
    assert "| 2 | ค่าจ้างเหมา \\| บริการ | 360,000.00 | 75% | 31 มีนาคม 2570 |" in text
    assert "## สถิติ" in taken["รายชื่อและสถิติ.xlsx"].body
    assert "ความลับ" not in taken["รายชื่อและสถิติ.xlsx"].body


def test_what_would_be_a_mark_stands_as_it_was_typed(taken: dict[str, Intake]) -> None:
    page = body.render_markdown(taken["คู่มือประชาชน.docx"].body).html
    assert "<p>* เฉพาะวันราชการ | # พักเที่ยงเปิดบริการ</p>" in page
    assert "<ul><li>ไม่มีค่าธรรมเนียม</li>\n</ul>" in page


def test_the_document_itself_is_attached_under_its_name(taken: dict[str, Intake]) -> None:
    found = taken["ประกาศรับสมัครลูกจ้าง.docx"]
    assert found.values["attachments"] == [{"file": found.attachment, "title": "ประกาศรับสมัครลูกจ้าง"}]
    assert found.attachment.endswith(".docx") and found.attachment.isascii()


def doubts(name: str, raw: bytes) -> list[str]:
    return [each.id.partition(".")[2] for each in take_in(name, raw).doubts]


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
PLAIN = word(paragraph("ก"))


def with_member(raw: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(raw)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def declaring() -> bytes:
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return word(
        others={"word/document.xml": f'{lol}<w:document xmlns:w="{notices.W}"><w:body>&b;</w:body></w:document>'}
    )


BAD: dict[str, tuple[str, Callable[[], bytes], list[str]]] = {
    "old Word": ("a.doc", lambda: OLE, ["old-form"]),
    "old Excel": ("a.xls", lambda: OLE, ["old-form"]),
    "locked": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), ["locked"]),
    "wrong ending": ("a.pdf", lambda: PLAIN, ["other-name"]),
    "macros": ("a.docm", lambda: with_member(PLAIN, "word/vbaProject.bin", b"x"), ["macro"]),
    "cut off": ("a.docx", lambda: PLAIN[: len(PLAIN) // 2], ["damaged-file"]),
    "no archive": ("a.docx", lambda: b"PK\x03\x04" + b"x" * 99, ["damaged-file"]),
    "other archive": ("a.zip", lambda: with_member(b"", "x", b"x"), ["other-form"]),
    "picture": ("a.jpg", lambda: b"\xff\xd8\xff\xe0", ["other-form"]),
    "bomb": ("a.docx", lambda: with_member(PLAIN, "word/x.xml", b" " * 31_000_000), ["too-large"]),
    "entities": ("a.docx", declaring, ["declared"]),
    "no XML": ("a.docx", lambda: word(others={"word/document.xml": "<w:document>"}), ["damaged-file"]),
    "nested": ("a.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 200), ["damaged-file"]),
    "empty": ("a.docx", lambda: word(paragraph(" ")), ["empty"]),
    "no PDF": ("a.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>" * 9, ["damaged-file"]),
    "nothing": ("a.pdf", lambda: b"", ["damaged-file"]),
    "no text": ("a.txt", lambda: b"\0\xff\0", ["no-text"]),
}


@pytest.mark.parametrize(("name", "made", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_said(name: str, made: Callable[[], bytes], said: list[str]) -> None:
    assert doubts(name, made()) == said


def test_no_picture_is_fetched_that_the_document_links_to() -> None:
    blip = (
        '<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic>'
        '<a:blip r:link="p1"/></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )
    linked = '<Relationship Id="p1" Type="x/image" Target="file:///etc/passwd" TargetMode="External"/>'
    assert doubts("a.docx", word(paragraph("ก"), blip, relations=linked)) == ["linked-pictures"]


def test_a_formula_without_result_and_hidden_rows_are_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("ก", "ข"), ("=1+1", 2), ("ลับ", 3)):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet["B2"].number_format = "# ?/?"
    found = take_in("a.xlsx", saved(book))
    assert {each.id for each in found.doubts} == {
        f"desk_intake.{each}" for each in ("formula", "hidden-cells", "number-format")
    }
    assert "ลับ" not in found.body


def test_a_monthly_summary_of_purchases_in_excel_becomes_a_table_that_its_check_takes() -> None:
    """With the office's title above, amounts as Excel formats them, and a row that sums them up."""
    form = table_forms()["skr1"]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["แบบสรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือนตุลาคม 2569"])
    sheet.append([])
    sheet.append([each.heading for each in form.columns])
    sheet.append([1, "กระดาษ", 12400, 12400.5, "เฉพาะเจาะจง", "ร้านหนึ่ง 12,180", "ร้านหนึ่ง 12,180", "ราคาต่ำสุด", "1/2570"])
    sheet.append([2, "น้ำมัน", 9000, 9000, "เฉพาะเจาะจง", "สหกรณ์ 9,000", "สหกรณ์ 9,000", "มีรายเดียว", "2/2570"])
    sheet.append(["", "รวม", 21400, 21400.5])
    for cell in (sheet["C4"], sheet["D4"], sheet["C5"], sheet["D5"]):
        cell.number_format = "#,##0.00"
    table = first_table(take_in("skr1.xlsx", saved(book)).body)
    assert table
    assert form.fits(table.headings)
    assert [row.cells[:4] for row in table.rows] == [
        ("1", "กระดาษ", "12,400.00", "12,400.50"),
        ("2", "น้ำมัน", "9,000.00", "9,000.00"),
    ]
    assert all(
        is_right(cell, each.kind) for row in table.rows for cell, each in zip(row.cells, form.columns, strict=True)
    )


@given(st.binary(max_size=300), st.sampled_from(["docx", "xlsx", "pdf", "csv", "txt", ""]))
@settings(max_examples=30, deadline=None)
def test_any_bytes_are_taken_in(raw: bytes, ending: str) -> None:
    begun = {"docx": b"PK\x03\x04", "pdf": b"%PDF"}.get(ending, b"")
    if ending in ("csv", "txt"):
        assert read(ending, raw).html is not None
    elif ending != "pdf":
        assert take_in(f"x.{ending}", begun + raw).doubts


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('ก,ข\n1,"x|y"\n'.encode("cp874"), "| ก | ข |\n|---|---|\n| 1 | x\\|y |\n"),
        ("ก\tข\n1\t2\n".encode("utf-16"), "| ก | ข |\n|---|---|\n| 1 | 2 |\n"),
    ],
)
def test_a_list_in_any_thai_encoding_becomes_a_table(raw: bytes, text: str) -> None:
    assert take_in("รายชื่อ.csv", raw).body == text


def test_a_text_stays_in_its_lines() -> None:
    assert take_in("line.txt", "# ก\nข\n\n๑. ค <b>".encode()).body == "\\# ก\nข\n\n๑. ค \\<b>\n"


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (1234.5, "General", "1234.5"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (0.125, "0.0%", "12.5%"),
        (7, "000", "007"),
        (1500, '#,##0" บาท"', "1,500 บาท"),
        (12, "[$-D07041E]0", "๑๒"),
        (True, "General", "TRUE"),
        (3.0, "General", "3"),
        (1e22, "General", "10000000000000000000000"),
    ],
)
def test_a_number_is_shown_in_its_format(value: float, form: str, said: str) -> None:
    assert displayed(value, form) == (said, True)


@pytest.mark.parametrize(
    ("count", "form", "said"),
    [
        (12, "thaiNumbers", "๑๒"),
        (3, "thaiLetters", "ค"),
        (4, "lowerRoman", "iv"),
        (2, "upperLetter", "B"),
        (5, "x", "5"),
    ],
)
def test_word_counts_in_many_ways(count: int, form: str, said: str) -> None:
    assert written_number(count, form) == said


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (["ประกาศ ณ วันที่ ๔ พฤศจิกายน"], {}),
        (["ประกาศ ณ วันที่ ๓๑ กุมภาพันธ์ พ.ศ. ๒๕๖๙"], {}),
        (["เลขที่ ๑๒/๓ หมู่ ๔"], {}),
        (["ยื่นคำขอภายในวันที่ ๔ พฤศจิกายน ๒๕๖๙", "ยื่นคำขอภายในวันที่ ๕ พฤศจิกายน ๒๕๖๙"], {}),
        (["บันทึกข้อความ", "ที่ สม ๐๑/๒ วันที่ ๔ พ.ย. ๒๕๖๙"], {"document": {"no": "สม ๐๑/๒", "date": "2026-11-04"}}),
        (["ลงทะเบียนภายในวันที่ 5 มกราคม 2570"], {"closes": {"on": "2027-01-05", "what": "registration"}}),
    ],
)
def test_only_what_is_certain_is_filled_in(lines: list[str], values: dict[str, object]) -> None:
    assert recognised(lines).values == values
