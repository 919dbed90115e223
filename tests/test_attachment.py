"""What lies beside an item is what its name says, and what a better name would be."""

import io
import zipfile
from pathlib import Path

import pytest
from benchmark.specimens import xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

import office_builder
from prakat.content.item_folder import walk
from prakat.content.litter import is_litter
from prakat.item import item_path
from prakat.item.file_facts import FileFacts, facts_of
from prakat.item.file_rules import check_file
from prakat.item.file_type import file_types
from prakat.item.item_path import slug_problem
from prakat.rules import file_name
from prakat.rules.finding import Finding


@given(st.text(st.characters(exclude_categories=())) | st.text("กเแอ่ะ์๒ aA.-_/\\", max_size=40))
@settings(max_examples=300, deadline=None)
def test_proposed_name_is_allowed(name: str) -> None:
    assert file_name.FILE_NAME.fullmatch(file_name.proposed(name))


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Notice 2569.PDF", "notice-2569.pdf"),
        ("ประกาศ.pdf", "prakas.pdf"),
        (".notice.pdf", "notice.pdf"),
        ("แผน ๒๕๗๐.xlsx", "phaen-2570.xlsx"),
        ("Café.jpg", "cafe.jpg"),
        ("%%%.pdf", "document.pdf"),
    ],
)
def test_proposed_name_still_tells_what_it_is_called(name: str, better: str) -> None:
    assert file_name.proposed(name) == better


FOLDER_NAMES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="/\0"), min_size=1, max_size=60)


@given(
    FOLDER_NAMES | st.sampled_from(["page", "2026", "2569", "123", "9" * 50, "a.b", "-", "..a", "โครงการ", "A" * 150])
)
@settings(max_examples=100, deadline=None)
def test_proposed_folder_name_is_a_slug_or_a_year(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    if name in (".", "..") or len(name.encode()) > 255:
        return
    repo = office_builder.office(tmp_path_factory.mktemp("office"))
    (repo / "content" / "law" / name).mkdir(parents=True)
    for found in walk(repo):
        if isinstance(found, Finding) and "suggestion" in found.values:
            better = found.values["suggestion"]
            assert item_path.is_year(better) or slug_problem(better) is None


@given(st.sampled_from(sorted(file_types())), st.binary(max_size=200), st.booleans(), st.data())
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_file_or_findings(
    tmp_path_factory: pytest.TempPathFactory, extension: str, raw: bytes, is_damaged: bool, data: st.DataObject
) -> None:
    if is_damaged:
        whole = xlsx(1)
        place = data.draw(st.integers(0, len(whole)))
        raw = whole[:place] + raw + whole[place + len(raw) :]
    place = tmp_path_factory.mktemp("file") / f"a{extension}"
    place.write_bytes(raw)
    assert {each.rule for each in check_file(place, "a", 1)} <= {"attachment.bytes", "attachment.empty"}


def _archive(*members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "found"),
    [
        ("a.pdf", b"MZ\x90\x00" + bytes(60), ".exe"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(60), ".png"),
        ("a.docx", _archive("xl/workbook.xml"), ".xlsx"),
        ("a.xlsx", _archive("form.txt"), ".zip"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        ("a.zip", b"\0\1\2\3", "00 01 02 03"),
        ("a.zip", _archive("form.txt")[:-30], "damaged"),
        ("a.docx", _archive("word/document.xml")[:-30], "damaged"),
        ("a.docx", _archive("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.xlsx", _archive("xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_finding_names_what_the_bytes_are(tmp_path: Path, name: str, raw: bytes, found: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (finding,) = check_file(tmp_path / name, name, 1)
    assert finding.rule == "attachment.bytes"
    assert found in finding.message("en")


def test_facts_come_from_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "notice.pdf").write_bytes(office_builder.PDF)
    facts = facts_of(tmp_path / "notice.pdf")
    assert (facts.name, facts.label, facts.size) == ("notice.pdf", "PDF", len(office_builder.PDF))
    assert len(facts.sha256) == 64


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1536 * 1024, "1.5 MB"), (52_428_800, "50.0 MB")]
)
def test_size_is_written_for_people(size: int, text: str) -> None:
    assert FileFacts("a.pdf", "PDF", size, "", None).size_text == text


def pdf(place: Path, before: bytes) -> list[Finding]:
    file = place / "notice.pdf"
    file.write_bytes(before + b"%PDF-1.7\n1 0 obj\n")
    return list(check_file(file, "notice.pdf", 1))


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n",
        b"%!PS-Adobe-3.0 ",
        b"\0" * 128,
        b" " * 1024,
    ],
)
def test_a_pdf_may_have_bytes_before_its_header(tmp_path: Path, before: bytes) -> None:
    """As readers accept it: ISO 32000-2, annex I."""
    assert not pdf(tmp_path, before)


@pytest.mark.parametrize(
    "before",
    [b" " * 1025, b"<html>", b"\n <script>x</script>", b"PK\x03\x04", b"MZ\x90", b"\x7fELF", b"#!/bin/sh\n", b"GIF89a"],
)
def test_no_other_file_hides_before_a_pdf(tmp_path: Path, before: bytes) -> None:
    assert [each.rule for each in pdf(tmp_path, before)] == ["attachment.bytes"]


def test_a_header_late_in_other_types_is_none(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\n\xff\xd8\xff\xe0")
    assert [each.rule for each in check_file(file, "photo.jpg", 1)] == ["attachment.bytes"]


@pytest.mark.parametrize(
    "name",
    [
        *(".DS_Store", ".ds_store", "Desktop.ini", "THUMBS.DB", "ehthumbs.db", "~$notice.docx", "._notice.pdf"),
        *(".~lock.notice.odt#", "__MACOSX", "notice.pdf.tmp", "notice.bak", "notice.txt~", "notice.pdf.crdownload"),
    ],
)
def test_what_systems_leave_is_litter_in_any_case(name: str) -> None:
    assert is_litter(name)


@pytest.mark.parametrize("name", ["notice.pdf", "desktop.pdf", "thumbs.jpg", "ds_store.pdf", "lock.odt", "macosx.zip"])
def test_what_people_put_there_is_none(name: str) -> None:
    assert not is_litter(name)
