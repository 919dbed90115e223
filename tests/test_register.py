"""A whole tree read at once: what may be published, what is left out, and what is wrong across items (R10, R18)."""

import datetime
from pathlib import Path

import pytest

import office_builder
from office_builder import PDF, item
from pictures import drawn
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.register import Register, redirects

DAY = datetime.date(2026, 10, 15)
JPG = drawn("JPEG")
CREDIT = {"file": "a.jpg", "holder": "กอง", "licence": "CC BY"}
LISTED = {"file": "a.pdf", "title": "เอกสาร"}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return office_builder.office(tmp_path / "office")


def read(repo: Path, day: datetime.date = DAY) -> Register:
    return register.read(repo, day)


def said(found: Register) -> list[str]:
    """Each finding, without its line, below content/law where it is an item's."""
    return [f"{each.path.removeprefix('content/law/').replace('/index.md', '')} {each.rule}" for each in found.findings]


def test_a_tree_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWork):
        read(tmp_path / "none")


def test_an_honest_tree_has_no_finding(repo: Path) -> None:
    item(repo, "law/b", "[ก](../a/) [ข](../a/a.pdf) [ค](/law/) [ง](/register.json) [จ](#top) [ฉ](https://x.example/)")
    item(repo, "law/a", "![ก](a.jpg)", files={"a.pdf": PDF}, credits=[CREDIT])
    (repo / "content/law/a/a.jpg").write_bytes(JPG)
    found = read(repo)
    assert said(found) == []
    assert list(found.entries) == ["law/a/", "law/b/"]
    assert found.entries["law/a/"].files == ("a.jpg", "a.pdf")
    assert (found.left_out, found.errors, found.day, found.repo) == ((), [], DAY, repo)
    assert found.office


def test_the_folders_are_shown_as_they_are_read(repo: Path) -> None:
    item(repo, "law/a")
    seen = []
    register.read(repo, DAY, progress=lambda folders: seen.extend(folders) or folders)  # type: ignore[func-returns-value]
    assert [each.path.url for each in seen] == ["law/a/"]


# Left out


def test_an_item_that_cannot_be_read_is_left_out_and_no_other(repo: Path) -> None:
    item(repo, "law/a")
    item(repo, "law/b", publish_on="2569-10-01")
    (item(repo, "law/2569/c") / "index.md").write_text("none")
    found = read(repo)
    assert list(found.entries) == ["law/a/"]
    assert found.left_out == ("content/law/2569/c", "content/law/b")
    assert said(found) == ["2569/c front-matter.missing", "b date.buddhist-era"]
    assert len(found.errors) == 2


def test_an_item_with_a_fault_of_its_rules_is_left_out_only_if_the_rule_says_so(repo: Path) -> None:
    item(repo, "law/a", period={"start": "2026-10-31", "end": "2026-10-01"})
    item(repo, "law/b", attachments=[LISTED])
    found = read(repo)
    assert said(found) == ["a date.order", "b attachment.missing"]
    assert list(found.entries) == ["law/a/"]
    assert found.left_out == ("content/law/b",)


def test_an_owner_who_is_unknown_leaves_nothing_out_and_is_told_of_refused_items_too(repo: Path) -> None:
    item(repo, "law/a", owner={"unit": "other", "provider": "clerk"})
    item(repo, "law/b", owner={"unit": "other", "provider": "clerk"}, publish_on="2569-10-01")
    item(repo, "law/c", owner={"unit": "other", "provider": "clerk", "more": 1})
    found = read(repo)
    assert said(found) == ["a owner.unit", "b owner.unit", "b date.buddhist-era", "c field.unknown"]
    assert found.left_out == ("content/law/b", "content/law/c")


def test_a_stray_file_beside_an_item_blocks_it_by_its_year_folder_or_without(repo: Path) -> None:
    item(repo, "law/2569/a")
    item(repo, "law/b")
    for folder in ("2569/a", "b"):
        (repo / "content/law" / folder / "deep").mkdir()
    found = read(repo)
    assert said(found) == ["2569/a/deep content.nested", "b/deep content.nested"]
    assert list(found.entries) == ["law/2569/a/", "law/b/"]


def test_without_an_office_items_are_read_all_the_same(repo: Path) -> None:
    item(repo, "law/a", "[ก](../none/)")
    (repo / "office.yml").unlink()
    found = read(repo)
    assert [each.rule for each in found.findings] == ["link.broken", "office.missing"]
    assert (found.office, list(found.entries)) == (None, ["law/a/"])


def test_an_office_without_an_item_has_not_begun(repo: Path) -> None:
    assert [each.rule for each in read(repo).findings] == ["content.empty"]


# Files


@pytest.mark.parametrize(
    ("body", "changed", "files", "expected"),
    [
        ("x", {"attachments": [LISTED]}, {"a.pdf": PDF}, []),
        ("x", {"attachments": [LISTED]}, {}, ["a attachment.missing"]),
        ("x", {}, {"a.pdf": PDF}, ["a/a.pdf attachment.unlisted"]),
        ("x", {}, {"a.jpg": JPG}, ["a/a.jpg attachment.unlisted"]),
        ("x", {"attachments": [LISTED | {"file": "a.jpg"}]}, {"a.jpg": JPG}, []),
        ("![ก](a.jpg)", {"credits": [CREDIT]}, {"a.jpg": JPG}, []),
        ("![ก](a.jpg)", {}, {"a.jpg": JPG}, ["a picture.credit"]),
        ("![ก](a.jpg)", {"credits": [CREDIT]}, {}, ["a credit.unknown-file", "a picture.missing"]),
        ("![ก](a.jpg)", {}, {}, ["a picture.missing"]),
        ("![ก](a.pdf)", {}, {"a.pdf": PDF}, ["a/a.pdf attachment.unlisted", "a picture.type"]),
        ("![ก](https://x.example/a.jpg)", {}, {}, ["a picture.remote"]),
        ("x", {"credits": [CREDIT]}, {}, ["a credit.unknown-file"]),
        ("x", {"credits": [{"text": "a.jpg", "holder": "กอง", "source": "หนังสือ"}]}, {}, []),
        ("x", {"attachments": [LISTED]}, {"a.pdf": b""}, ["a/a.pdf attachment.empty"]),
        ("x", {"attachments": [LISTED]}, {"a.pdf": JPG}, ["a/a.pdf attachment.bytes"]),
        ("x", {}, {"A B.pdf": PDF}, ["a/A B.pdf file.name"]),
        ("x", {}, {"a.exe": b"MZ"}, ["a/a.exe attachment.type", "a/a.exe attachment.unlisted"]),
    ],
)
def test_a_file_is_listed_or_shown_and_what_its_name_says(
    repo: Path, body: str, changed: dict[str, object], files: dict[str, bytes], expected: list[str]
) -> None:
    folder = item(repo, "law/a", body, **changed)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert said(read(repo)) == expected


def test_only_what_is_meant_is_served(repo: Path) -> None:
    folder = item(repo, "law/a", "![ก](a.jpg)", files={"a.pdf": PDF}, credits=[CREDIT])
    (folder / "a.jpg").write_bytes(JPG)
    (folder / "more.pdf").write_bytes(PDF)
    assert read(repo).entries["law/a/"].files == ("a.jpg", "a.pdf")


def test_a_file_is_said_at_the_line_that_names_it(repo: Path) -> None:
    listed = [LISTED | {"file": "b.pdf"}, LISTED, LISTED | {"title": "อีกครั้ง"}]
    folder = item(repo, "law/a", "ก\n![ข](a.jpg)", attachments=listed, credits=[CREDIT | {"file": "c.jpg"}])
    (folder / "a.jpg").write_bytes(JPG)
    found = read(repo)
    one = found.entries.get("law/a/")
    told = {(each.rule, str(each.values.get("file"))): each.line for each in found.findings}
    assert one is None
    text = (folder / "index.md").read_text().split("\n")
    attachments = next(place for place, line in enumerate(text, start=1) if line.startswith("attachments"))
    assert told["attachment.missing", "b.pdf"] == told["attachment.missing", "a.pdf"] == attachments
    assert told["picture.credit", "a.jpg"] == len(text) - 1


# Exceptions


def test_a_warning_may_be_excepted_and_an_error_never(repo: Path) -> None:
    why = [{"rule": "owner.left", "why": "ระหว่างส่งมอบงานตามคำสั่ง"}]
    left = office_builder.OFFICE.replace(
        "role: provider, units: all,", "role: provider, units: all, until: 2026-10-01,"
    )
    office_builder.office(repo, left)
    item(repo, "law/a")
    assert said(read(repo)) == ["a owner.left"]
    item(repo, "law/a", ignore=why)
    assert said(read(repo)) == []
    item(repo, "law/a", ignore=why, period={"start": "2026-10-31", "end": "2026-10-01"})
    assert said(read(repo)) == ["a date.order"]


# Across items


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[ก](../b/)", []),
        ("[ก](../b)", []),
        ("[ก](../b/b.pdf)", []),
        ("[ก](../b/c.pdf)", ["a link.broken"]),
        ("[ก](../none/)", ["a link.broken"]),
        ("[ก](../none/b.pdf)", ["a link.broken"]),
        ("[ก](../../../../x)", ["a link.broken"]),
        ("[ก](../old/)", []),
        ("[ก](../old/b.pdf)", ["a link.broken"]),
        ("[ก](/law/2570/) [ข](/law/) [ค](/)", []),
        ("[ก](/law/2571/)", ["a link.broken"]),
        ("[ก](/en/law/b/) [ข](/en/) [ค](/search/)", []),
        ("[ก](/en/law/a/)", ["a link.broken"]),
        ("[ก](/atom.xml) [ข](/sitemap.xml)", []),
        ("[ก](/other.xml)", ["a link.broken"]),
        ("[ก](../later/)", ["a link.scheduled"]),
        ("[ก](../later/#x) [ข](../b/)", ["a link.scheduled"]),
        ("[ก](https://none.example/) [ข](mailto:a@b.example)", []),
        ("[ก](https://office.example/law/b/) [ข](HTTP://OFFICE.example) [ค](https://office.example/law/b/b.pdf)", []),
        ("[ก](https://office.example/law/none/)", ["a link.broken"]),
        ("[ก](https://office.example/old.php?id=1)", ["a link.broken"]),
        ("[ก](https://office.example:8443/none/) [ข](https://office.example.org/x)", []),
        ("[ก](https://office.example/law/later/)", ["a link.scheduled"]),
        ("[ก](../b/#ข้อ-๑) [ค](../b/#files) [ง](../b/b.pdf#page=2)", []),
        ("[ข](../b/#%E0%B8%82%E0%B9%89%E0%B8%AD-%E0%B9%91)", []),
        ("[ก](../b/#:~:text=ข้อ) [ข](#top) [ค](#) [ง](/#newest) [จ](../old/#x)", []),
        ("[ก](../b/#ข้อ-๒)", ["a link.anchor"]),
        ("[ก](https://office.example/law/b/#ข้อ-๒)", ["a link.anchor"]),
        ("[ก](#ข้อ-๑)", ["a link.anchor"]),
        ("[ก]() [](../b/) []()", ["a link.empty"] * 3),
    ],
)
def test_a_link_inside_the_site_leads_to_something(repo: Path, body: str, expected: list[str]) -> None:
    item(repo, "law/a", body)
    english = "A notice of the office"
    item(repo, "law/b", "## ข้อ ๑\n\nก", files={"b.pdf": PDF}, former_paths=["law/old"], title_en=english)
    item(repo, "law/later", publish_on="2026-10-16")
    assert said(read(repo)) == expected


def test_a_scheduled_item_may_link_to_another(repo: Path) -> None:
    item(repo, "law/a", "[ก](../later/)", publish_on="2026-10-16")
    item(repo, "law/later", publish_on="2026-10-16")
    assert said(read(repo)) == []
    assert said(read(repo, datetime.date(2026, 10, 16))) == []


def test_a_link_is_said_at_its_line_and_may_be_excepted_if_it_warns(repo: Path) -> None:
    folder = item(repo, "law/a", "ก\n\n[ก](../none/)\n\n[ข](../later/)")
    item(repo, "law/later", publish_on="2026-10-16")
    lines = (folder / "index.md").read_text().split("\n")
    places = [place for place, line in enumerate(lines, start=1) if line.startswith("[")]
    assert [(each.rule, each.line) for each in read(repo).findings] == [
        ("link.broken", places[0]),
        ("link.scheduled", places[1]),
    ]
    item(repo, "law/a", "[ข](../later/)", ignore=[{"rule": "link.scheduled", "why": "เผยแพร่พร้อมกันในวันถัดไป"}])
    assert said(read(repo)) == []


def test_a_former_path_leads_to_one_item(repo: Path) -> None:
    item(repo, "law/a", former_paths=["law/old", "law/b", "none/x"])
    item(repo, "law/b", former_paths=["law/old", "law/older"])
    found = read(repo)
    assert [(each.path, each.rule, each.values.get("other")) for each in found.findings] == [
        ("content/law/a/index.md", "former-path.form", None),
        ("content/law/a/index.md", "url.taken", "content/law/b"),
        ("content/law/b/index.md", "url.taken", "content/law/a"),
    ]
    assert {url: path.url for url, path in redirects(found).items()} == {"law/old/": "law/a/", "law/older/": "law/b/"}


def test_the_office_and_its_registers_are_checked_with_the_tree(repo: Path) -> None:
    item(repo, "law/a")
    (repo / "registers").mkdir()
    (repo / "registers" / "other.yml").write_text("[]")
    office_builder.office(
        repo, office_builder.OFFICE.replace("role: reviewer, units: all", "role: reviewer, units: [x]")
    )
    assert sorted(each.rule for each in read(repo).findings) == ["appointment.unit", "office.step", "register.stray"]
