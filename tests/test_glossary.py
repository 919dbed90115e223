"""One Thai word each: what a reader meets under two names is taken for two things."""

from pathlib import Path

import pytest

from prakat.rules import data
from test_messages import CHECKOUT, IN_WORDS

GIVEN_UP = {
    "ผู้รวมคำขอ": "ระบบเผยแพร่",
    "ผู้เผยแพร่": "ระบบเผยแพร่, or ผู้ดูแลเว็บไซต์ where people are meant",
    "ผู้นำขึ้น": "ผู้ดูแลเว็บไซต์",
    "ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่": "ผู้ดูแลเว็บไซต์",
    "เว็บมาสเตอร์": "ผู้ดูแลเว็บไซต์",
    "รวมคำขอ": "เผยแพร่คำขอ",
    "รวมไม่ได้": "ยังเผยแพร่ไม่ได้",
    "คำขอรวม": "คำขอ",
    "ลายเซ็น": "ลายมือชื่อ",
    "แฟ้ม": "ไฟล์",
    "ไฟล์แนบ": "เอกสารแนบ",
    "ภายในวันนี้": "ครบกำหนด",
    "ถึงกำหนด": "ครบกำหนด",
    "อนุมัติตามหลัง": "อนุมัติเป็นหนังสือในภายหลัง",
    "หนังสือตามหลัง": "อนุมัติเป็นหนังสือในภายหลัง",
    "ด้วยวาจา": "ทางวาจา",
    "ข้อละเมิด": "ข้อฝ่าฝืน",
    "ข้อฝ่าฝืนค้าง": "ข้อฝ่าฝืนที่ยังไม่แก้",
    "ดราฟต์": "ร่าง",
    "โต๊ะทำงาน": "โต๊ะงาน",
    "พาสคีย์": "กุญแจลายนิ้วมือ (passkey)",
}
OF_THE_PAPER = {"schemas/messages/papers.yml": {"ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่"}}
"""Labels of the announcements' own form, which the printed one keeps."""
READ = [
    *(path for folder in ("schemas", "theme", "content", "registers") for path in (CHECKOUT / folder).rglob("*")),
    *(CHECKOUT / name for name in ("README.th.md", "office.yml", "mkdocs.yml", ".github/PULL_REQUEST_TEMPLATE.md")),
    *IN_WORDS,
]
TEXTS = {
    path.relative_to(CHECKOUT).as_posix(): path
    for path in READ
    if path.suffix in (".yml", ".json", ".md", ".html", ".js", ".py")
}


@pytest.mark.parametrize("path", TEXTS.values(), ids=TEXTS)
def test_no_word_that_was_given_up_is_read_anywhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kept = OF_THE_PAPER.get(path.relative_to(CHECKOUT).as_posix(), set())
    assert {word for word in GIVEN_UP if word in text} == kept


def test_all_that_people_read_is_looked_at() -> None:
    assert len(TEXTS) > 150


def test_a_role_and_its_step_have_one_name() -> None:
    labels = data.load("labels.yml")
    for language in ("th", "en"):
        assert {each: labels["step"][each][language] for each in ("reviewer", "approver", "webmaster")} == {
            each: labels["role"][each][language] for each in ("reviewer", "approver", "webmaster")
        }
