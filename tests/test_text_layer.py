"""What is copied from a PDF, searched in it and read aloud of it is what was set, letter by letter."""

import io
import re
import sys
from pathlib import Path

import pdfplumber
import pypdf
import pytest
from lxml import html
from PIL import Image, ImageChops

from prakat.papers.paper import Paper, PaperFields, PaperHeading, Paragraph, Verbatim
from prakat.papers.typeset.paper_html import paper_html
from prakat.papers.typeset.paper_pdf import paper_pdf
from prakat.thai.whole_words import whole_words
from sample_papers import all_papers, bare, currency, form, memo, need, need_pango, run

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE_NUMBER = re.compile("^-[0-9\u0e50-\u0e59]+-|-[0-9\u0e50-\u0e59]+-$")
CONSONANTS = [chr(each) for each in range(0x0E01, 0x0E2F)]
UPPER = ["", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d"]
TONES = ["", *"\u0e48\u0e49\u0e4a\u0e4b\u0e4c"]


@pytest.fixture(autouse=True)
def _pango() -> None:
    need_pango()


def shown(paper: Paper) -> str:
    """What HTML shows of it, in its order."""
    page = html.document_fromstring(paper_html(paper))
    return bare(page.body.text_content())


def read_by_pypdf(pdf: bytes) -> str:
    pages = [bare(each.extract_text()) for each in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return "".join(PAGE_NUMBER.sub("", each) if number else each for number, each in enumerate(pages))


def read_by_poppler(pdf: bytes, folder: Path) -> str:
    """As it stands in the file: -raw."""
    need("pdftotext")
    (folder / "read.pdf").write_bytes(pdf)
    pages = run("pdftotext", "-raw", folder / "read.pdf", "-").split("\f")
    return "".join(PAGE_NUMBER.sub("", bare(each)) if number else bare(each) for number, each in enumerate(pages))


def of(*texts: str) -> Paper:
    return Paper(Verbatim("x"), "x", tuple(map(Paragraph, texts)))


@pytest.mark.parametrize("name", ["form-12", "memo-2569q4", "board-recruit", "hostile"])
def test_every_letter_is_read_back(name: str, tmp_path: Path) -> None:
    paper = all_papers()[name]
    pdf = paper_pdf(paper)
    assert read_by_pypdf(pdf) == shown(paper)
    assert read_by_poppler(pdf, tmp_path) == shown(paper)


def test_every_cluster_that_thai_can_write_is_read_back(tmp_path: Path) -> None:
    """In both weights."""
    clusters = [f"{first}{upper}{tone}" for first in CONSONANTS for upper in UPPER for tone in TONES]
    clusters += [f"{first}{below}{tone}" for first in CONSONANTS for below in "\u0e38\u0e39\u0e3a" for tone in TONES]
    clusters += [f"{first}{tone}\u0e33" for first in CONSONANTS for tone in TONES]
    text = " ".join(clusters)
    paper = Paper(Verbatim("x"), "x", (Paragraph(text), PaperHeading(text)))
    pdf = paper_pdf(paper)
    assert read_by_pypdf(pdf) == bare(text) * 2
    assert read_by_poppler(pdf, tmp_path) == bare(text) * 2


def test_all_that_the_sample_office_wrote_is_read_back(tmp_path: Path) -> None:
    texts = [each.read_text(encoding="utf-8-sig") for each in sorted((CHECKOUT / "content").glob("*/*/index.md"))]
    told = "\n".join(texts)[:40_000]
    paper = of(*filter(str.strip, told.split("\n")))
    pdf = paper_pdf(paper)
    assert len(bare(told)) > 20_000
    assert read_by_pypdf(pdf) == shown(paper)
    assert read_by_poppler(pdf, tmp_path) == shown(paper)


def test_sara_am_is_found_where_it_was_typed(tmp_path: Path) -> None:
    """By three readers, as one letter behind its tone mark."""
    need("pdftotext")
    pdf = paper_pdf(form())
    (tmp_path / "x.pdf").write_bytes(pdf)
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        by_plumber = read.pages[0].extract_text()
    by_pypdf = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    for text in (by_plumber, by_pypdf, run("pdftotext", tmp_path / "x.pdf", "-")):
        for word in ("น้ำดื่ม", "ปั๊มน้ำมัน", "สำนักงานสาธารณสุข", "ผู้ใหญ่", "ตำแหน่ง"):
            assert word in text


def test_the_page_looks_as_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("pdftoppm")
    drawn = []
    for name in ("mended", "plain"):
        (tmp_path / name).write_bytes(paper_pdf(form()))
        run("pdftoppm", "-r", "110", "-gray", "-singlefile", "-png", tmp_path / name, tmp_path / f"{name}-1")
        drawn.append(Image.open(tmp_path / f"{name}-1.png").convert("L"))
        monkeypatch.setattr("prakat.papers.typeset.paper_pdf.mend_text_layer", lambda document, pdf: None)
    differing = ImageChops.difference(*drawn).point(lambda each: 255 if each > 96 else 0)
    ink = drawn[1].point(lambda each: 255 if each < 128 else 0)
    assert sum(differing.histogram()[255:]) < sum(ink.histogram()[255:]) / 500
    assert (tmp_path / "mended").read_bytes() != (tmp_path / "plain").read_bytes()


def lines_of(pdf: bytes) -> list[str]:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [line.strip() for each in pages for line in each.extract_text().split("\n") if line.strip()]


def test_lines_end_behind_whole_words() -> None:
    text = "ตามประกาศสำนักงานปลัดกระทรวงสาธารณสุขเรื่องแนวทางการเผยแพร่ข้อมูลข่าวสารของราชการต่อสาธารณะผ่านเว็บไซต์ " * 8
    text += "“ไปรษณีย์”(อิเล็กทรอนิกส์)ฯลฯ ต่างๆ จำนวน ๕ วัน " * 12
    ends, place = set(), 0
    for each in whole_words(text.strip()):
        place += len(bare(each))
        ends.add(place)
    place = 0
    lines = lines_of(paper_pdf(of(text.strip())))
    assert len(lines) > 10
    for line in lines:
        place += len(bare(line))
        assert place in ends, line


def test_a_pango_that_finds_words_itself_sets_the_same_lines(tmp_path: Path) -> None:
    """Where it does not listen, words that it would break do not wrap."""
    script = (
        "import sys, sample_papers, prakat.papers.typeset.paper_pdf as made\n"
        "if sys.argv[1] == 'deaf': made.leave_words_to_us = lambda: None\n"
        "from pathlib import Path; Path(sys.argv[2]).write_bytes(made.paper_pdf(sample_papers.memo()))"
    )
    for how in ("deaf", "listening"):
        run(sys.executable, "-c", script, how, tmp_path / how, PYTHONPATH=str(CHECKOUT / "tests"))
    told = [(tmp_path / how).read_bytes() for how in ("deaf", "listening")]
    assert lines_of(told[0]) == lines_of(told[1])
    assert told[1] == paper_pdf(memo())


def test_numbers_stay_with_their_units() -> None:
    told = whole_words("ภายใน 15 วัน นับแต่วันที่ 1 ตุลาคม พ.ศ. 2569 เป็นเงิน 1,234.50 บาท “คำ” (คน) ต่างๆ")
    assert "15\u00a0วัน" in told and "1\u00a0ตุลาคม" in told
    assert " " in told and "1,234.50" in told
    assert "ต่างๆ" in told


def test_it_is_tagged_for_whoever_hears_it() -> None:
    """PDF/UA-1: titled, in Thai, with headings, heads of rows and columns, and pictures in words."""
    reader = pypdf.PdfReader(io.BytesIO(paper_pdf(all_papers()["currency"])))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "th" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1" in root["/Metadata"].get_data() or b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert reader.metadata and "\\u202e" in str(reader.metadata.title)
    kinds: dict[str, list[pypdf.generic.DictionaryObject]] = {}
    waiting = [root["/StructTreeRoot"].get_object()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pypdf.generic.DictionaryObject) and "/K" in each:
            kinds.setdefault(str(each.get("/S")), []).append(each)
            below = each["/K"]
            waiting += [one.get_object() for one in (below if isinstance(below, list) else [below])]
    assert kinds["/H1"] and kinds["/Table"] and kinds["/Caption"]
    heads = {str(each["/ID"]) for each in kinds["/TH"]}
    assert heads and all(set(map(str, each["/A"]["/Headers"])) <= heads for each in kinds["/TD"])
    assert "เผยแพร่" in str(kinds["/Figure"][0]["/Alt"])


def test_its_fonts_map_every_code_to_a_letter() -> None:
    """Nothing to nothing: PDF/UA asks for it, and readers would show a gap."""
    for page in pypdf.PdfReader(io.BytesIO(paper_pdf(currency()))).pages:
        for font in page["/Resources"]["/Font"].values():
            told = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font.get_object()["/ToUnicode"].get_data())
            assert told and all(text for _, text in told)


def test_a_word_in_a_cell_is_found_by_plain_pdftotext(tmp_path: Path) -> None:
    """As people search: not in the order of the file."""
    need("pdftotext")
    paper = Paper(Verbatim("x"), "x", (PaperFields((("ผู้อนุมัติรับรองข้อมูลที่ขึ้นเผยแพร่", "ชื่อผู้ใหญ่ฝ่ายน้ำดื่ม"),)),))
    (tmp_path / "x.pdf").write_bytes(paper_pdf(paper))
    read = bare(run("pdftotext", tmp_path / "x.pdf", "-"))
    assert "ผู้อนุมัติรับรองข้อมูลที่ขึ้นเผยแพร่" in read and "ชื่อผู้ใหญ่ฝ่ายน้ำดื่ม" in read
