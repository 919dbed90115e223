"""What is typed is what is read: whatever a person types is whole on its page, or refused with a finding (R15, R16)."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from documents import written
from office_builder import fields
from prakat.item import item
from prakat.item.body import render_markdown
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.item.item_rules import check_body, check_reading
from prakat.item.item_text import ItemText
from prakat.item.misreading import misreading_in
from prakat.item.rendered import Rendered

PATH = ItemPath("law", "", "act")
LETTERS = ("ก", "ข้อ", "น้ำ", "ปี่", "ๆ", "ฯ", "ำ", "่", "เ", "a", "Bc", "é", "1", "25", "๒", "๑๐")
LINES = ("\n", "\n\n", "\r\n", "\n\n\n", "  \n", "\n    ", "\n\t", "\n   ")
BEGINNINGS = (
    *(
        "# ",
        "## ",
        "#ไทย",
        "#1 ",
        "- ",
        "* ",
        "+ ",
        "-5",
        "+66",
        "+ 5",
        "- ๒ -",
        "-๒-",
        "* 5 *",
        "> ",
        ">",
        ">>ดู",
        "> 60 ",
        ">= ",
    ),
    *("1. ", "๑. ", "๑) ", "(๑) ", "1.1 ", "๑.๑ ", "๑.๑. ", "3. 5. 7. ", "ก. ", "(ก) ", "2570. ", "๐.๕ ", "1.ก"),
    *(
        "```\n",
        "~~~\n",
        "```py\n",
        "``` ข้อ ๓\n",
        "\n```\n",
        "\n~~~\n",
        "---",
        "***",
        "* * *",
        "- - -",
        "===",
        "_____",
        ".....",
    ),
    *("[ก]: ", "[หมายเหตุ]: ", "[^1]: ", ": ", ":   ", "*[ก]: ", "{: .a}", "[TOC]", "    ", "\t", "| "),
)
SIGNS = (
    *(
        "*",
        "**",
        "***",
        "*****",
        "_",
        "__",
        "____",
        "`",
        "``",
        "```",
        "~",
        "~~",
        "^",
        "=",
        "\\",
        "\\*",
        "\\\\",
        "\\|",
        "\\#",
        "C:\\temp",
    ),
    *(
        "[",
        "]",
        "(",
        ")",
        "[]",
        "](",
        "![",
        "[ก](a.pdf)",
        '[ก](a "ข")',
        "[](a)",
        "![ก](a.png)",
        "[ก](๒)",
        "[ก][ข]",
        "[^1]",
        "[x]",
    ),
    *(
        "<",
        ">",
        "<b>",
        "</b>",
        "<!-- ",
        "-->",
        "<?",
        "<a@b.example>",
        "<https://a.example>",
        "<br>",
        "&amp;",
        "&lt;",
        "&#3585;",
        "&",
    ),
    *("|", "||", "\t", "\tข", "ก\tข\nค\tง\n", "|ก|ข|\n|-|-|\n", "\n|-|-|\n", "\n|ค|ง|จ|", "|:-|-:|"),
    *(
        "https://a.example/ก?ข=1",
        "www.a.example",
        "a@b.example",
        "โทร. 0 4231 5555",
        "๐๘๑-๒๓๔-๕๖๗๘",
        "สายด่วน 1669",
        "HTTP://A",
    ),
    *(
        "๔๙*",
        "5*2",
        "5*2*3",
        "ราคา*",
        "x**2",
        "2**3**2",
        "ให้**ยื่น**ใน",
        "*ก*",
        "_ก_",
        "`ก`",
        "!",
        "?",
        ".",
        ",",
        ":",
        ";",
    ),
    *(
        "'",
        '"',
        "“",
        "”",
        "…",
        "/",
        "@",
        "$",
        "%",
        "{",
        "}",
        "–",
        "-",
        "+",
        "฿",
        "\u200b",
        "\u00a0",
        "\u3000",
        "\u00ad",
        " ",
        "  ",
    ),
)
TEXTS = st.lists(st.sampled_from((*LETTERS * 2, *LINES * 3, *BEGINNINGS, *SIGNS, " ", " ", " ")), max_size=30).map(
    "".join
)
LETTER_BY_LETTER = st.text(st.sampled_from("กขำ่ a1๒๓.()[]{}*_`#|\\<>&;:!-+=~\"'/\t\n\n  "), max_size=40)


def parsed(body: str, **changed: object) -> Item:
    found = item.parse_item(PATH, f"---\n{written(fields(PATH.folder, **changed))}---\n{body}".encode())
    assert isinstance(found, Item), found
    return found


def visible(text: str) -> str:
    return re.sub(r"\s|\u200b", "", text)


def said(content: str) -> str:
    """What a page says, by another way than the proof's."""
    page = html.fromstring(f"<div>{content}</div>")
    for picture in page.iter("img"):
        picture.text = picture.get("alt")
    return visible(page.text_content())


MAY_LEAD = re.compile(r"\]\(|(?:```|~~~)[ \t]*[A-Za-z0-9_-]")
"""Letters behind it may be a target or the language of code, which nobody reads."""


@given(st.one_of(TEXTS, LETTER_BY_LETTER))
@settings(max_examples=800, deadline=None)
def test_whatever_is_typed_is_read_whole_or_refused(text: str) -> None:
    content = render_markdown(text).html
    if misreading_in(text, content):
        assert not visible(re.sub("[`~]", "", text)), "only code around nothing is refused"
        return
    typed, shown = visible(text), said(content)
    rest = iter(typed)
    assert all(each in rest for each in shown), "a letter is new on the page, or stands elsewhere"
    if not MAY_LEAD.search(text):
        assert re.findall(r"[^\W_]", typed) == re.findall(r"[^\W_]", shown)


PLAIN = st.lists(
    st.sampled_from((*LETTERS, *LINES, "๑. ", "1) ", "(๑) ", "๑.๑ ", " ", ".", ",", "ที่ ๓/2569", "/", "....", ": ")),
    max_size=40,
)


@given(PLAIN.map("".join))
@settings(max_examples=150, deadline=None)
def test_a_text_without_markup_is_read_as_it_is(text: str) -> None:
    assert said(render_markdown(text).html) == visible(text)
    assert findings(text) == []


def findings(text: str) -> list[str]:
    return [f"{each.line} {each.rule}" for each in check_body(parsed(text))[0]]


NOTICES = {
    "title over lines": "ประกาศโรงพยาบาลส่งเสริมสุขภาพตำบลบ้านดอนหวาย\nเรื่อง การให้บริการนอกเวลาราชการ\n\nพ.ศ. ๒๕๖๙",
    "numbers with a bracket": "๑) เปิดบริการ\n\n๒) งดรับบัตรคิว\n\n๙) แจ้งล่วงหน้า\n\n๑๐) อื่น ๆ",
    "numbers of two levels": "๑. ให้หน่วยบริการ\n\n๑.๑ จัดคิว (Queue)\n\n๑.๑๐ แสดงผล\n\n๒. ขั้นตอน\n\n๒.๑ ผู้ป่วย\n\nตามข้อ ๑.๑",
    "numbers of three levels": "๓.๒ การคัดกรอง ดังนี้\n\n๓.๒.๑ วัดความดัน\n\n๓.๒.๒ ซักประวัติ",
    "paragraph between numbers": "๑. ก่อน\n\nทั้งนี้ ให้แจ้งล่วงหน้า\n\n๒. หลัง",
    "numbers that do not follow": "3. ก\n5. ข\n7. ค\n๓. ง",
    "numbers on one line": "ได้แก่ ๑.ความสะอาด ๒.ความปลอดภัย และ ๕.การบริการ\n3. 5. 7. ตามลำดับ",
    "number without a space": "๑.แผนงานประจำปี\n๒.รายงานผล\n4.การตรวจสอบ",
    "numbers in brackets": "ตามมาตรา ๙ (๑)(๒)(๓) และ (๘)\n(๑) สูติบัตร\n(2) ทะเบียนบ้าน",
    "letters as numbers": "ก. ผู้ป่วยใหม่\nข. ผู้ป่วยเก่า\n(ก) บัตร\n(ข) ใบนัด",
    "Arabic number behind a word": "DHS 1\n\nข้อ 1.3\n\nกรอบแนวทาง ๒.๐ (Version ๒.๐)",
    "years without a space": "พ.ศ.๒๕๔๐ มาตรา ๗ และ พ.ศ. ๒๕๖๙ (ฉบับที่ ๒)",
    "form with dots": "หมายเหตุ:.....\nวันที่...๒๔...เดือน...ธันวาคม...พ.ศ....๒๕๖๘...\nลงชื่อ....................ผู้ขอ",
    "form with tabs": "ชื่อหน่วยงาน : รพ.สต.บ้านดอนหวาย\t\nวัน/เดือน/ปี : ๒๔ ธันวาคม ๒๕๖๘\t\nลิงก์ภายนอก : ไม่มี\t",
    "rows with tabs": "วัน เดือน ปี\tเรื่อง\tหมายเหตุ\nสิงหาคม ๒๕๖๙\tแผนจัดซื้อ\t\nกันยายน ๒๕๖๙\tผลจัดซื้อ\tแนบ",
    "signatures beside each other": "ผู้รับผิดชอบ\tผู้อนุมัติ\n (นางสาวดวงใจ ใฝ่เรียน)\t (นายกล้า ตั้งมั่น)",
    "memo": "บันทึกข้อความ\n\nส่วนราชการ รพ.สต.บ้านดอนหวาย อ. เมือง\nที่ ดห ๐๑๒๓/๔๕๖ วันที่ ๒๔ ธันวาคม ๒๕๖๘\nเรื่อง ขออนุมัติ",
    "signature": "ประกาศ ณ วันที่ ๒๕ มีนาคม พ.ศ. ๒๕๖๙\n\n\n\n(นายกล้า ตั้งมั่น)\nผู้อำนวยการโรงพยาบาลส่งเสริมสุขภาพตำบล",
    "signature with stars": "*****สามารถขอรับแบบได้ที่งานบริการ*****\n- ๒ -\n-๓-",
    "lines with blanks": "ข้อเสนอ\n\n \nจึงเรียนมาเพื่อโปรดทราบ\n \n\u00a0\n ลงชื่อ  ",
    "broken line": "ให้บริการระหว่างเวลา ๐๘.๓๐ -\n๑๖.๓๐ น. เว้นวันหยุด\n\nอยู่เสมอ",
    "months and hyphens": "ไตรมาสที่ ๒ (ก.ค. - ก.ย. ๒๕๖๙)\n(Quality and Safety Assessment - QSA)",
    "file types": "นามสกุล .pdf .xls .xlsx .docx ขนาด ไฟล์(size) ไม่เกิน ๔ MB",
    "mail in a sentence": "ส่งที่ donwai01@example.go.th และ ช่องทางอื่น (User , Password)",
    "quotation marks": "รูปแบบ “คู่มือ” และ ‘แบบฟอร์ม’ (Download Forms) ฯลฯ",
    "note in brackets": "[หมายเหตุ]: ผู้ที่มีเอกสารครบ\n\n[๑] ตามแบบแนบท้าย\n[x]: ใช่",
    "sums and stars": "๔๙* บาท, 5*2*3 เมตร, ราคา*\n* ไม่รวมภาษี\n>>ดูด้านหลัง\n> 60 ปีขึ้นไป",
    "signs of the net": "#สุขภาพดี #2569 A&amp;B a<b> C:\\temp \\\\server\\ก\n---\n=====\nก\n---",
    "table as typed": "| ก | ข |\n| ค |",
}
"""Of another office, pasted as they come; nothing in them is meant as markup."""


@pytest.mark.parametrize("text", NOTICES.values(), ids=NOTICES)
def test_notice_is_read_as_it_was_pasted(text: str) -> None:
    typed = visible(text)
    if text.startswith("๔๙*"):
        typed = typed.replace("\n* ", "").replace("*ไม่รวม", "ไม่รวม")  # a bullet, whose mark is shown as one
    assert said(render_markdown(text).html) == typed
    assert [each for each in findings(text) if "body.html" not in each] == []


FOLDER = Path(__file__).resolve().parents[2] / "shared" / "announcements"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/announcements is not here: real notices are not read")
def test_five_real_announcements_are_read_as_they_are() -> None:
    texts = [each.read_text(encoding="utf-8") for each in sorted(FOLDER.glob("*.txt"))]
    assert len(texts) == 5
    for text in texts:
        assert said(render_markdown(text).html) == visible(text)
        assert findings(text) == []


def test_what_would_be_read_otherwise_is_refused_where_it_was_typed() -> None:
    found = parsed("ตามข้อ ๑\n\n[หมายเหตุ]: ก\n\nข")
    (told,) = check_reading(ItemText(found, Rendered("<p>ตามข้อ ๑</p><p>ข</p>")))
    assert (told.line, told.rule) == (found.body_line + 2, "body.unread")
    assert "[หมายเหตุ]:␣ก" in told.text("th")


NOTHING = "ก่อน\n\n```\n\u00a0\n```\n\nหลัง"


def test_mend_of_the_finding_works_as_it_is_said() -> None:
    assert findings(NOTHING) == [f"{parsed(NOTHING).body_line + 2} body.unread"]
    assert findings(NOTHING.replace("```", "\\```")) == []


LONG = {
    "words": "ก ",
    "lines": "ก\n",
    "bullets": "- ก\n",
    "deep bullets": "- ",
    "quotations": "> ก\n",
    "rows": "|ก|ข|\n|-|-|\n",
    "row": "|ก",
    "tabs": "ก\tข\n",
    "tab": "\tก",
    "emphasis": "**ก** ",
    "escapes": "\\*",
    "backslashes": "\\",
    "links": "[ก](a) ",
    "titles": '[ก](a "ข") ',
    "pictures": "![ก](a.png)",
    "code": "`ก` ",
    "fences": "```\nก\n```\n",
    "addresses": "www.a.example ",
    "blank lines": "ก\n\n\n\n",
    "spaces": "ก      ",
    "brackets": "[",
    "hyphens": "- - ",
    "stars": "*ก",
    "bars of a line": "|-",
    "quoted blanks": ">\n> ก\n",
    "numbers": "๑. ก\n",
    "headings": "# ก #\n",
}


@pytest.mark.parametrize("part", LONG.values(), ids=LONG)
def test_proof_takes_linear_steps(part: str) -> None:
    least = [steps(part * (size // len(part))) for size in (4000, 8000)]
    assert least[1] < 2.4 * least[0] + 2000


def steps(text: str) -> int:
    """Lines of Python that the proof runs."""
    page = render_markdown(text).html
    count = 0

    def counted(frame: object, event: str, value: object) -> Callable[..., object]:
        nonlocal count
        count += 1
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        misreading_in(text, page)
    finally:
        sys.settrace(before)
    return count
