"""Each format tells what the paper tells, in its order; what people typed into it changes nothing; the same bytes."""

import csv
import hashlib
import io
import os
import sys
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pypdf
import pytest
import segno
from docx import Document
from lxml import html
from markdown_it import MarkdownIt
from PIL import Image, ImageFile

from prakat.cannot_work import CannotWork
from prakat.papers.paper import (
    Paper,
    PaperFields,
    PaperHeading,
    PaperPicture,
    PaperSignature,
    PaperTable,
    Paragraph,
    Signatures,
    Verbatim,
    paper_texts,
)
from prakat.papers.typeset import paper_pdf as pdf_module
from prakat.papers.typeset.formats import PAPER_FORMATS, TABLE_FORMATS, write
from prakat.papers.typeset.printable import printable
from prakat.papers.typeset.qr_drawing import qr_png
from prakat.rules.message import why
from sample_papers import HOSTILE, all_papers, bare, form, hostile, in_order, memo, need, need_pango, record, run

PAPERS = all_papers()
TESTS = Path(__file__).parent
WITH_TABLE = ("record-2569q4", "currency", "hostile")


@cache
def pdf_of(name: str) -> pypdf.PdfReader:
    need_pango()
    return pypdf.PdfReader(io.BytesIO(write(PAPERS[name], "pdf")))


def read_docx(document: bytes) -> str:
    """Every paragraph, those in tables too, in the order of the file."""
    body = Document(io.BytesIO(document)).element.body
    return "\n".join("".join(part.text or "" for part in each.iter("{*}t")) for each in body.iter("{*}p"))


def read_html(page: bytes) -> str:
    return html.document_fromstring(page.decode("utf-8")).body.text_content()


def read_markdown(text: bytes) -> str:
    shown = MarkdownIt("commonmark").enable("table").render(text.decode("utf-8"))
    return html.document_fromstring(shown).text_content().replace("<br>", "\n")


@pytest.mark.parametrize("name", PAPERS)
def test_every_text_stands_in_every_format_in_its_order(name: str) -> None:
    paper = PAPERS[name]
    told = list(paper_texts(paper))
    assert told
    in_order(told, read_docx(write(paper, "docx")))
    in_order(told, read_html(write(paper, "html")))
    in_order([each.strip() for part in told for each in part.split("\n")], read_markdown(write(paper, "md")))


@pytest.mark.parametrize("name", PAPERS)
def test_every_text_stands_in_the_pdf(name: str) -> None:
    pages = pdf_of(name).pages
    read = bare("".join(each.extract_text() for each in pages))
    for each in paper_texts(PAPERS[name]):
        assert all(bare(line) in read for line in printable(each).split("\n")) or len(each) > 100


@pytest.mark.parametrize("name", WITH_TABLE)
def test_a_table_is_read_back_cell_by_cell(name: str) -> None:
    grid = next(each for each in PAPERS[name].blocks if isinstance(each, PaperTable))
    told = [[printable(cell) for cell in row] for row in (grid.columns, *grid.rows)]
    book = openpyxl.load_workbook(io.BytesIO(write(PAPERS[name], "xlsx")))
    assert [[each.value or "" for each in row] for row in book.active.iter_rows()] == told
    assert {each.data_type for row in book.active.iter_rows() for each in row if each.value} == {"s"}
    text = write(PAPERS[name], "csv").decode("utf-8-sig")
    assert [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(text))] == told


def test_no_cell_of_a_csv_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(write(hostile(), "csv").decode("utf-8-sig"))))
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_paper_without_a_table_says_which_formats_it_has() -> None:
    for each in TABLE_FORMATS:
        with pytest.raises(CannotWork) as problem:
            write(form(), each)
        assert "docx" in why(problem.value) and each in why(problem.value, "en")
    with pytest.raises(CannotWork) as problem:
        write(form(), "odt")
    assert all(each in why(problem.value) for each in PAPER_FORMATS)


def test_what_people_typed_into_html_stays_text() -> None:
    page = html.document_fromstring(write(hostile(), "html").decode("utf-8"))
    assert not page.xpath("//script | //iframe | //link | //a | //*[@onload] | //@href")
    assert {each.split(",")[0] for each in page.xpath("//@src")} == {"data:image/svg+xml;base64"}
    assert page.get("lang") == "th" and page.xpath("//title")[0].text == printable(HOSTILE)
    assert "\u202e" not in page.text_content()
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_what_people_typed_into_markdown_changes_no_structure() -> None:
    """One heading, one table, one list of each: no link, no code, no emphasis but ours."""
    plain = Paper(
        Verbatim("x"), "x", (PaperHeading("ชื่อ", 1), Paragraph("ข้อความ"), PaperTable(("ก", "ข"), (("1", "2"),)))
    )
    awful = Paper(
        Verbatim("x"),
        "x",
        (
            PaperHeading(HOSTILE, 1),
            Paragraph(f"{HOSTILE}\n- ก\n1. ข\n+ ค\n===\n    โค้ด"),
            PaperTable((HOSTILE, "ข"), ((HOSTILE, "|"),)),
        ),
    )
    shown = [
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(write(each, "md").decode())
        for each in (plain, awful)
    ]
    assert [each.type for each in shown[0]] == [each.type for each in shown[1]]
    marks = {child.type for each in shown[1] for child in each.children or ()}
    assert marks <= {"text", "hardbreak", "html_inline", "text_special"}
    assert {child.content for each in shown[1] for child in each.children or () if child.type == "html_inline"} <= {
        "<br>"
    }


@pytest.mark.parametrize(
    ("name", "format_name"),
    [
        *[(each, "pdf") for each in ("memo-2569q4", "currency", "hostile")],
        *[("memo-2569q4", "docx"), ("currency", "docx"), ("record-2569q4", "xlsx")],
    ],
)
def test_the_same_paper_gives_the_same_bytes(name: str, format_name: str) -> None:
    """In another process too, at another time."""
    if format_name == "pdf":
        need_pango()
    script = (
        "import sys, hashlib, sample_papers; from prakat.papers.typeset.formats import write;"
        "print(hashlib.sha256(write(sample_papers.all_papers()[sys.argv[1]], sys.argv[2])).hexdigest())"
    )
    other = run(sys.executable, "-c", script, name, format_name, PYTHONPATH=str(TESTS), PYTHONHASHSEED="7", TZ="UTC-9")
    assert other.strip() == hashlib.sha256(write(PAPERS[name], format_name)).hexdigest()


def test_qr_codes_hold_what_they_should() -> None:
    picture = Image.open(io.BytesIO(qr_png("https://bansuan.go.th/น้ำ/"))).convert("1")
    code = segno.make("https://bansuan.go.th/น้ำ/", error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    size = picture.width // len(rows)
    assert [
        [picture.getpixel((x * size + 3, y * size + 3)) == 0 for x in range(len(rows))] for y in range(len(rows))
    ] == [[bool(module) for module in row] for row in rows]


def test_heads_of_a_table_stand_on_each_page_and_rows_stay_whole() -> None:
    need_pango()
    pages = [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(write(record(60), "pdf"))).pages]
    assert len(pages) > 2
    assert all("วัน เดือน ปี" in each and "หมายเหตุ" in each for each in pages)
    for number in range(60):
        day = next(page for page, each in enumerate(pages) if f"ครั้งที่ {number}\n" in f"{each}\n")
        assert bare(f"{number % 30 + 1}กรกฎาคม2569") in bare(pages[day])


def test_pages_are_numbered_from_the_second() -> None:
    pages = [each.extract_text() for each in pdf_of("record-2569q4").pages]
    assert "- ๑ -" not in pages[0] and "- ๒ -" in pages[1]
    plain = [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(write(record(40), "pdf"))).pages]
    assert "- 2 -" in plain[1]


def test_pages_are_a4() -> None:
    for name, size in (("form-12", (595, 842)), ("currency", (842, 595)), ("board-recruit", (595, 842))):
        reader = pdf_of(name)
        assert {(round(each.mediabox.width), round(each.mediabox.height)) for each in reader.pages} == {size}
    assert len(pdf_of("form-12").pages) == 1


def test_a_row_of_dots_is_left_for_what_is_written_by_hand() -> None:
    blank = Signatures((PaperSignature("ผู้อนุมัติ"),))
    page = html.document_fromstring(
        write(Paper(Verbatim("x"), "x", (blank, PaperFields((("ก", ""),)))), "html").decode()
    )
    assert len(page.xpath("//span[@class='dots']")) == 5  # to sign, name, position, date; the row of the form
    signed = Signatures((PaperSignature("ผู้อนุมัติ", "นายหนึ่ง", ("นักวิชาการ",), "1 ตุลาคม 2569"),))
    page = html.document_fromstring(write(Paper(Verbatim("x"), "x", (signed,)), "html").decode())
    assert len(page.xpath("//span[@class='dots']")) == 1


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    """A drawing that names a file or a host is drawn without it."""
    need_pango()
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text y='9'>ความลับ</text></svg>")
    links = (f"file://{tmp_path}/secret.svg", "http://127.0.0.1:9/x.svg", "data:text/plain,x")
    drawn = "".join(f'<image href="{each}" width="9" height="9"/>' for each in links)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{drawn}<rect width="5" height="5"/></svg>'
    pdf = write(Paper(Verbatim("x"), "x", (PaperHeading("ก", 1), PaperPicture(svg, "ข"))), "pdf")
    assert "ความลับ" not in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    fetch = pdf_module._fetcher()
    for each in (*links, "https://bansuan.go.th/", "prakat:../paper.css"):
        with pytest.raises(ValueError, match=r"^(file|http|data|prakat)"):
            fetch(each)


def test_nothing_is_left_in_anybodys_home(tmp_path: Path) -> None:
    need_pango()
    script = "import sample_papers; from prakat.papers.typeset.formats import write; write(sample_papers.memo(), 'pdf')"
    home = tmp_path / "home"
    home.mkdir()
    run(
        sys.executable, "-W", "error", "-c", script, PYTHONPATH=str(TESTS), HOME=str(home), XDG_CACHE_HOME=str(tmp_path)
    )
    assert not list(home.rglob("*"))


def test_a_machine_without_pango_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("print('advice')\nraise OSError(\"cannot load library 'pango': x\")\n")
    script = (
        "import sample_papers; from prakat.papers.typeset.formats import write\n"
        "from prakat.cannot_work import CannotWork\n"
        "from prakat.rules.message import why\n"
        "for each in ('docx', 'md', 'html'): assert write(sample_papers.form(), each)\n"
        "try: write(sample_papers.form(), 'pdf')\nexcept CannotWork as problem: print(why(problem))"
    )
    told = run(sys.executable, "-c", script, PYTHONPATH=f"{tmp_path}{os.pathsep}{TESTS}", PYTHONUTF8="1")
    assert "apt-get install libpango-1.0-0" in told and "cannot load library" in told and "advice" not in told


def test_a_machine_without_a_package_is_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    for each, format_name, name in (("docx", "docx", "python-docx"), ("segno", "html", "segno")):
        monkeypatch.setitem(sys.modules, each, None)
        with pytest.raises(CannotWork) as problem:
            write(memo(), format_name)
        assert name in why(problem.value) and "prakat[papers]" in why(problem.value)


def test_a_missing_font_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need_pango()
    monkeypatch.setattr(pdf_module, "FONTS", tmp_path)
    with pytest.raises(CannotWork) as problem:
        write(form(), "pdf")
    assert "Sarabun-Regular.ttf" in why(problem.value)


def test_a_damaged_font_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of a page in whatever font there is."""
    need_pango()
    for each in ("Sarabun-Regular.ttf", "Sarabun-Bold.ttf"):
        (tmp_path / each).write_bytes(b"no font")
    monkeypatch.setattr(pdf_module, "FONTS", tmp_path)
    with pytest.raises(CannotWork) as problem:
        write(form(), "pdf")
    assert "Sarabun" in why(problem.value)


def test_word_documents_open_in_libreoffice(tmp_path: Path) -> None:
    """And tell there what they tell here."""
    need("soffice")
    for paper in (memo(), record(40)):
        (tmp_path / f"{paper.name}.docx").write_bytes(write(paper, "docx"))
        folder = tmp_path / paper.name
        run("soffice", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder,
            tmp_path / f"{paper.name}.docx", HOME=str(tmp_path))  # fmt: skip
        read = (folder / f"{paper.name}.txt").read_text(encoding="utf-8-sig")
        in_order(list(paper_texts(paper)), read)


def test_word_documents_name_the_font_for_thai_and_repeat_heads() -> None:
    document = write(record(3), "docx")
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        styles, body = (parts.read(f"word/{each}.xml").decode() for each in ("styles", "document"))
        assert {each.date_time[0] for each in parts.infolist()} == {1980}
    assert 'w:cs="Sarabun"' in styles and "w:szCs" in styles and 'w:bidi="th-TH"' in styles
    assert body.count("<w:tblHeader/>") == 1 and body.count("<w:cantSplit/>") == 4


def test_pictures_are_still_refused_when_damaged_once_a_pdf_was_written() -> None:
    """WeasyPrint tells Pillow to take what there is of them, for its whole process."""
    need_pango()
    write(form(), "pdf")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
