"""prakat paper, as people type it: what it writes and where, and what it says to what cannot be."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pytest

import paper
from prakat.cannot_work import CannotWork
from prakat.papers.typed_paper import TypedPaper
from sample_papers import need_pango
from trail_office import cloned

DAY = "2027-01-20"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cloned(tmp_path_factory.mktemp("office")).folder


@pytest.fixture(autouse=True)
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which it is typed, which is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def typed(repo: Path, *words: str) -> int:
    return paper.main([*words, "--repo", str(repo), "--date", DAY])


def test_it_is_written_where_it_is_typed_under_a_name_of_its_own(repo: Path, at: Path) -> None:
    assert typed(repo, "record", "2569Q4", "--format", "md") == 0
    assert [each.name for each in at.iterdir()] == ["record-2569q4.md"]
    assert "กรกฎาคม - กันยายน ๒๕๖๙" in (at / "record-2569q4.md").read_text(encoding="utf-8")


def test_it_is_written_where_out_says(repo: Path, at: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (at / "folder").mkdir()
    assert typed(repo, "board", "general-information/contact", "--format", "html", "--out", str(at / "folder")) == 0
    assert typed(repo, "form", "2", "--format", "html", "--out", str(at / "mine.html")) == 0
    assert (at / "folder" / "board-contact.html").is_file()
    assert (at / "mine.html").is_file()
    capsysbinary.readouterr()
    assert typed(repo, "form", "2", "--format", "md", "--out", "-") == 0
    assert "ชื่อหน่วยงาน" in capsysbinary.readouterr().out.decode()
    assert not [*at.glob("form*")]


def test_a_pdf_says_the_same(repo: Path, at: Path) -> None:
    need_pango()
    assert typed(repo, "memo", "operation", "2569Q4", "--number", "877") == 0
    told = "".join(page.extract_text() for page in pypdf.PdfReader(at / "memo-operation-2569q4.pdf").pages)
    assert "๐๐๐๐/๘๗๗" in told
    assert "จึงเรียนมาเพื่อโปรดทราบ" in "".join(told.split())


def test_tables_for_programs_have_arabic_digits_unless_somebody_says_otherwise(repo: Path, at: Path) -> None:
    assert typed(repo, "record", "2569Q4", "--format", "csv") == 0
    assert "6 กรกฎาคม 2569" in (at / "record-2569q4.csv").read_text(encoding="utf-8-sig")
    assert typed(repo, "record", "2569Q4", "--format", "csv", "--thai-digits") == 0
    assert "๖ กรกฎาคม ๒๕๖๙" in (at / "record-2569q4.csv").read_text(encoding="utf-8-sig")
    assert typed(repo, "record", "2569Q4", "--format", "md", "--no-thai-digits") == 0
    assert "6 กรกฎาคม 2569" in (at / "record-2569q4.md").read_text(encoding="utf-8")


def test_a_memo_without_a_number_says_so(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(repo, "memo", "approval", "2569Q4", "--format", "md") == 0
    assert "--number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        (["record"], "papers.about"),
        (["currency", "2569"], "papers.about"),
        (["memo", "2569Q4"], "papers.about"),
        (["memo", "letter", "2569Q4"], "papers.no-kind"),
        (["letter", "2569Q4"], "papers.no-kind"),
        (["record", "2569Q5"], "thai.no-period"),
        (["evidence", "moit-1", "nothing"], "thai.no-period"),
        (["annual", "2569Q4", "--format", "csv", "--by", "nobody"], "papers.nobody"),
        (["form", "2", "--format", "xlsx"], "papers_type.no-table"),
    ],
)
def test_what_cannot_be_typed_is_said(repo: Path, at: Path, words: list[str], id_: str) -> None:
    with pytest.raises(CannotWork) as found:
        typed(repo, *words)
    assert found.value.message == id_
    assert not [*at.iterdir()]


def test_a_place_that_cannot_be_written_is_named(repo: Path, at: Path) -> None:
    (at / "file").touch()
    with pytest.raises(CannotWork) as found:
        typed(repo, "form", "2", "--format", "md", "--out", str(at / "file" / "x.md"))
    assert found.value.message == "papers.unwritable"


def test_in_a_plain_clone_it_prints_what_is_checked_out(repo: Path, tmp_path: Path) -> None:
    pytest.importorskip("git").Repo.clone_from(str(repo), tmp_path / "clone")
    assert typed(tmp_path / "clone", "form", "public-relations/2569/flood-warning", "--format", "md") == 0
    assert "นางมาลี ตัวอย่าง" in Path("form-6.md").read_text(encoding="utf-8")


def test_what_is_typed_is_known_by_its_kind() -> None:
    assert TypedPaper.of("memo", ["approval", "2569"]) == TypedPaper("memo-approval", ("2569",))
    assert TypedPaper.of("currency", []).about == ()


def test_options_may_stand_anywhere(repo: Path, at: Path) -> None:
    assert typed(repo, "form", "--format", "md", "2") == 0
    assert (at / "form-2.md").is_file()


def test_what_is_no_file_is_written_to_and_not_replaced(repo: Path, at: Path) -> None:
    os.mkfifo(at / "pipe")
    with ThreadPoolExecutor() as other:
        read = other.submit((at / "pipe").read_text, encoding="utf-8")
        assert typed(repo, "form", "2", "--format", "md", "--out", str(at / "pipe")) == 0
        assert "ชื่อหน่วยงาน" in read.result()
    assert (at / "pipe").is_fifo()


def test_a_name_that_is_too_long_is_said(repo: Path) -> None:
    with pytest.raises(CannotWork) as found:
        typed(repo, "form", "2", "--format", "md", "--out", "a" * 300)
    assert found.value.message == "papers.unwritable"
