"""What a request is told of its end: where it can be read and as which files, or why it was refused (R07, R08)."""

import datetime

from prakat.audit_log.record import Reason, Record, RecordKind
from prakat.merging import announcement, refusal
from sign_off_office import World, document, records

FOLDER = "content/public-relations/2569/news"
NEWS = f"{FOLDER}/index.md"
PDF = b"%PDF-1.4\n%%EOF\n"


def told(world: World, kind: RecordKind) -> str:
    record = next(each for each in reversed(records(world)) if each.kind is kind)
    return announcement.text(world.merging().work, record)


def test_a_merge_is_told_with_its_pages_and_its_files(world: World) -> None:
    listed = [{"file": "notice.pdf", "title": "ประกาศ"}]
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์", attachments=listed), f"{FOLDER}/notice.pdf": PDF})
    text = told(world, RecordKind.NOTICE)
    assert "**เผยแพร่แล้วเมื่อ 1 กรกฎาคม 2569" in text
    assert "- <https://office.example/public-relations/2569/news/>" in text
    assert f"<td>PDF</td><td>{len(PDF)} ไบต์</td></tr></table>" in text
    assert "index.md" not in text


def test_a_file_that_a_merge_took_away_is_not_among_its_files(world: World) -> None:
    listed = [{"file": "notice.pdf", "title": "ประกาศ"}]
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์", attachments=listed), f"{FOLDER}/notice.pdf": PDF})
    world.publish(3, {NEWS: document("ข่าวประชาสัมพันธ์"), f"{FOLDER}/notice.pdf": None})
    assert "<table>" not in told(world, RecordKind.NOTICE)


def test_a_refusal_is_told_with_its_reason_and_without_markup(world: World) -> None:
    """The text is a stranger's: no tag, no mention, no link comes of it."""
    world.ask(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    words = "เอกสารไม่ครบ <img src=x> @everyone [x](https://evil.example)"
    refusal.refuse(world.merging(), 2, "dao", Reason.INCOMPLETE, words)
    text = told(world, RecordKind.REJECTION)
    assert text.startswith("**ไม่อนุญาตให้เผยแพร่**: ข้อมูลไม่ครบถ้วน")
    assert "เอกสารไม่ครบ" in text
    assert "<img" not in text and "@everyone" not in text and "](https" not in text


def test_a_bare_repository_is_told_of_nothing_but_what_is_late(world: World) -> None:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    assert announcement.tell(world.merging(), {}) == []
    world.now += datetime.timedelta(days=14)
    (late,) = announcement.tell(world.merging(), {"PRAKAT_SMTP": "nobody.example"})
    assert late.text() == f"เจ้าของเรื่องยังไม่ยืนยัน: {FOLDER} (#2)"


def test_a_record_of_a_person_who_left_the_office_still_tells(world: World) -> None:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    notice = next(each for each in records(world) if each.kind is RecordKind.NOTICE and each.facts["request"] == 2)
    facts = {**notice.facts, "to": ["gone"]}
    other = Record(notice.kind, notice.sequence, notice.previous, notice.at, notice.main, facts)
    assert announcement.text(world.merging().work, other) == announcement.text(world.merging().work, notice)
