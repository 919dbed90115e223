"""Papers with every sort of block, of an office that there is not; and what a machine needs to write and read them."""

import os
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.papers.paper import (
    Block,
    Look,
    MemoHead,
    PageBreak,
    Paper,
    PaperFields,
    PaperHeading,
    PaperList,
    PaperPicture,
    PaperSignature,
    PaperTable,
    Paragraph,
    QrCode,
    Signatures,
    Verbatim,
    with_thai_digits,
)
from prakat.papers.typeset.paper_pdf import typesetter
from prakat.papers.typeset.printable import printable
from prakat.site.chart import columns_chart

ADDRESS = Verbatim("https://bansuan.go.th/announcements/2569/recruit/")
HEADS = Verbatim(f"{'1a2b3c4d' * 5}:{'9f8e7d6c' * 5}")
HOSTILE = (
    "😀 =HYPERLINK(\"x\") | <script>alert('&')</script> *ดาว* _ใต้_ #1 `ข` ~~ก~~ [น้ำ](javascript:x) \\ 1. \u202eกลับ"
)


def form() -> Paper:
    rows = (
        ("ชื่อหน่วยงาน", "สำนักงานสาธารณสุขอำเภอบ้านสวน จังหวัดสมมุติ"),
        ("วัน/เดือน/ปี", "14 กรกฎาคม 2569"),
        ("หัวข้อ", "ประกาศเจตนารมณ์ต่อต้านการทุจริต น้ำดื่ม ปั๊มน้ำมัน ป้า ฝ้าย ฟ้า ฐานญาติ กตัญญู กฏ ผู้ใหญ่ ซึ่งที่ดื้อ"),
        ("รายละเอียดข้อมูล", "ตามเอกสารแนบ (notice-2569.pdf) จำนวน 5 หน้า\nบรรทัดที่สอง"),
        ("Linkภายนอก", "ไม่มี"),
        ("หมายเหตุ", ""),
    )
    position = ("นักวิชาการสาธารณสุขชำนาญการ", "ปฏิบัติหน้าที่หัวหน้ากลุ่มงานบริหาร")
    cells = (
        PaperSignature("ผู้รับผิดชอบการให้ข้อมูล", "นางสาวสมใจ ใจดี", position, "14 กรกฎาคม 2569"),
        PaperSignature("ผู้อนุมัติรับรอง"),
        PaperSignature("ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่", "นายสมชาย รักไทย", ("เจ้าพนักงานสาธารณสุข",)),
    )
    title = PaperHeading("แบบฟอร์มการขอเผยแพร่ข้อมูลผ่านเว็บไซต์/บอร์ดประชาสัมพันธ์", 1, is_centred=True)
    return _paper("form-12", title, PaperFields(rows), Signatures(cells), Paragraph("คำขอเลขที่ 12", Look.SMALL))


def memo() -> Paper:
    head = MemoHead(
        "บันทึกข้อความ",
        (
            (("ส่วนราชการ", "สำนักงานสาธารณสุขอำเภอบ้านสวน โทร. 043 000 111"),),
            (("ที่", "สม 0432/877"), ("วันที่", "1 ตุลาคม 2569")),
            (("เรื่อง", "รายงานผลการกำกับติดตามการเผยแพร่ข้อมูลต่อสาธารณะ ไตรมาสที่ 4 ปีงบประมาณ พ.ศ. 2569"),),
            (("เรียน", "สาธารณสุขอำเภอบ้านสวน"),),
        ),
    )
    told = "ตามประกาศสำนักงาน เรื่อง แนวทางการเผยแพร่ข้อมูล พ.ศ. 2561 กำหนดให้หน่วยงานกำกับติดตาม “อย่างต่อเนื่อง” ฯลฯ "
    ends = (
        PaperSignature("", "นายสมชาย รักไทย", ("เจ้าพนักงานสาธารณสุขชำนาญงาน",), has_date=False),
        PaperSignature("อนุมัติ", has_date=False),
    )
    blocks = (
        *(head, PaperHeading("เรื่องเดิม"), Paragraph((told * 6).strip()), PaperHeading("ข้อพิจารณา", 3)),
        PaperList(("1. ประกาศเจตนารมณ์", "2. คู่มือการปฏิบัติงานเรื่องร้องเรียน")),
        *(Paragraph("จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ"), Signatures(ends, is_boxed=False)),
        QrCode(HEADS, ("หลักฐานจากระบบ", Verbatim("1a2b3c4d : 9f8e7d6c"))),
    )
    return _paper("memo-2569q4", *blocks)


def record(rows: int = 120) -> Paper:
    told = tuple(
        (f"{each % 30 + 1} กรกฎาคม 2569", f"ขออนุญาตเผยแพร่ประกาศเรื่องน้ำดื่มสะอาด ครั้งที่ {each}", "เอกสารและรูป", "")
        for each in range(rows)
    )
    grid = PaperTable(("วัน เดือน ปี", "เรื่อง", "เอกสารแนบ", "หมายเหตุ"), told, (5, 12, 4, 5))
    return _paper("record-2569q4", PaperHeading("บันทึกรายงานผลการเผยแพร่ข้อมูล", 1, is_centred=True), grid)


def poster() -> Paper:
    blocks = (
        *(Paragraph("สำนักงานสาธารณสุขอำเภอบ้านสวน", Look.CENTRED), PaperHeading("ประกาศรับสมัครบุคคลเพื่อเลือกสรร", 1)),
        *(Paragraph("ตั้งแต่วันที่ 1 ถึง 15 ธันวาคม 2569", Look.PLAIN), QrCode(ADDRESS, ("อ่านบนเว็บไซต์", ADDRESS))),
    )
    return _paper("board-recruit", *blocks, is_poster=True)


def currency() -> Paper:
    chart = columns_chart("เผยแพร่รายเดือน", [("ก.ค.", Decimal(3)), ("ส.ค.", Decimal(5))])
    grid = PaperTable(
        ("ลำดับ", "รายการ", "จำนวน"), (("1", "น้ำ", "1,234"), ("2", "ไฟ", "5")), (1, 8, 2), frozenset({0, 2}), "ตาราง"
    )
    blocks = (PaperHeading("ความเป็นปัจจุบัน", 1), PaperPicture(chart, "เผยแพร่: ก.ค. 3 ส.ค. 5"), PageBreak(), grid)
    return _paper("currency", *blocks, is_landscape=True)


def hostile() -> Paper:
    """With what anybody may type into a title."""
    long = ("ก" * 300, "a" * 300, "น้ำ" * 100)
    grid = PaperTable((HOSTILE, "=1+1"), ((HOSTILE, "=SUM(A1)"), ("+1", "-2"), ("@x", long[1])), caption=HOSTILE)
    sign = Signatures((PaperSignature(HOSTILE, long[0], (HOSTILE, long[1]), HOSTILE),))
    blocks = (
        *(
            PaperHeading(HOSTILE, 1),
            *map(Paragraph, long),
            Paragraph("ซ่อน\x00\x07\ufffe\ud800 + ก\n- ข\n1) ค\n=== \t| ง |"),
            grid,
        ),
        *(PaperFields(((HOSTILE, HOSTILE), (long[0], long[2]))), sign, PaperList((HOSTILE, "+ ก", "- ข", "2) ค"))),
        *(MemoHead(HOSTILE, (((HOSTILE, long[1]),),)), QrCode(Verbatim("น้ำ " + "x" * 100), (HOSTILE, long[1]))),
    )
    return _paper("hostile", *blocks)


def all_papers() -> dict[str, Paper]:
    """By their names."""
    return {each.name: with_thai_digits(each) for each in (form(), memo(), record(30), poster(), currency(), hostile())}


def _paper(name: str, *blocks: Block, is_landscape: bool = False, is_poster: bool = False) -> Paper:
    return Paper(Verbatim(name), HOSTILE, blocks, is_landscape, is_poster)


def bare(text: str) -> str:
    """Without spaces and line ends, and without what has no glyph."""
    return re.sub(r"[\s\u200b-\u200d\u2060\ufe0e\ufe0f]+", "", text)


def in_order(parts: list[str], text: str) -> None:
    """Each stands in it, behind the one before."""
    place, read = 0, bare(text)
    for each in map(bare, map(printable, parts)):
        found = read.find(each, place)
        assert found >= 0, (each, read[place : place + 80])
        place = found + len(each)


def need_pango() -> None:
    """Ends the test where no PDF can be written: as skipped, but under CI as failed."""
    try:
        typesetter()
    except CannotWork:
        _lack("Pango")


def need(program: str) -> None:
    if not shutil.which(program):
        _lack(program)


def _lack(what: str) -> None:
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"paper tests need {what}: make tiers")


def run(*words: str | Path, **settings: str) -> str:
    done = subprocess.run(words, check=True, capture_output=True, encoding="utf-8", env={**os.environ, **settings})
    return done.stdout
