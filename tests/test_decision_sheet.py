"""Who signs sees everything that a request changes: fields, words, files; with both digests, and in plain Thai."""

import datetime
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from office_builder import PDF
from office_of_values import office as office_text
from prakat.cannot_work import CannotWork
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.request import field, request_check, sheet_archive, sheet_html
from prakat.request.decision_sheet import MAX_FINDINGS, DecisionSheet, SheetPart
from prakat.rules import data
from sign_off_office import World, document, who
from small_history import Step, made

DAY = datetime.date(2026, 7, 20)
FOLDER = "content/law/sheet"
INDEX = f"{FOLDER}/index.md"
Files = dict[str, bytes | None]


def sheet_of(world: World, before: Files, after: Files, mode: str = "100644") -> DecisionSheet:
    """Of a request that brings `after` to a main with `before`; None takes a file away."""
    left = committed(world, world.main(), before)
    head = committed(world, left, after, mode)
    return request_check.check(world.repository, left, head, DAY)[0]


def committed(world: World, base: str, files: Files, mode: str = "100644") -> str:
    changes = []
    for path, content in files.items():
        oid = NOTHING if content is None else objects.write(world.repository, "blob", content)
        changes.append(PathChange(path, mode, "0" if content is None else mode, NOTHING, oid))
    tree = objects.tree_with(world.repository, base, changes)
    return objects.commit(world.repository, tree, [base], "ทดสอบ\n", who("nok"), world.later())


def part_of(sheet: DecisionSheet, path: str = FOLDER) -> SheetPart:
    return next(each for each in sheet.parts if each.path == path)


def test_every_one_of_seven_changed_fields_is_shown(world: World) -> None:
    """As they were and as they would be, by their Thai titles, with people, units and dates in words."""
    changed: dict[str, Any] = {
        "received": {"channel": "email", "date": "2026-06-30"},
        "fulfils": ["o1"],
        "former_paths": ["law/old"],
        "ignore": [{"rule": "text.long", "why": "ต้องยาวตามกฎหมาย"}],
        "credits": [{"text": "ข้อความ", "holder": "ผู้ถือสิทธิ์"}],
        "title_en": "Notice",
        "owner": {"unit": "finance", "provider": "dao"},
    }
    part = part_of(sheet_of(world, {INDEX: document()}, {INDEX: document(**changed)}))
    shown = {title: (old, new) for title, old, new in part.changes}
    assert shown["เจ้าของข้อมูล › หน่วยงานเจ้าของข้อมูล"] == ("สุขภาพ", "การเงิน")
    assert shown["เจ้าของข้อมูล › ผู้รับผิดชอบการให้ข้อมูล"] == ("nok (ตำแหน่ง)", "dao (ตำแหน่ง)")
    assert shown["การรับเรื่อง › ช่องทางนำส่ง"] == ("", "อีเมล")
    assert shown["การรับเรื่อง › วันที่รับเรื่อง"] == ("", "30 มิถุนายน 2569")
    values = [new for _, new in shown.values()]
    for value in ("o1", "law/old", "ต้องยาวตามกฎหมาย", "ผู้ถือสิทธิ์", "Notice"):
        assert value in values
    assert part.words == ()


def test_bytes_of_an_attachment_alone_are_a_change(world: World) -> None:
    text = document(attachments=[{"file": "a.pdf", "title": "เอกสาร"}])
    before, after = PDF, PDF.replace(b"1 0 obj", b"2 0 obj")
    part = part_of(sheet_of(world, {INDEX: text, f"{FOLDER}/a.pdf": before}, {f"{FOLDER}/a.pdf": after}))
    digests = [hashlib.sha256(each).hexdigest() for each in (before, after)]
    size = f"PDF, {len(PDF)} B"
    assert part.files == (("a.pdf", "เปลี่ยน", size, digests[0], size, digests[1]),)
    assert part.changes == () == part.words


def test_each_file_that_is_added_or_taken_away_is_shown_and_a_listed_one_need_not_be(world: World) -> None:
    before = {INDEX: document(), f"{FOLDER}/old.pdf": PDF}
    part = part_of(sheet_of(world, before, {f"{FOLDER}/old.pdf": None, f"{FOLDER}/unlisted.csv": b"a,b\n"}))
    assert [(name, done) for name, done, *_ in part.files] == [("old.pdf", "นำออก"), ("unlisted.csv", "เพิ่ม")]


def test_the_words_of_the_text_that_change_are_shown_at_their_line(world: World) -> None:
    old, new = document(body="บรรทัดแรก\nรับสมัครสามอัตรา"), document(body="บรรทัดแรก\nรับสมัครห้าอัตรา")
    part = part_of(sheet_of(world, {INDEX: old}, {INDEX: new}))
    assert part.words == (("3", "รับสมัคร", "สาม", "ห้า", "อัตรา"),)
    assert part.changes == ()


def test_an_item_that_is_new_or_taken_away_is_shown_whole(world: World) -> None:
    new = part_of(sheet_of(world, {}, {INDEX: document(body="ข้อความเต็ม")}))
    assert ("หัวข้อ", "ประกาศเรื่องทดสอบ") in new.form
    assert new.words == (("2", "", "", "ข้อความเต็ม↵↵", ""),)
    gone = part_of(sheet_of(world, {INDEX: document(body="ข้อความเต็ม")}, {INDEX: None}))
    assert gone.form == ()
    assert ("หัวข้อ", "ประกาศเรื่องทดสอบ", "") in gone.changes
    assert gone.words == (("2", "", "ข้อความเต็ม↵↵", "", ""),)


def test_fields_that_the_schema_does_not_know_or_refuses_are_shown_too(world: World) -> None:
    odd = document(secret={"deep": [1, {"x": None}]}, expires_on=5, owner="dao", withdrawn={}, kind=["a", "b"])
    shown = {title: new for title, _, new in part_of(sheet_of(world, {INDEX: document()}, {INDEX: odd})).changes}
    assert shown["วันสุดท้ายที่เผยแพร่"] == "5"
    assert shown["เจ้าของข้อมูล"] == "dao"
    assert shown["การนำลงก่อนกำหนด"] == "{}"
    assert shown["ชนิดของเรื่อง"] == "a, b"
    assert [new for title, new in shown.items() if title.startswith("secret › deep › 1")] == ["1"]


def test_an_item_that_cannot_be_read_is_compared_as_it_is_written(world: World) -> None:
    broken = document().replace(b"timing:", b"timing: [")
    part = part_of(sheet_of(world, {INDEX: document()}, {INDEX: broken}))
    assert part.form == () == part.changes
    assert [(line, removed, added) for line, _, removed, added, _ in part.words] == [("7", "", "[ ")]


def test_the_same_words_in_other_order_spacing_or_kind_are_told_apart(world: World) -> None:
    two = [{"file": "a.pdf", "title": "ก"}, {"file": "b.pdf", "title": "ข"}]
    files: Files = {f"{FOLDER}/{each['file']}": PDF for each in two}
    before = document(attachments=two, remarks="หมายเหตุ ยาว", title_en="5")
    after = document(attachments=two[::-1], remarks="หมายเหตุ  ยาว", title_en=5)
    part = part_of(sheet_of(world, {INDEX: before, **files}, {INDEX: after}))
    assert sorted(part.changes) == sorted(
        [
            ("เอกสารแนบ › ลำดับ", "a.pdf, b.pdf", "b.pdf, a.pdf"),
            ("หมายเหตุ", "หมายเหตุ␣ยาว", "หมายเหตุ␣␣ยาว"),
            ("หัวข้อภาษาอังกฤษ", '"5"', "5"),
        ]
    )


def test_two_people_of_one_name_are_told_apart_by_their_id(world: World) -> None:
    twin = world.person("dao2", "approver").replace("name: dao2", "name: dao")
    office = world.office(people=twin)
    before = document(owner={"unit": "health", "provider": "dao"})
    after = document(owner={"unit": "health", "provider": "dao2"})
    part = part_of(sheet_of(world, {INDEX: before, "office.yml": office}, {INDEX: after}))
    assert [each[1:] for each in part.changes] == [('"dao"', '"dao2"')]


def test_office_and_registers_are_shown_by_their_fields(world: World) -> None:
    entries = '- {date: "2026-07-01", unit: health, problem: "ระบบล่มนาน"}\n'
    office = world.repository.run("show", f"{world.main()}:office.yml").replace("สุขภาพ".encode(), "สาธารณสุข".encode())
    sheet = sheet_of(world, {}, {"office.yml": office, "registers/problems.yml": entries.encode()})
    assert [each[1:] for each in part_of(sheet, "office.yml").changes] == [("สุขภาพ", "สาธารณสุข")]
    titles = [title for title, *_ in part_of(sheet, "registers/problems.yml").changes]
    assert titles[0].startswith("1 กรกฎาคม 2569, สาธารณสุข › ")


def test_a_tool_or_another_mode_is_a_change_of_a_file(world: World) -> None:
    sheet = sheet_of(world, {"hooks/a.py": b"x = 1\n"}, {"hooks/a.py": b"x = 1\n", "notes.txt": b""}, mode="100755")
    assert part_of(sheet, "hooks/a.py").files[0][:3] == ("hooks/a.py", "เปลี่ยนสิทธิ์หรือชนิดของไฟล์", "PY, 6 B")
    assert part_of(sheet, "hooks/a.py").files[0][4] == "PY, 6 B, สั่งให้ทำงานได้"
    link = sheet_of(world, {}, {f"{FOLDER}/a.pdf": b"/etc/passwd"}, mode="120000")
    assert part_of(link).files[0][4] == "ทางลัดไปยัง /etc/passwd"


def test_an_item_that_is_too_large_is_a_file_with_its_digest(world: World) -> None:
    part = part_of(sheet_of(world, {INDEX: document()}, {INDEX: b"x" * 600_000}))
    assert part.files[0][1] == "เปลี่ยน" and part.files[0][4].endswith("586 KB")


@pytest.mark.parametrize(
    "schema", ["item", "office", "registers/problems", "registers/hand-overs", "registers/training"]
)
def test_every_word_that_a_schema_names_is_there(schema: str) -> None:
    """`names` and `known_by` of the schemas, which the sheet follows, mean something."""
    root = data.load(f"{schema}.schema.json")
    count = 0

    def walk(part: object) -> None:
        nonlocal count
        if isinstance(part, dict):
            if "names" in part and isinstance(part["names"], str):
                count += 1
                assert part["names"] in ("unit", "person")
            if isinstance(part.get("known_by"), list):
                count += 1
                assert set(part["known_by"]) <= set(part["properties"])
            if isinstance(part.get("items"), dict) and "properties" in part["items"]:
                assert "known_by" in part["items"], part.get("title")
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(root)
    assert count


def archive(place: Path, text: bytes) -> Path:
    with zipfile.ZipFile(place, "w") as made:
        made.writestr(sheet_archive.SHEET_FILE, text)
    return place


def test_a_sheet_comes_back_from_its_archive_as_it_was(world: World, tmp_path: Path) -> None:
    odd = "content/\udcff/x/index.md"
    sheet = sheet_of(world, {INDEX: document()}, {INDEX: document("ประกาศใหม่"), f"{FOLDER}/a b.pdf": PDF})
    sheet = DecisionSheet(sheet.head, sheet.findings, (*sheet.parts, SheetPart(odd, (), (), (), ())), 3)
    assert sheet_archive.read_archive(archive(tmp_path / "a.zip", sheet_archive.encode(sheet))) == sheet


def test_a_sheet_that_is_too_long_says_what_it_leaves_out(tmp_path: Path) -> None:
    word = ("1", "", "", "ก" * 1_000_000, "")
    parts = tuple(SheetPart(f"content/law/a{n}", (), (), (word,), ()) for n in range(9))
    cut = sheet_archive.read_archive(archive(tmp_path / "a.zip", sheet_archive.encode(DecisionSheet("f", (), parts))))
    assert cut.more > 0 and len(cut.parts) + cut.more == 9
    assert f"และอีก {cut.more} รายการ" in sheet_html.page(cut)


@pytest.mark.parametrize(
    "changed",
    [
        {"head": 1},
        {"parts": {}},
        {"more": -1},
        {"more": True},
        {"findings": [["a"]]},
        {"parts": [{"path": "a", "form": [], "changes": [["a", "b"]], "words": [], "files": []}]},
        {"parts": [{"path": "a", "form": [], "changes": [], "words": []}]},
    ],
)
def test_a_sheet_of_another_shape_is_refused(tmp_path: Path, changed: dict[str, object]) -> None:
    whole = {"head": "f", "findings": [], "parts": [], "more": 0}
    sheet_archive.read_archive(archive(tmp_path / "good.zip", json.dumps(whole).encode()))
    with pytest.raises(CannotWork):
        sheet_archive.read_archive(archive(tmp_path / "a.zip", json.dumps({**whole, **changed}).encode()))


def test_a_comment_is_of_whole_blocks_and_counts_what_has_no_room() -> None:
    row = ("ช่อง", "เดิม " * 600, "ใหม่ " * 600)
    parts = tuple(SheetPart(f"content/law/a{n}", (), (row,) * 3, (), ()) for n in range(20))
    text = sheet_html.comment(DecisionSheet("f" * 40, (), parts), [], "f" * 40)
    assert len(text) < 65_536
    assert text.count("<table") == text.count("</table>")
    assert "ยาวเกินไป ยังมีอีก" in text and sheet_html.PAGE in text
    assert "ตัวอักษร)" in text, "a cell that is cut says how much it leaves out"
    assert all(f"content/law/a{n}" in text.replace("\u2060", "") for n in range(20)), "the overview names every part"
    assert "ยาวเกินไป" not in sheet_html.page(DecisionSheet("f" * 40, (), parts))


def test_rows_beyond_the_limit_of_a_comment_are_counted() -> None:
    words = tuple((str(n), "", "", f"คำ{n}", "") for n in range(130))
    sheet = DecisionSheet("f", (), (SheetPart("content/law/a", (), (), words, ()),))
    assert "และอีก 30 แถว" in sheet_html.comment(sheet, [], "f")
    assert "คำ129" in sheet_html.page(sheet)


def test_the_words_before_and_after_are_marked() -> None:
    part = SheetPart("content/law/a", (), (), (("2", "จำนวน ", "สาม", "ห้า", " อัตรา"),), ())
    assert "จำนวน <del>สาม</del><ins>ห้า</ins> อัตรา" in sheet_html.comment(DecisionSheet("f", (), (part,)), [], "f")


def test_what_would_not_be_seen_is_shown_by_its_code() -> None:
    part = SheetPart("content/law/a", (), (("ชื่อ", "ก\u200bข", "ก\u202eข"),), (), ())
    for text in (
        sheet_html.page(DecisionSheet("f", (), (part,))),
        sheet_html.comment(DecisionSheet("f", (), (part,)), [], "f"),
    ):
        assert "\u200b" not in text and "\u202e" not in text
        assert "u200b" in text and "u202e" in text


def test_a_page_holds_no_markup_of_a_stranger() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    part = SheetPart(evil, ((evil, evil),), ((evil,) * 3,), (("1", *(evil,) * 4),), ((evil,) * 6,))
    text = sheet_html.page(DecisionSheet("f", ((evil, "1", evil, evil, evil),), (part,)))
    assert "<script" not in text and "<img" not in text
    assert "default-src 'none'" in text


def test_fields_of_any_garbage_are_told() -> None:
    root = field.schema_of("item")
    for garbage in (
        None,
        1,
        "x",
        [],
        {},
        [[]],
        {"owner": 3, "attachments": [1, None, {"file": {"x": 1}}]},
        {"": {"": []}},
    ):
        assert field.fields(root, garbage, lambda _, id_: id_)


def test_the_whole_tree_of_a_request_is_checked_and_only_what_it_touches_is_shown(tmp_path: Path) -> None:
    root = {"office.yml": office_text(), "content/law/act/index.md": document("พระราชบัญญัติ")}
    steps = [
        Step("root", files=root),
        Step("later", ["root"], {"content/law/z/index.md": document("ในสายหลักภายหลัง")}),
        Step("asked", ["root"], {"content/law/act/index.md": document("พระราชบัญญัติใหม่")}),
        Step("wrong", ["asked"], {"content/law/b/index.md": b"none"}),
    ]
    repository, ids = made(tmp_path / "office.git", *steps, main="later")
    sheet, errors = request_check.check(repository, ids["later"], ids["asked"], DAY)
    assert (sheet.head, sheet.findings, errors) == (ids["asked"], (), 0)
    assert [each.path for each in sheet.parts] == ["content/law/act"]
    assert [tuple(each) for each in sheet.parts[0].changes] == [("หัวข้อ", "พระราชบัญญัติ", "พระราชบัญญัติใหม่")]
    sheet, errors = request_check.check(repository, ids["later"], ids["wrong"], DAY)
    assert errors == 1
    assert [each[2] for each in sheet.findings] == ["front-matter.missing"]
    assert [each.path for each in sheet.parts] == ["content/law/act", "content/law/b"]


def test_a_request_of_a_history_of_its_own_cannot_be_checked_but_one_without_an_office_can(tmp_path: Path) -> None:
    steps = [Step("root", files={"x": b"1"}), Step("one", ["root"], {"y": b"1"}), Step("alien", [], {"x": b"1"})]
    repository, ids = made(tmp_path / "office.git", *steps, main="root")
    with pytest.raises(CannotWork):
        request_check.check(repository, ids["root"], ids["alien"], DAY)
    sheet, errors = request_check.check(repository, ids["root"], ids["one"], DAY)
    assert errors > 0
    assert [each.path for each in sheet.parts] == ["y"]


def test_findings_beyond_the_limit_of_a_sheet_are_counted(tmp_path: Path) -> None:
    wrong = {f"content/law/a{number}/index.md": b"none" for number in range(MAX_FINDINGS + 5)}
    steps = [Step("root", files={"x": b"1"}), Step("asked", ["root"], wrong)]
    repository, ids = made(tmp_path / "office.git", *steps, main="root")
    sheet, errors = request_check.check(repository, ids["root"], ids["asked"], DAY)
    assert len(sheet.findings) == MAX_FINDINGS + 1
    assert str(errors - MAX_FINDINGS) in sheet.findings[-1][-1]
