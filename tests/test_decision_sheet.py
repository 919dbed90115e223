"""Who signs sees everything that a request changes: fields, words, files; with both digests, and in plain Thai."""

import datetime
import hashlib
import html
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import request_report
from office_builder import PDF
from office_of_values import office as office_text
from prakat.cannot_work import CannotWork
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.request import field, request_check, sheet_archive, sheet_html
from prakat.request.decision_sheet import MAX_FINDINGS, DecisionSheet, SheetPart
from prakat.rules import data
from prakat.rules.message import message
from sign_off_office import World, law, who
from small_history import Step, grown, made

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


ELSEWHERE = message("sheet.by-command", head="f" * 40)


def said(sheet: DecisionSheet) -> list[str]:
    """The comments on a forge, without the joiners that keep addresses from becoming links."""
    texts = sheet_html.comments(sheet, [], "f" * 40, ELSEWHERE)
    return [html.unescape(each.replace("\u2060", "")) for each in texts]


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
    part = part_of(sheet_of(world, {INDEX: law()}, {INDEX: law(**changed)}))
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
    text = law(attachments=[{"file": "a.pdf", "title": "เอกสาร"}])
    before, after = PDF, PDF.replace(b"1 0 obj", b"2 0 obj")
    part = part_of(sheet_of(world, {INDEX: text, f"{FOLDER}/a.pdf": before}, {f"{FOLDER}/a.pdf": after}))
    digests = [hashlib.sha256(each).hexdigest() for each in (before, after)]
    size = f"PDF, {len(PDF)} B"
    assert part.files == (("a.pdf", "เปลี่ยน", size, digests[0], size, digests[1]),)
    assert part.changes == () == part.words


def test_each_file_that_is_added_or_taken_away_is_shown_and_a_listed_one_need_not_be(world: World) -> None:
    before = {INDEX: law(), f"{FOLDER}/old.pdf": PDF}
    part = part_of(sheet_of(world, before, {f"{FOLDER}/old.pdf": None, f"{FOLDER}/unlisted.csv": b"a,b\n"}))
    assert [(name, done) for name, done, *_ in part.files] == [("old.pdf", "นำออก"), ("unlisted.csv", "เพิ่ม")]


def test_the_words_of_the_text_that_change_are_shown_at_their_line(world: World) -> None:
    old, new = law(body="บรรทัดแรก\nรับสมัครสามอัตรา"), law(body="บรรทัดแรก\nรับสมัครห้าอัตรา")
    part = part_of(sheet_of(world, {INDEX: old}, {INDEX: new}))
    assert part.words == (("3", "รับสมัคร", "สาม", "ห้า", "อัตรา"),)
    assert part.changes == ()


def test_an_item_that_is_new_or_taken_away_is_shown_whole(world: World) -> None:
    new = part_of(sheet_of(world, {}, {INDEX: law(body="ข้อความเต็ม")}))
    assert ("หัวข้อ", "ประกาศเรื่องทดสอบ") in new.form
    assert new.words == (("2", "", "", "ข้อความเต็ม↵↵", ""),)
    gone = part_of(sheet_of(world, {INDEX: law(body="ข้อความเต็ม")}, {INDEX: None}))
    assert gone.form == ()
    assert ("หัวข้อ", "ประกาศเรื่องทดสอบ", "") in gone.changes
    assert gone.words == (("2", "", "ข้อความเต็ม↵↵", "", ""),)


def test_fields_that_the_schema_does_not_know_or_refuses_are_shown_too(world: World) -> None:
    odd = law(secret={"deep": [1, {"x": None}]}, expires_on=5, owner="dao", withdrawn={}, kind=["a", "b"])
    shown = {title: new for title, _, new in part_of(sheet_of(world, {INDEX: law()}, {INDEX: odd})).changes}
    assert shown["วันสุดท้ายที่เผยแพร่"] == "5"
    assert shown["เจ้าของข้อมูล"] == "dao"
    assert shown["การนำลงก่อนกำหนด"] == "{}"
    assert shown["ชนิดของเรื่อง"] == "a, b"
    assert [new for title, new in shown.items() if title.startswith("secret › deep › 1")] == ["1"]


def test_an_item_that_cannot_be_read_is_compared_as_it_is_written(world: World) -> None:
    broken = law().replace(b"timing:", b"timing: [")
    part = part_of(sheet_of(world, {INDEX: law()}, {INDEX: broken}))
    assert part.form == () == part.changes
    assert [(line, removed, added) for line, _, removed, added, _ in part.words] == [("7", "", "[ ")]


def test_the_same_words_in_other_order_spacing_or_kind_are_told_apart(world: World) -> None:
    two = [{"file": "a.pdf", "title": "ก"}, {"file": "b.pdf", "title": "ข"}]
    files: Files = {f"{FOLDER}/{each['file']}": PDF for each in two}
    before = law(attachments=two, remarks="หมายเหตุ ยาว", title_en="5")
    after = law(attachments=two[::-1], remarks="หมายเหตุ  ยาว", title_en=5)
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
    before = law(owner={"unit": "health", "provider": "dao"})
    after = law(owner={"unit": "health", "provider": "dao2"})
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


LARGE = law(body="ก" * 200_000)
assert len(LARGE) > 512 * 1024


@pytest.mark.parametrize(("files", "mode"), [({INDEX: LARGE}, "100644"), ({INDEX: b"../other/index.md"}, "120000")])
def test_a_version_that_is_not_read_is_said_so_and_nothing_is_told_as_taken_away(
    world: World, files: Files, mode: str
) -> None:
    part = part_of(sheet_of(world, {INDEX: law()}, files, mode))
    assert part.files[0][1] == "เปลี่ยน" and part.files[0][5] == hashlib.sha256(files[INDEX] or b"").hexdigest()
    assert (part.form, part.changes, part.words) == ((), (), ())
    (note,) = part.notes
    assert note.startswith("index.md: ไม่ได้อ่านรุ่นใหม่") and note in sheet_html.sheet_page(DecisionSheet("f", (), (part,)))


def test_two_versions_that_are_both_too_large_are_said_not_to_be_read(world: World) -> None:
    part = part_of(sheet_of(world, {INDEX: LARGE}, {INDEX: LARGE + b"x"}))
    assert "ไม่ได้อ่านรุ่นใหม่" in part.notes[0] and part.words == ()


def test_what_was_too_large_before_is_shown_whole_and_as_such(world: World) -> None:
    part = part_of(sheet_of(world, {INDEX: LARGE}, {INDEX: law(body="ข้อความเต็ม")}))
    assert "ไม่ได้อ่านรุ่นเดิม" in part.notes[0]
    assert ("หัวข้อ", "ประกาศเรื่องทดสอบ") in part.form
    assert part.words == (("2", "", "", "ข้อความเต็ม↵↵", ""),)


def test_a_moved_item_is_shown_once_with_what_changes_on_the_way(world: World) -> None:
    new = "content/law/2569/moved"
    before = law(body="รับสมัครสามอัตรา")
    after = law("ประกาศที่ย้ายแล้ว", body="รับสมัครห้าอัตรา", former_paths=["law/sheet"])
    files: Files = {INDEX: None, f"{FOLDER}/a.pdf": None, f"{FOLDER}/b.pdf": None, f"{new}/index.md": after}
    files |= {f"{new}/a.pdf": PDF, f"{new}/c.pdf": PDF}
    sheet = sheet_of(world, {INDEX: before, f"{FOLDER}/a.pdf": PDF, f"{FOLDER}/b.pdf": PDF}, files)
    (part,) = sheet.parts
    assert (part.path, part.origin) == (new, FOLDER)
    assert part.changes == (("หัวข้อ", "ประกาศเรื่องทดสอบ", "ประกาศที่ย้ายแล้ว"), ("ที่อยู่เดิม", "", "law/sheet"))
    assert [(removed, added) for _, _, removed, added, _ in part.words] == [("สาม", "ห้า")]
    digest = hashlib.sha256(PDF).hexdigest()
    assert [(each[0], each[1], each[3], each[5]) for each in part.files if each[0] != "index.md"] == [
        ("a.pdf", "ย้ายมา", digest, digest),
        ("c.pdf", "เพิ่ม", "", digest),
        (f"{FOLDER}/b.pdf", "นำออก", digest, ""),
    ]
    assert f"{new} (ย้ายมาจาก {FOLDER})" in said(sheet)[0]


def test_an_item_that_only_claims_to_have_moved_is_shown_whole(world: World) -> None:
    """Its origin stays, or another took its place."""
    files: Files = {f"content/law/{name}/index.md": law(former_paths=["law/sheet"]) for name in ("one", "two")}
    stays = sheet_of(world, {INDEX: law()}, files)
    assert [(each.path, each.origin, len(each.words)) for each in stays.parts] == [
        ("content/law/one", "", 1),
        ("content/law/two", "", 1),
    ]
    gone = sheet_of(world, {INDEX: law()}, {INDEX: None, **files})
    assert [(each.path, each.origin) for each in gone.parts] == [
        ("content/law/one", FOLDER),
        ("content/law/two", ""),
    ]


LOOK_ALIKES = {
    "am": ("น้ำ", "น้\u0e4dา", ("น้\\u0e33", "น้\\u0e4d\\u0e32")),
    "e e": ("แม่", "เเม่", ("\\u0e41ม่", "\\u0e40\\u0e40ม่")),
    "order": ("ที่", "ท่ี", ("ท\\u0e35\\u0e48", "ท\\u0e48\\u0e35")),
    "composed": ("caf\u00e9", "cafe\u0301", ("caf\\u00e9", "caf\\u0065\\u0301")),
    "homoglyph": ("Paper", "P\u0430per", ("P\\u0061per", "P\\u0430per")),
}


@pytest.mark.parametrize(("old", "new", "told"), LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_looks_alike_is_told_apart_by_its_codes(world: World, old: str, new: str, told: tuple[str, str]) -> None:
    before = law(f"ขออนุญาต {old} ใช้สาม", body=f"มี {old} สามแห่ง")
    after = law(f"ขออนุญาต {new} ใช้ห้า", body=f"มี {new} ห้าแห่ง")
    part = part_of(sheet_of(world, {INDEX: before}, {INDEX: after}))
    assert part.changes == (("หัวข้อ", f"ขออนุญาต {told[0]} ใช้สาม", f"ขออนุญาต {told[1]} ใช้ห้า"),)
    assert [each[2:4] for each in part.words] == [told, ("สาม", "ห้า")]


def test_spaces_and_letters_that_show_nothing_are_shown_by_their_codes(world: World) -> None:
    before = law("หนึ่ง สอง เรื่องนี้", body="หนึ่ง สอง")
    part = part_of(sheet_of(world, {INDEX: before}, {INDEX: law("หนึ่ง\u00a0สอง เรื่องนี้", body="หนึ่ง\u3164สอง")}))
    text = sheet_html.sheet_page(DecisionSheet("f", (), (part,)))
    assert "หนึ่ง\\u00a0สอง" in text and "\\u3164" in text and "<del>␣</del>" in text


def test_a_file_that_is_only_written_otherwise_shows_how(world: World) -> None:
    """Line ends, a byte order mark, the order of fields: no field and no word differs, yet every byte is signed."""
    plain = law(body="เนื้อหา")
    lines = plain.decode().split("\n")
    for other in (
        plain.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + plain,
        "\n".join([lines[0], lines[2], lines[1], *lines[3:]]).encode(),
    ):
        part = part_of(sheet_of(world, {INDEX: plain}, {INDEX: other}))
        assert part.changes == () and part.words, other
        assert "ต่างกันที่วิธีเขียน" in part.notes[0]
        assert ("หัวข้อ", "ประกาศเรื่องทดสอบ") in part.form


def test_words_behind_a_number_sign_are_shown(world: World) -> None:
    office = world.repository.run("show", f"{world.main()}:office.yml")
    sheet = sheet_of(world, {}, {"office.yml": office + b"# note\n", INDEX: law()})
    assert [each[1:] for each in part_of(sheet, "office.yml").changes] == [("", "# note")]
    commented = law("ประกาศใหม่").replace(b"summary:", b"# hidden\nsummary:")
    part = part_of(sheet_of(world, {INDEX: law()}, {INDEX: commented}))
    assert [each[1:] for each in part.changes] == [("ประกาศเรื่องทดสอบ", "ประกาศใหม่"), ("", "# hidden")]


@pytest.mark.parametrize("other", [b"---\ntitle: a\ntitle: b\n---\n", b"---\na: &x 1\nb: *x\n---\n", b"\xff\xfe", b""])
def test_what_the_strict_parser_refuses_is_shown_as_it_is_written(world: World, other: bytes) -> None:
    part = part_of(sheet_of(world, {INDEX: law()}, {INDEX: other}))
    assert "อ่านเป็นช่องข้อมูลไม่ได้" in part.notes[0]
    added = "".join(each[3] for each in part.words)
    assert set(other.decode("utf-8", "surrogateescape").replace("\n", "↵")) - set("-↵ :") <= set(added)
    assert sheet_html.sheet_page(DecisionSheet("f", (), (part,))).encode()


def test_two_texts_of_broken_bytes_are_told_apart(world: World) -> None:
    part = part_of(sheet_of(world, {INDEX: b"a \xfe"}, {INDEX: b"a \xff"}))
    assert [each[2:4] for each in part.words] == [("\\udcfe", "\\udcff")]


def test_words_of_a_tool_and_of_a_text_beside_an_item_are_shown_with_its_name(world: World) -> None:
    before: Files = {"hooks/a.py": b"x = 1\ny = 2\n", INDEX: law(), f"{FOLDER}/data.csv": b"a,1\n"}
    sheet = sheet_of(world, before, {"hooks/a.py": b"x = 1\ny = 3\n", f"{FOLDER}/data.csv": b"a,2\n"})
    assert part_of(sheet, "hooks/a.py").words == (("hooks/a.py:2", "y = ", "2", "3", ""),)
    assert part_of(sheet).words == (("data.csv:1", "a,", "1", "2", ""),)
    binary = sheet_of(world, before, {"hooks/a.py": b"\0", f"{FOLDER}/data.csv": None})
    assert part_of(binary, "hooks/a.py").words == ()
    assert part_of(binary).words == (("data.csv:1", "", "a,1↵", "", ""),)


def test_swapped_files_and_names_of_any_bytes_are_files_with_digests(world: World) -> None:
    other = PDF.replace(b"1 0 obj", b"2 0 obj")
    odd = f"{FOLDER}/\udcff.pdf"
    before: Files = {INDEX: law(), f"{FOLDER}/a.pdf": PDF, f"{FOLDER}/b.pdf": other}
    sheet = sheet_of(world, before, {f"{FOLDER}/a.pdf": other, f"{FOLDER}/b.pdf": PDF, odd: PDF})
    assert [(each[0], each[3][:4], each[5][:4]) for each in part_of(sheet).files] == [
        ("a.pdf", hashlib.sha256(PDF).hexdigest()[:4], hashlib.sha256(other).hexdigest()[:4]),
        ("b.pdf", hashlib.sha256(other).hexdigest()[:4], hashlib.sha256(PDF).hexdigest()[:4]),
        ("\udcff.pdf", "", hashlib.sha256(PDF).hexdigest()[:4]),
    ]
    assert "\\udcff.pdf" in sheet_html.sheet_page(sheet) and "\\udcff.pdf" in said(sheet)[0]


def test_what_a_request_approves_afterwards_is_shown_as_well(tmp_path: Path) -> None:
    """An empty request may approve a commit that went past everybody."""
    text = law("พระราชบัญญัติ")
    steps = [
        Step("root", files={INDEX: text}),
        Step("past", ["root"], {INDEX: law("พระราชบัญญัติปลอม")}),
    ]
    repository, ids = made(tmp_path / "office.git", *steps, main="past")
    unknown = "1" * 40
    lines = f"Content: afterwards\n\nRegularises: {ids['past']}\nRegularises: {unknown}\nRegularises: {ids['root']}"
    _, more = grown(repository, Step("asked", [ids["past"]], message=lines), main=ids["past"])
    sheet = request_check.check(repository, ids["past"], more["asked"], DAY)[0]
    assert [(each.path, each.regularises) for each in sheet.parts] == [
        (FOLDER, ids["past"]),
        ("", unknown),
        (FOLDER, ids["root"]),
    ]
    assert sheet.parts[0].changes == (("หัวข้อ", "พระราชบัญญัติ", "พระราชบัญญัติปลอม"),)
    whole = "".join(said(sheet))
    assert f"{FOLDER} (คำขอนี้รับรองภายหลังสิ่งที่การเปลี่ยนแปลง {ids['past']} เปลี่ยนไปแล้ว)" in whole
    assert "ไม่พบการเปลี่ยนแปลงนี้ในคลัง" in whole


def test_a_request_without_a_change_says_so() -> None:
    assert "ไม่เปลี่ยนไฟล์ใด" in said(DecisionSheet("f", (), ()))[0]


def test_the_pages_before_and_after_are_of_this_request_alone(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An item that moves has its page before where it was; what an earlier report left in the folder goes."""
    left = committed(world, world.main(), {INDEX: law(title="ประกาศที่จะย้าย")})
    new = "content/law/moved/index.md"
    moved = committed(world, left, {INDEX: None, new: law("ประกาศที่ย้ายแล้ว", former_paths=["law/sheet"])})
    other = committed(world, left, {"content/law/act/index.md": law("พระราชบัญญัติใหม่")})
    to = tmp_path / "report"
    words = ["--repo", str(world.repository.folder), "--date", DAY.isoformat(), "--base", left, "--to", str(to)]
    assert request_report.main([*words, "--head", moved]) == 0
    assert capsys.readouterr().out == f"{to / sheet_archive.PAGE}\n"
    assert (to / "before/law/sheet/index.html").is_file() and (to / "after/law/moved/index.html").is_file()
    assert request_report.main([*words, "--head", other]) == 0
    assert [each.name for each in (to / "after" / "law").iterdir()] == ["act"]
    assert "ประกาศที่ย้ายแล้ว" not in (to / sheet_archive.PAGE).read_text(encoding="utf-8")


def test_a_thousand_files_are_all_there(world: World) -> None:
    sheet = sheet_of(world, {}, {f"notes/{n}.txt": b"x" for n in range(1_200)})
    whole = "".join(said(sheet))
    assert len(sheet.parts) == 1_200
    assert all(f">notes/{n}.txt<" in whole for n in range(1_200))


def test_another_repository_at_another_commit_is_replaced(tmp_path: Path) -> None:
    """Beside the items, or in the place of an index.md."""
    places = ("lib", INDEX)
    steps = [
        Step("root", files=dict.fromkeys(places, ("160000", b"1" * 40))),
        Step("asked", ["root"], dict.fromkeys(places, ("160000", b"2" * 40))),
    ]
    repository, ids = made(tmp_path / "office.git", *steps, main="root")
    parts = request_check.check(repository, ids["root"], ids["asked"], DAY)[0].parts
    assert [each.files[0][1] for each in parts] == ["เปลี่ยน", "เปลี่ยน"]
    assert ["2" * 40 in each.files[0][4] for each in parts] == [True, True]
    assert "ไม่ใช่ไฟล์ธรรมดา" in parts[0].notes[0]


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


def written(sheet: DecisionSheet) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sheet_archive.encode(sheet))
    return found


def test_a_sheet_is_written_as_it_is(world: World) -> None:
    odd = "content/\udcff/x/index.md"
    sheet = sheet_of(world, {INDEX: law()}, {INDEX: law("ประกาศใหม่"), f"{FOLDER}/a b.pdf": PDF})
    sheet = DecisionSheet(sheet.head, sheet.findings, (*sheet.parts, SheetPart(odd, (), (), (), ())), 3)
    assert written(sheet) == json.loads(json.dumps(asdict(sheet)).encode("utf-8", "backslashreplace"))


def test_a_sheet_that_is_too_long_keeps_every_file_and_says_which_texts_it_lacks() -> None:
    """One part that is too long hides none of those after it."""
    word = ("1", "", "", "ก" * 1_000, "")
    huge = ("1", "", "", "ก" * 9_000_000, "")
    file = ("index.md", "เพิ่ม", "", "", "MD, 1 B", "f" * 64)
    parts = [SheetPart(f"content/law/a{n}", (), (), (huge if n == 3 else word,), (file,)) for n in range(9)]
    cut = written(DecisionSheet("f", (), tuple(parts)))
    assert cut["more"] == 0
    assert [each["files"] for each in cut["parts"]] == [[[*file]]] * 9
    assert [bool(each["words"]) for each in cut["parts"]] == [n != 3 for n in range(9)]
    assert [note for each in cut["parts"] for note in each["notes"]] == [cut["parts"][3]["notes"][0]]
    assert sheet_archive.PAGE in cut["parts"][3]["notes"][0]


def test_parts_whose_very_files_have_no_room_are_counted() -> None:
    files = (("index.md", "เพิ่ม", "", "", "ก" * 9_000_000, "f" * 64),)
    parts = (SheetPart("content/law/a", (), (), (), files), SheetPart("content/law/b", (), (), (), ()))
    cut = written(DecisionSheet("f", (), parts))
    assert (cut["more"], [each["path"] for each in cut["parts"]]) == (1, ["content/law/b"])
    assert "และอีก 1 รายการ" in "".join(said(DecisionSheet("f", (), parts[1:], 1)))


def test_what_one_comment_has_no_room_for_is_in_those_that_continue_it() -> None:
    """Every row and every letter of a cell, in whole tables."""
    words = tuple((str(n), "", "", f"คำ{n}.", "") for n in range(130))
    row = ("ช่อง", "เดิม" * 3_000 + "สุดท้าย", "ใหม่ " * 600)
    parts = tuple(SheetPart(f"content/law/a{n}", (), (row,) * 2, words, ()) for n in range(20))
    texts = said(DecisionSheet("f" * 40, (), parts))
    assert 1 < len(texts) < sheet_html.MAX_COMMENTS
    for number, text in enumerate(texts, start=1):
        assert len(text) < 65_536
        assert text.count("<table") == text.count("</table>")
        assert f"ความเห็นที่ {number} จาก {len(texts)}" in text and "f" * 40 in text
    whole = "".join(texts)
    assert whole.count("สุดท้าย") == 40 and whole.count("ใหม่") >= 40 * 600
    assert all(whole.count(f">คำ{n}.<") == 20 for n in range(130))
    assert "ยาวเกินกว่า" not in whole


def test_a_hostile_row_never_makes_a_comment_too_long() -> None:
    """Nor do a path and a note: each letter may take eleven once it is escaped."""
    evil = "\u200b'=" * 40_000
    part = SheetPart(evil, ((evil,) * 2,), ((evil,) * 3,), ((evil,) * 5,), ((evil,) * 6,), evil, (evil,))
    texts = sheet_html.comments(DecisionSheet("f", ((evil,) * 5,), (part,)), [], "f" * 40, ELSEWHERE)
    assert len(texts) == sheet_html.MAX_COMMENTS
    assert all(len(each) < 65_536 for each in texts)
    assert "ยาวเกินกว่าความเห็น ยังมีอีก" in texts[-1]
    assert ELSEWHERE.text() in texts[-1], "and says where it is"


def test_a_comment_says_by_which_command_the_pages_are_made() -> None:
    """And leads nobody to what a request's own job may have made."""
    (text,) = sheet_html.comments(DecisionSheet("f", (), ()), [], "f" * 40, ELSEWHERE)
    assert "artifact" not in text and f"--head {'f' * 40}" in text


def test_a_request_that_is_fully_signed_is_called_so() -> None:
    assert "ลงนามครบ พร้อมเผยแพร่" in said(DecisionSheet("f", (), ()))[0]


def test_the_words_before_and_after_are_marked() -> None:
    part = SheetPart("content/law/a", (), (), (("2", "จำนวน ", "สาม", "ห้า", " อัตรา"),), ())
    assert "จำนวน <del>สาม</del><ins>ห้า</ins> อัตรา" in said(DecisionSheet("f", (), (part,)))[0]


def test_what_would_not_be_seen_is_shown_by_its_code() -> None:
    part = SheetPart("content/law/a", (), (("ชื่อ", "ก\u200bข", "ก\u202eข"),), (), ())
    for text in (
        sheet_html.sheet_page(DecisionSheet("f", (), (part,))),
        said(DecisionSheet("f", (), (part,)))[0],
    ):
        assert "\u200b" not in text and "\u202e" not in text
        assert "u200b" in text and "u202e" in text


def test_a_page_holds_no_markup_of_a_stranger() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    part = SheetPart(evil, ((evil, evil),), ((evil,) * 3,), (("1", *(evil,) * 4),), ((evil,) * 6,))
    text = sheet_html.sheet_page(DecisionSheet("f", ((evil, "1", evil, evil, evil),), (part,)))
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
    root = {"office.yml": office_text(), "content/law/act/index.md": law("พระราชบัญญัติ")}
    steps = [
        Step("root", files=root),
        Step("later", ["root"], {"content/law/z/index.md": law("ในสายหลักภายหลัง")}),
        Step("asked", ["root"], {"content/law/act/index.md": law("พระราชบัญญัติใหม่")}),
        Step("wrong", ["asked"], {"content/law/b/index.md": b"none"}),
    ]
    repository, ids = made(tmp_path / "office.git", *steps, main="later")
    sheet, errors = request_check.check(repository, ids["later"], ids["asked"], DAY)
    assert (sheet.head, [each[2] for each in sheet.findings], errors) == (ids["asked"], ["change-note.missing"], 0)
    assert [each.path for each in sheet.parts] == ["content/law/act"]
    assert [tuple(each) for each in sheet.parts[0].changes] == [("หัวข้อ", "พระราชบัญญัติ", "พระราชบัญญัติใหม่")]
    sheet, errors = request_check.check(repository, ids["later"], ids["wrong"], DAY)
    assert errors == 1
    assert [each[2] for each in sheet.findings] == ["change-note.missing", "front-matter.missing"]
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


CHECK = ".github/workflows/check.yml"
PINNED = (
    f"on: pull_request\npermissions: {{}}\njobs: {{check: {{uses: 'p/p/.github/workflows/check.yml@{'a' * 40}'}}}}\n"
)
LOOSE = """\
on:
  pull_request_target: {types: [opened]}
  schedule: [{cron: 1 1 * * *}]
jobs:
  check:
    permissions: {contents: write}
    runs-on: self-hosted
    environment: publisher
    container: python:3
    steps:
      - uses: actions/checkout@main
      - uses: ./own
      - run: echo "${{ secrets.PRAKAT_KEY }} ${{ SECRETS['OTHER'] }} ${{ toJSON(secrets) }}"
      - run: echo "${{ toJSON(github) }} ${{ '}}' && github['token'] }}"
  again: {uses: 'p/p/.github/workflows/check.yml@v1', secrets: inherit}
"""


def test_what_a_request_changes_in_a_workflow_is_said_in_words(world: World) -> None:
    """When it runs, with which rights, on which machine, what it reads and calls, and what nobody has pinned."""
    part = part_of(sheet_of(world, {CHECK: PINNED.encode()}, {CHECK: LOOSE.encode()}), CHECK)
    assert "คำขอนี้เปลี่ยนงานอัตโนมัติ (workflow)" in part.notes[0] and part.words and part.files
    shown = {title: (old, new) for title, old, new in part.changes}
    assert shown["ทำงานเมื่อ › pull_request"][1] == ""
    assert shown["ทำงานเมื่อ › pull_request_target"] == ("", "types: opened")
    assert shown["ทำงานเมื่อ › schedule"] == ("", "cron: 1 1 * * *")
    assert shown["สิทธิ์ที่ขอจาก forge › ทั้งไฟล์"] == ("ไม่ขอสิทธิ์ใด", "ไม่ระบุ จึงได้สิทธิ์ตามค่าตั้งต้นของคลัง")
    assert shown["สิทธิ์ที่ขอจาก forge › งาน check"] == ("", "contents: write")
    assert shown["เครื่องที่ทำงาน › งาน check"] == ("", "self-hosted")
    assert shown["environment ของ forge › งาน check"] == ("", "publisher")
    secrets = [new for title, _, new in part.changes if title == "ความลับ (secret) ที่อ่าน"]
    assert {"PRAKAT_KEY", "OTHER", "inherit"} < {*secrets} and any("toJSON(secrets)" in each for each in secrets)
    old, new = shown["เรียกใช้จากภายนอก › p/p/.github/workflows/check.yml"]
    assert old == "a" * 40 and new.startswith("v1 (ไม่ตรึงด้วยตัวเลข 40 หลัก")
    for called in ("actions/checkout", "python:3"):
        assert "ไม่ตรึง" in shown[f"เรียกใช้จากภายนอก › {called}"][1]
    assert "ไม่ตรึง" not in shown["เรียกใช้จากภายนอก › ./own"][1]


def test_an_added_and_a_deleted_workflow_are_called_so(world: World) -> None:
    added = part_of(sheet_of(world, {}, {CHECK: PINNED.encode()}), CHECK)
    assert "เพิ่มงานอัตโนมัติ" in added.notes[0]
    assert ("สิทธิ์ที่ขอจาก forge › ทั้งไฟล์", "", "ไม่ขอสิทธิ์ใด") in added.changes
    deleted = part_of(sheet_of(world, {CHECK: PINNED.encode()}, {CHECK: None}), CHECK)
    assert deleted.notes == (f"{CHECK}: คำขอนี้ลบงานอัตโนมัติ (workflow)",)
    assert ("เรียกใช้จากภายนอก › p/p/.github/workflows/check.yml", "a" * 40, "") in deleted.changes


@pytest.mark.parametrize(
    "hostile",
    [
        b"on: &a push\njobs: *a\n",
        b"on: push\non: pull_request\n",
        b"[" * 100_000,
        b"a: " + b"b" * 2_000_000,
        b"\xff\xfe",
        b"- 1\n",
        b"",
        b"!!python/object/apply:os.system [id]\n",
    ],
    ids=["anchor", "twice", "deep", "large", "no text", "list", "empty", "tag"],
)
def test_a_workflow_that_cannot_be_read_is_said_so_and_never_hidden(world: World, hostile: bytes) -> None:
    part = part_of(sheet_of(world, {CHECK: PINNED.encode()}, {CHECK: hostile}), CHECK)
    assert part.changes == () and part.files[0][1] == "เปลี่ยน"
    assert "อย่าลงนามจนกว่าผู้ดูแลเว็บไซต์อ่านทั้งไฟล์" in part.notes[-1]
    mended = part_of(sheet_of(world, {CHECK: hostile}, {CHECK: PINNED.encode()}), CHECK)
    assert "อ่านรุ่นเดิมเป็นงานอัตโนมัติไม่ได้" in mended.notes[-1] and mended.changes


@pytest.mark.parametrize("path", [".forgejo/workflows/a.yaml", ".gitea/workflows/a.yml", "tools/action.yml"])
def test_what_any_forge_would_run_is_a_workflow(world: World, path: str) -> None:
    part = part_of(sheet_of(world, {}, {path: b"runs: {steps: [{uses: a/b@v1}]}\n"}), path)
    assert "เพิ่มงานอัตโนมัติ" in part.notes[0]
    assert [title for title, *_ in part.changes if "a/b" in title]


def test_another_version_of_prakat_is_said_and_that_a_request_installs_nothing(world: World) -> None:
    def line(version: str) -> bytes:
        return f"prakat: prakat=={version} --hash=sha256:{'0' * 64}\n".encode()

    office = world.office(world.main())
    part = part_of(
        sheet_of(world, {"office.yml": office + line("0.2.0")}, {"office.yml": office + line("0.3.0")}), "office.yml"
    )
    (note,) = part.notes
    assert "เปลี่ยนจาก 0.2.0 เป็น 0.3.0 คำขอนี้ไม่ได้ติดตั้งสิ่งใด" in note
    assert [(old.split()[0], new.split()[0]) for _, old, new in part.changes] == [("prakat==0.2.0", "prakat==0.3.0")]


def test_who_gets_which_power_by_office_yml_is_said_in_words(world: World) -> None:
    """People by name, roles, units and dates in Thai; and what follows from the publisher, the chain and the epoch."""
    before = world.office(world.main())
    person = world.person("mai", "approver", "[finance]").replace("position: ตำแหน่ง", "position: ผู้อำนวยการ")
    keys = [world.staff.public_key(each).encode() for each in ("publisher", "mai")]
    after = world.office("b" * 40, person, chain="[approver]").replace(*keys)
    part = part_of(sheet_of(world, {"office.yml": before}, {"office.yml": after}), "office.yml")
    shown = {title: (old, new) for title, old, new in part.changes}
    appointed = "บุคลากร › mai › การแต่งตั้ง › ผู้อนุมัติ, 1 มกราคม 2569"
    assert shown["บุคลากร › mai › ตำแหน่ง"] == ("", "ผู้อำนวยการ")
    assert shown[f"{appointed} › หน้าที่"] == ("", "ผู้อนุมัติ")
    assert shown[f"{appointed} › หน่วยงานที่รับผิดชอบ"] == ("", "การเงิน")
    assert shown[f"{appointed} › คำสั่งแต่งตั้ง › เลขที่คำสั่ง"] == ("", "1/2569")
    assert shown[f"{appointed} › ตั้งแต่วันที่"] == ("", "1 มกราคม 2569")
    assert shown["บุคลากร › mai › กุญแจลงนาม"] == ("", keys[1].decode())
    assert shown["ระบบเผยแพร่ › กุญแจลงนาม"] == tuple(each.decode() for each in keys)
    assert shown["ขั้นตอนการอนุมัติ"] == ("ผู้ตรวจสอบ, ผู้อนุมัติ, ผู้ดูแลเว็บไซต์", "ผู้อนุมัติ")
    assert shown["การตรวจสอบย้อนหลัง › ตั้งแต่รุ่น"][1] == "b" * 40
    for said_of, note in zip(("กุญแจของระบบเผยแพร่", "ขั้นตอนการอนุมัติ", "จุดเริ่มต้น"), part.notes, strict=True):
        assert said_of in note
