"""The papers of an office whose every fact is known: their words, their order, and what the real ones have."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import pytest

from papers.keep import PAPERS, file_of, words
from prakat.cannot_work import CannotWork
from prakat.papers.paper import (
    MemoHead,
    Paper,
    PaperFields,
    PaperHeading,
    PaperTable,
    Signatures,
    paper_texts,
    with_thai_digits,
)
from prakat.papers.press import PAPER_KINDS, Press
from prakat.repository.repository import Repository
from prakat.rules.message import why
from prakat.thai.buddhist_era import BANGKOK
from trail_office import cloned, press_of

REAL = Path(__file__).resolve().parents[2] / "shared" / "announcements" / "002_4fd844c87610995e.txt"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return cloned(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def press(repository: Repository) -> Press:
    return press_of(repository)


@pytest.mark.parametrize(("kind", "about"), PAPERS)
def test_a_paper_says_what_it_said(press: Press, kind: str, about: str) -> None:
    """Where words are meant to change: PYTHONPATH=tests:scripts python tests/papers/keep.py; read the difference."""
    assert words(press, kind, about) == file_of(kind, about).read_text(encoding="utf-8")


def test_every_kind_is_kept() -> None:
    assert {kind for kind, _ in PAPERS} == {*PAPER_KINDS}
    assert {file_of(*each).name for each in PAPERS} == {each.name for each in file_of("form", "2").parent.glob("*.txt")}


def columns(paper: Paper) -> tuple[str, ...]:
    return next(each.columns for each in paper.blocks if isinstance(each, PaperTable))


def test_the_record_has_the_four_columns_and_whole_dates(press: Press) -> None:
    made = press.paper("record", "2569Q4")
    assert columns(made) == ("วัน เดือน ปี", "เรื่อง", "เอกสารแนบ", "หมายเหตุ")
    rows = next(each.rows for each in made.blocks if isinstance(each, PaperTable))
    assert rows[0][0] == "1 กรกฎาคม 2569" or rows[0][0] == "6 กรกฎาคม 2569"
    assert all(len(row) == 4 and row[1].startswith(("ขอ", "นำลง", "ระงับ")) for row in rows)


def test_the_memo_is_headed_and_signed_like_a_memo(press: Press) -> None:
    made = press.paper("memo-monitoring", "2569Q4", number="674")
    head = next(each for each in made.blocks if isinstance(each, MemoHead))
    assert head.title == "บันทึกข้อความ"
    assert [word for line in head.lines for word, _ in line] == ["ส่วนราชการ", "ที่", "วันที่", "เรื่อง", "เรียน"]
    assert dict(pair for line in head.lines for pair in line)["เรียน"] == "หัวหน้าสำนักงาน"
    named = [each.text for each in made.blocks if isinstance(each, PaperHeading)]
    assert named == ["เรื่องเดิม", "ข้อพิจารณา", "ปัญหา/อุปสรรค", "ข้อเสนอ"]
    signs = next(each for each in made.blocks if isinstance(each, Signatures))
    assert signs.cells[-1].heading == "อนุมัติ"
    assert signs.cells[-1].name == "นางมาลี ตัวอย่าง"
    assert all(not each.has_date for each in signs.cells)


def test_only_who_signed_stands_in_a_cell(press: Press) -> None:
    cells = next(each for each in press.paper("form", "2").blocks if isinstance(each, Signatures)).cells
    assert [each.heading for each in cells] == [
        "ผู้รับผิดชอบการให้ข้อมูล",
        "ผู้อนุมัติรับรอง",
        "ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่",
    ]
    assert [each.name for each in cells] == ["", "นางมาลี ตัวอย่าง", "นายวิชัย ตัวอย่าง"]


def test_the_quarter_is_told_from_its_days(repository: Repository) -> None:
    """A real memo calls July to September quarter 2."""
    for about, named in (
        ("2569Q4", "กรกฎาคม - กันยายน ๒๕๖๙"),
        ("2570Q1", "ตุลาคม - ธันวาคม ๒๕๖๙"),
        ("2570Q2", "มกราคม - มีนาคม ๒๕๗๐"),
    ):
        told = [*paper_texts(with_thai_digits(press_of(repository).paper("record", about)))]
        assert f"เดือน {named}" in told
        digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
        assert f"ไตรมาสที่ {about[-1]} ปีงบประมาณ พ.ศ. {about[:4]}".translate(digits) in told


def test_what_is_over_is_told_alike_whenever_it_is_printed(repository: Repository) -> None:
    soon = datetime.datetime(2026, 10, 1, 8, tzinfo=BANGKOK)
    assert words(press_of(repository, soon), "record", "2569Q4") == words(press_of(repository), "record", "2569Q4")


@pytest.mark.parametrize(
    ("kind", "about", "id_"),
    [
        ("record", "2569Q5", "thai.no-period"),
        ("record", "2026Q4", "thai.no-period"),
        ("annual", "", "thai.no-period"),
        ("form", "law/never-was", "papers.no-item"),
        ("form", "../../etc/passwd", "papers.no-item"),
        ("form", "999", "papers.no-request"),
        ("form", "99999999999999999999", "papers.no-request"),
        ("form", "1", "papers.no-items"),
        ("form", "3", "papers.gone"),
        ("board", "knowledge/dengue", "papers.not-public"),
        ("decision", "general-information/nothing", "papers.no-item"),
        ("letter", "2569", "papers.no-kind"),
    ],
)
def test_what_there_is_not_is_said(press: Press, kind: str, about: str, id_: str) -> None:
    with pytest.raises(CannotWork) as found:
        press.paper(kind, about)
    assert found.value.message == id_
    for language in ("th", "en"):
        assert "{" not in why(found.value, language)


def test_the_nearest_item_is_named(press: Press) -> None:
    with pytest.raises(CannotWork) as found:
        press.paper("board", "general-information/contac")
    assert "general-information/contact" in why(found.value)


def lines(*wanted: str) -> Sequence[str]:
    """In this order in the real file."""
    text = "".join(REAL.read_text(encoding="utf-8").split())
    place, missing = 0, []
    for each in wanted:
        found = text.find("".join(each.split()), place)
        if found < 0:
            missing.append(each)
        place = max(place, found)
    return missing


@pytest.mark.skipif(not REAL.is_file(), reason="../shared is not beside this checkout")
def test_labels_and_their_order_are_those_of_the_real_papers(press: Press) -> None:
    form = press.paper("form", "2")
    rows = next(each.rows for each in form.blocks if isinstance(each, PaperFields))
    cells = next(each.cells for each in form.blocks if isinstance(each, Signatures))
    head = list(paper_texts(form))[:2]
    by, about = head[1].split(" เรื่อง ")
    year = about.replace("2561", "๒๕๖๑")
    assert not lines(head[0], by, year, *(title for title, _ in rows[:6]), *(each.heading for each in cells))
    record = press.paper("record", "2569Q4")
    assert not lines("บันทึกรายงานผลการเผยแพร่ข้อมูลผ่านเว็บไซต์ของ", "เดือน กรกฎาคม - กันยายน", *columns(record))
    for kind in ("memo-operation", "memo-approval", "memo-monitoring"):
        made = press.paper(kind, "2569Q4")
        memo = next(each for each in made.blocks if isinstance(each, MemoHead))
        named = [each.text for each in made.blocks if isinstance(each, PaperHeading)]
        order = next(each for each in made.blocks if isinstance(each, Signatures)).cells[-1].heading
        assert not lines(
            memo.title, *(word for line in memo.lines for word, _ in line), *named, "จึงเรียนมาเพื่อโปรด", order
        )
