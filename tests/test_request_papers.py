"""Form and decision sheet of requests that are open, partly signed, changed, merged or refused; strangers' titles."""

import csv
import datetime
import io

import openpyxl
import pytest

import sign_off_office as office
from prakat.agenda import counter_view
from prakat.audit_log.record import Reason
from prakat.cannot_work import CannotWork
from prakat.merging import refusal
from prakat.office.office import Office, parse_office
from prakat.papers.letterhead import Letterhead
from prakat.papers.paper import Paper, PaperFields, PaperSignature, PaperTable, Signatures, paper_texts
from prakat.papers.press import Press
from prakat.papers.typeset import formats
from prakat.rules.message import message
from sign_off_office import World, document

PATH = "content/public-relations/notice/index.md"
HOSTILE = (
    '=HYPERLINK("http://evil.example","กดที่นี่")',
    "<script>alert(1)</script> <b>ตัวหนา</b> & “คำพูด”",
    "ประกาศ 🎉🏥 เรื่องยินดี 👩‍⚕️",
    "ก" * 200,
    "+66 ติดต่อ | แถว | ` ``` # * _ข้อความ_",
)


def press(world: World) -> Press:
    moment = world.later()
    seen = counter_view.seen_from_outside(world.repository, moment, None, None, {})
    return Press.of_main(world.repository, moment, seen)


def cells(paper: Paper) -> list[PaperSignature]:
    return [cell for each in paper.blocks if isinstance(each, Signatures) for cell in each.cells]


def names(world: World, about: str = "2") -> list[str]:
    return [each.name for each in cells(press(world).paper("form", about))]


def test_a_cell_is_filled_as_soon_as_it_is_signed(world: World) -> None:
    world.ask(2, {PATH: document()})
    assert names(world) == ["", "", ""]
    world.sign(2, "requester=nok")
    assert names(world) == ["nok", "", ""]
    world.sign(2, "reviewer=ton", "approver=dao")
    assert names(world) == ["nok", "dao", ""]
    world.sign(2, "webmaster=wit")
    assert names(world) == ["nok", "dao", "wit"]
    world.merge(2)
    assert names(world) == names(world, "public-relations/notice") == ["nok", "dao", "wit"]
    signed = cells(press(world).paper("form", "2"))
    assert {each.date for each in signed} == {"1 เดือน กรกฎาคม พ.ศ. 2569"}
    assert {each.position for each in signed} == {("ตำแหน่ง",)}


def test_what_is_changed_after_it_was_signed_is_unsigned(world: World) -> None:
    world.ask(2, {PATH: document()})
    world.sign(2, "requester=nok", "reviewer=ton", "approver=dao")
    world.ask(2, {PATH: document(body="อีกข้อความหนึ่ง")})
    assert names(world) == ["", "", ""]


def test_a_signature_of_nobody_who_may_sign_fills_no_cell(world: World) -> None:
    world.ask(2, {PATH: document()})
    world.sign(2, "reviewer=ton", "approver=fah")
    assert names(world) == ["", "", ""]


def test_a_refused_request_tells_by_whom_and_why(world: World) -> None:
    world.ask(2, {PATH: document()})
    refusal.refuse(world.merging(), 2, "ton", Reason.INCORRECT, "วันที่ในเอกสารแนบผิด")
    made = press(world).paper("form", "2")
    assert [each.name for each in cells(made)] == ["", "", ""]
    assert any("ไม่อนุมัติ โดย ton (ตำแหน่ง) เพราะ" in each and "วันที่ในเอกสารแนบผิด" in each for each in paper_texts(made))


def test_an_urgent_page_says_whose_word_it_rests_on(world: World) -> None:
    spoken = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}
    world.publish(2, {PATH: document(verbal=spoken)}, *office.TWO)
    made = press(world).paper("form", "2")
    assert [each.name for each in cells(made)] == ["", "", "wit"]
    assert any("dao (ตำแหน่ง) อนุญาตทางวาจา" in each for each in paper_texts(made))


def test_the_sheet_tells_what_an_open_request_changes(world: World) -> None:
    world.publish(2, {PATH: document(title="ประกาศเดิม")})
    world.ask(3, {PATH: document(title="ประกาศใหม่", change_note="แก้หัวข้อ")})
    told = "\n".join(paper_texts(press(world).paper("decision", "3")))
    assert "ประกาศเดิม" in told
    assert "ประกาศใหม่" in told
    assert "☐ อนุมัติ" in told
    assert "index.md" not in told


def test_of_several_items_each_has_a_page(world: World) -> None:
    other = PATH.replace("notice", "second")
    world.ask(2, {PATH: document(), other: document(title="เรื่องที่สอง")})
    made = press(world).paper("form", "2")
    topics = [dict(each.rows)["หัวข้อ"] for each in made.blocks if isinstance(each, PaperFields)]
    assert topics == ["ประกาศเรื่องทดสอบ", "เรื่องที่สอง"]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_of_a_stranger_stands_on_each_paper_as_text(world: World, title: str) -> None:
    world.publish(2, {PATH: document(title=title)})
    at = press(world)
    papers = [at.paper(*each) for each in (("form", "2"), ("board", "public-relations/notice"), ("currency", ""))]
    papers.append(at.paper("record", "2569Q4"))
    for made in papers:
        assert title in "\n".join(paper_texts(made))
        assert "<script>" not in formats.write(made, "html").decode()
    cell = list(csv.reader(io.StringIO(formats.write(papers[2], "csv").decode("utf-8-sig"))))
    assert not any(each.startswith(("=", "+", "-", "@")) for row in cell for each in row)
    sheet = openpyxl.load_workbook(io.BytesIO(formats.write(papers[2], "xlsx"))).active
    assert sheet
    found = [each for row in sheet.iter_rows() for each in row if each.value and title in str(each.value)]
    assert found
    assert {each.data_type for each in found} == {"s"}


def test_a_memo_without_an_approver_leaves_the_name_to_be_written(world: World) -> None:
    known = parse_office(world.office())
    assert isinstance(known, Office)
    head = Letterhead(known, datetime.date(2025, 12, 31))
    made = head.memo("memo", message("papers.memo"), (), "อนุมัติ")
    assert [each.name for each in cells(made)] == ["", ""]
    assert [each.id for each in made.told][-1] == "papers.nobody-approves"
    with pytest.raises(CannotWork) as found:
        Letterhead(known, datetime.date(2026, 7, 1), by="somebody").memo("memo", message("papers.memo"), (), "ทราบ")
    assert found.value.message == "papers.nobody"


def test_what_nobody_approved_is_marked_on_paper_and_goes_on_no_board(world: World) -> None:
    world.publish(2, {PATH: document()})
    world.force({PATH: document(title="ไม่มีผู้ใดอนุมัติ")})
    at = press(world)
    made = at.paper("record", "2569Q4")
    rows = next(each.rows for each in made.blocks if isinstance(each, PaperTable))
    marked = [("ยังไม่มีการอนุมัติครบ" in row[3], "ไม่มีผู้ใดอนุมัติ" in row[1]) for row in rows]
    assert marked == [(False, False), (True, True)]
    assert "papers.violations" in [each.id for each in made.told]
    assert "ไม่มีผู้ใดอนุมัติ" not in "\n".join(paper_texts(at.paper("memo-approval", "2569Q4")))
    with pytest.raises(CannotWork) as found:
        at.paper("board", "public-relations/notice")
    assert found.value.message == "papers.unapproved"


def test_a_withdrawal_says_that_it_is_one(world: World) -> None:
    world.publish(2, {PATH: document()})
    gone = {"on": "2026-07-02", "reason": "ข้อมูลไม่เป็นปัจจุบันแล้ว"}
    world.publish(3, {PATH: document(withdrawn=gone)})
    told = "\n".join(paper_texts(press(world).paper("form", "3")))
    assert "ขอนำเรื่องลงตั้งแต่ 2 กรกฎาคม 2569 เพราะ ข้อมูลไม่เป็นปัจจุบันแล้ว" in told
