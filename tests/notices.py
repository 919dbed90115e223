"""Ten papers as an office writes them, all invented: as Word, as Excel, as pages to print."""

import datetime
import html
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from prakat.item.typed_number import number_at
from prakat_desk.intake.intake import Intake

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMS = {0: ("thaiNumbers", "%1."), 1: ("thaiNumbers", "%1.%2"), 2: ("thaiLetters", "(%3)"), 3: ("bullet", "·")}
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in _FORMS.items()
    )
    + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
)


def paragraph(text: str, level: int | None = None, *, bold: bool = False, style: str = "") -> str:
    numbered = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "<w:r><w:br/></w:r>".join(
        f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t xml:space='preserve'>{html.escape(each)}</w:t></w:r>"
        for each in text.split("\n")
    )
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr>{runs}</w:p>"


def table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{each}</w:tr>' for each in cells)}</w:tbl>"


def word(*blocks: str, others: dict[str, str | bytes] | None = None, relations: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        main = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", _RELATIONS.format(main))
        numbering = f'<Relationship Id="n1" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
        archive.writestr("word/_rels/document.xml.rels", _RELATIONS.format(numbering + relations))
        archive.writestr("word/numbering.xml", NUMBERING)
        document = f'<w:document xmlns:w="{W}" xmlns:r="{_OFFICE}"><w:body>{"".join(blocks)}</w:body></w:document>'
        parts = {"word/document.xml": document} | (others or {})
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def recruitment() -> bytes:
    return word(
        paragraph("ประกาศสำนักงานสาธารณสุขอำเภอสมมุติ", bold=True),
        paragraph("เรื่อง รับสมัครบุคคลเพื่อจ้างเป็นลูกจ้างชั่วคราว", bold=True),
        paragraph("ตำแหน่งเจ้าพนักงานธุรการ", bold=True),
        paragraph("ด้วยสำนักงานสาธารณสุขอำเภอสมมุติ จะรับสมัครบุคคลเพื่อทำงานด้านเอกสาร จึงประกาศดังนี้"),
        paragraph("ตำแหน่งที่รับสมัคร", 0),
        paragraph("เจ้าพนักงานธุรการ จำนวน ๑ อัตรา ค่าจ้างเดือนละ ๑๑,๕๐๐ บาท", 1),
        paragraph("คุณสมบัติ", 0),
        paragraph("มีสัญชาติไทย", 1),
        paragraph("อายุไม่ต่ำกว่า ๑๘ ปี", 1),
        paragraph("นับถึงวันปิดรับสมัคร", 2),
        paragraph("ผู้สนใจยื่นใบสมัครได้ตั้งแต่วันที่ ๑๖ พฤศจิกายน พ.ศ. ๒๕๖๙ ถึงวันที่ ๒๗ พฤศจิกายน พ.ศ. ๒๕๖๙ เวลา ๑๖.๓๐ น.", 0),
        table(("ลำดับ", "การสอบ", "คะแนนเต็ม"), ("๑", "ข้อเขียน", "๑๐๐"), ("๒", "สัมภาษณ์", "๕๐")),
        paragraph("ประกาศ ณ วันที่ ๔ พฤศจิกายน พ.ศ. ๒๕๖๙"),
        paragraph("(นายสมมุติ ตัวอย่างดี)"),
        paragraph("สาธารณสุขอำเภอสมมุติ"),
    )


def order() -> bytes:
    return word(
        paragraph("คำสั่งสำนักงานสาธารณสุขอำเภอสมมุติ"),
        paragraph("ที่ ๑๒/๒๕๖๙"),
        paragraph("เรื่อง แต่งตั้งคณะทำงานดูแลเว็บไซต์"),
        paragraph("เพื่อให้การเผยแพร่ข้อมูลเป็นไปโดยเรียบร้อย จึงแต่งตั้งผู้มีรายชื่อต่อไปนี้"),
        paragraph("๑. นางสาวทดลอง ใจเย็น ประธาน"),
        paragraph("๒. นายจำลอง ขยันดี เลขานุการ"),
        paragraph("ทั้งนี้ ตั้งแต่วันที่ ๑ ธันวาคม พ.ศ. ๒๕๖๙ เป็นต้นไป"),
        paragraph("สั่ง ณ วันที่ ๑๑ พฤศจิกายน พ.ศ. ๒๕๖๙"),
        paragraph("(นางประดิษฐ์ มีตัวอย่าง)\nสาธารณสุขอำเภอสมมุติ"),
    )


def letter() -> bytes:
    return word(
        paragraph("ที่ สม ๐๙๓๒/๔๑๒"),
        paragraph("สำนักงานสาธารณสุขอำเภอสมมุติ\nเลขที่ ๑๒/๓ หมู่ ๔ ตำบลสมมุติ"),
        paragraph("๑๐ พฤศจิกายน ๒๕๖๙"),
        paragraph("เรื่อง ขอเชิญร่วมแสดงความคิดเห็นต่อร่างแผนสุขภาพอำเภอ"),
        paragraph("เรียน ประชาชนอำเภอสมมุติ"),
        paragraph("ขอเชิญส่งความคิดเห็นภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙ ทางไปรษณีย์อิเล็กทรอนิกส์"),
        paragraph("ขอแสดงความนับถือ"),
        paragraph("(นายสมมุติ ตัวอย่างดี)"),
        paragraph("สาธารณสุขอำเภอสมมุติ"),
        paragraph("กลุ่มงานบริหาร"),
        paragraph("โทร. ๐ ๐๐๐๐ ๐๐๐๐"),
    )


def meeting() -> bytes:
    return word(
        paragraph("รายงานการประชุมคณะกรรมการประสานงานสาธารณสุข ครั้งที่ ๑๑/๒๕๖๙"),
        paragraph("วันที่ ๒๕ พฤศจิกายน ๒๕๖๙ เวลา ๐๙.๓๐ น."),
        paragraph("ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ทราบ", bold=True),
        paragraph("แจ้งผลการตรวจราชการ", 1),
        paragraph("มติที่ประชุม รับทราบ"),
        paragraph("(นางสาวทดลอง ใจเย็น)\nผู้จดรายงานการประชุม"),
        paragraph("(นายจำลอง ขยันดี)\nผู้ตรวจรายงานการประชุม"),
    )


def manual() -> bytes:
    return word(
        paragraph("คู่มือสำหรับประชาชน การขอใบรับรองแพทย์"),
        paragraph("ขั้นตอน"),
        paragraph("ยื่นบัตรประชาชน", 0),
        paragraph("รอเรียกชื่อ", 0),
        paragraph("รับใบรับรอง", 0),
        paragraph("ค่าธรรมเนียม", bold=True),
        paragraph("ไม่มีค่าธรรมเนียม", 3),
        paragraph("* เฉพาะวันราชการ | # พักเที่ยงเปิดบริการ"),
    )


def budget() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "งบ"
    sheet["A1"] = "แผนการใช้จ่ายงบประมาณ ปีงบประมาณ พ.ศ. ๒๕๗๐"
    sheet["A1"].font = Font(bold=True)
    for row, values in enumerate(
        [
            ("ลำดับ", "รายการ", "วงเงิน", "ร้อยละ", "กำหนด"),
            (1, "ค่าวัสดุ", 120000.5, 0.25, datetime.date(2026, 12, 1)),
            (2, "ค่าจ้างเหมา | บริการ", 360000, 0.75, datetime.date(2027, 3, 31)),
        ],
        3,
    ):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            cell.number_format = {3: "#,##0.00", 4: "0%"}.get(column, cell.number_format)
    sheet.merge_cells("A1:E1")
    return saved(book)


def people() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = (("ที่", "ชื่อ", "โทรศัพท์"), (1, "นายสมมุติ ตัวอย่างดี", "02 000 0000"), (2, "นางสาวทดลอง ใจเย็น", "-"))
    for row in rows:
        sheet.append(row)
    other = book.create_sheet("สถิติ")
    for row in (("เดือน", "ราย"), ("ต.ค.", 1204), ("พ.ย.", 998)):
        other.append(row)
    hidden = book.create_sheet("ส่วนตัว")
    hidden.append(("ความลับ", 1))
    hidden.sheet_state = "hidden"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WORD_AND_EXCEL = {
    "ประกาศรับสมัครลูกจ้าง.docx": recruitment,
    "คำสั่งแต่งตั้งคณะทำงาน.docx": order,
    "หนังสือเชิญแสดงความคิดเห็น.docx": letter,
    "รายงานการประชุม.docx": meeting,
    "คู่มือประชาชน.docx": manual,
    "แผนงบประมาณ.xlsx": budget,
    "รายชื่อและสถิติ.xlsx": people,
}
_BID = """<p class=c>ประกาศสำนักงานสาธารณสุขอำเภอสมมุติ<br>เรื่อง ประกวดราคาซื้อเครื่องวัดความดันโลหิต ด้วยวิธีอิเล็กทรอนิกส์</p>
<p>สำนักงานสาธารณสุขอำเภอสมมุติ มีความประสงค์จะประกวดราคาซื้อเครื่องวัดความดันโลหิตด้วยวิธีประกวดราคาอิเล็กทรอนิกส์ \
ราคากลางของงานซื้อในการประกวดราคาครั้งนี้เป็นเงินทั้งสิ้นตามตารางต่อไปนี้</p>
<table><tr><th>ลำดับ<th>รายการ<th>จำนวน<th>ราคากลาง (บาท)<tr><td>๑<td>เครื่องวัดความดันโลหิต<td>๑๐<td>๒๕๐,๐๐๐.๐๐
<tr><td>๒<td>ที่นั่งสำหรับผู้รอตรวจ<td>๔<td>๔๘,๐๐๐.๐๐</table>
<p>ผู้ยื่นข้อเสนอต้องยื่นข้อเสนอและเสนอราคาภายในวันที่ ๒ ธันวาคม พ.ศ. ๒๕๖๙</p>
<p>๑. มีความสามารถตามกฎหมาย</p><p>๒. ไม่เป็นผู้ทิ้งงาน</p>
<p>ประกาศ ณ วันที่ ๙ พฤศจิกายน พ.ศ. ๒๕๖๙</p><p class=c>(นายสมมุติ ตัวอย่างดี)<br>สาธารณสุขอำเภอสมมุติ</p>"""
_PRICE = """<p class=c>ตารางแสดงวงเงินงบประมาณที่ได้รับจัดสรรและราคากลาง</p>
<table><tr><td>๑. ชื่อโครงการ<td>ซื้อวัสดุสำนักงาน<tr><td>๒. วงเงินงบประมาณ<td>๙๙,๕๐๐ บาท
<tr><td>๓. วันที่กำหนดราคากลาง<td>๖ พฤศจิกายน ๒๕๖๙</table>"""
LONG = "กิจกรรมรณรงค์ป้องกันโรคไข้เลือดออกให้ผู้นำชุมชนและอาสาสมัครช่วยกันสำรวจลูกน้ำยุงลายตามบ้านเรือนทุกสัปดาห์ "
_ACTIVITY = (
    "<p class=c>โครงการณรงค์ป้องกันไข้เลือดออก ประจำปี ๒๕๖๙</p>"
    "<p>จัดกิจกรรมระหว่างวันที่ ๑ ธันวาคม ๒๕๖๙ ถึงวันที่ ๕ ธันวาคม ๒๕๖๙ ณ ตำบลสมมุติ</p>"
    + "".join(f"<p>({number}) {LONG * 4}</p>" for number in range(1, 18))
)
PRINTED = {"ประกวดราคา.pdf": _BID, "ราคากลาง.pdf": _PRICE, "กิจกรรม.pdf": _ACTIVITY}


def printable(content: str, fonts: Path) -> str:
    faces = "".join(
        f"@font-face{{font-family:S;src:url({fonts.as_uri()}/sarabun-{script}-400-normal.woff2);unicode-range:{range_}}}"
        for script, range_ in (("thai", "U+0E00-0E7F"), ("latin", "U+0000-00FF"))
    )
    style = f"{faces} body{{font:15pt S}} table{{border-collapse:collapse}} .c{{text-align:center}}"
    style += "td,th{border:1px solid;padding:3px}"
    return f"<!doctype html><html lang=th><meta charset=utf-8><style>{style}</style>{content}"


def arrived(name: str, found: Intake) -> str:
    """A row of a table: what of the paper arrives."""
    paper, closes = found.values.get("document", {}), found.values.get("closes", {})
    lines = found.body.split("\n")
    numbers = [match.text for each in lines if (match := number_at(each, 0, len(each))) and match.is_typed]
    cells = [each.count("|") - each.count("\\|") - 1 for each in lines if each.startswith("| ")]
    cells += [each.count("\t") + 1 for each in lines if "\t" in each]
    shown = (
        *(name, found.values.get("title"), paper.get("no"), paper.get("date"), paper.get("signed_by")),
        *(paper.get("position"), " ".join(closes.values()) or " ".join(found.values.get("period", {}).values())),
        *(" ".join(numbers), str(sum(cells) or ""), " ".join(each.id.partition(".")[2] for each in found.doubts)),
    )
    return "| " + " | ".join(each or "–" for each in shown) + " |"
