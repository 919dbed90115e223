"""bytes of a PDF -> its paragraphs and tables; a scan has no text, and a damaged layer of text is said"""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import PdfminerException

from prakat.rules.message import message
from prakat_desk.intake.pdf_glyphs import LOST, Glyph, TooManyGlyphs, glyphs_of
from prakat_desk.intake.pdf_lines import PdfLine, goes_on, joined, lines_of, text_of_lines
from prakat_desk.intake.read_document import ReadDocument, unread

MOST_PAGES = 40
_PAGE_NUMBER = re.compile(r"[-–( ]*(?:หน้า(?:ที่)?\s*)?[0-9๐-๙]{1,3}(?:\s*(?:/|จาก|ของ)\s*[0-9๐-๙]{1,3})?[-–) ]*")
_DIGITS = re.compile("[0-9๐-๙]+")
_MOST_EDGES = 3_000


@dataclass(slots=True)
class _PageRead:
    lines: list[PdfLine]
    tables: list[tuple[float, str]]
    """Where it begins, and its HTML."""

    @property
    def edges(self) -> tuple[float, float]:
        """Of the text, left and right."""
        left = min((line.left for line in self.lines), default=0)
        return left, max((line.right for line in self.lines), default=0)


def read_pdf(raw: bytes) -> ReadDocument:
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            return _read(pdf)
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            return unread(message("desk_intake.locked"))
        raise


def _read(pdf: PDF) -> ReadDocument:
    found = ReadDocument()
    pages: list[_PageRead] = []
    for number, page in enumerate(pdf.pages, 1):
        if number > MOST_PAGES:
            found.doubt(message("desk_intake.pages", most=MOST_PAGES))
            break
        try:
            pages.append(_page(page, number, found))
        except TooManyGlyphs:
            found.doubt(message("desk_intake.page-unread", page=number))
        page.close()
    _without_frame(pages)
    _without_clipped(pages)
    found.html = "".join(_html(pages))
    if not found.html:
        return unread(message("desk_intake.scan"))
    found.doubt(message("desk_intake.pdf"))
    if LOST in found.html:
        found.doubt(message("desk_intake.lost-letters", number=found.html.count(LOST)))
    return found


def _page(page: Page, number: int, found: ReadDocument) -> _PageRead:
    glyphs = glyphs_of(page.pdf.rsrcmgr, page.page_obj)
    has_lines = 0 < len(page.edges) <= _MOST_EDGES
    if len(page.edges) > _MOST_EDGES:
        found.doubt(message("desk_intake.table-doubt", page=number))
    tables = [each for each in page.find_tables() if len(each.cells) > 1] if has_lines else []
    drawn = []
    for table in tables:
        inside = [each for each in glyphs if _is_in(each, table.bbox)]
        glyphs = [each for each in glyphs if not _is_in(each, table.bbox)]
        if inside:
            drawn.append((table.bbox[1], _table(table, inside)))
        if any(cell is None for row in table.rows for cell in row.cells):
            found.doubt(message("desk_intake.table-doubt", page=number))
    return _PageRead(lines_of(glyphs), drawn)


def _is_in(glyph: Glyph, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    middle = glyph.base - glyph.size * 0.2
    return left <= (glyph.left + glyph.right) / 2 <= right and top <= middle <= bottom


def _table(table: Table, glyphs: list[Glyph]) -> str:
    rows = []
    for row in table.rows:
        texts = []
        for cell in row.cells:
            inside = [each for each in glyphs if cell and _is_in(each, cell)]
            lines = lines_of(inside)
            texts.append(f"<td>{html.escape(text_of_lines(lines))}</td>")
        rows.append(f"<tr>{''.join(texts)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _without_frame(pages: list[_PageRead]) -> None:
    """Leaves out what stands first or last at the same place of more than half of the pages, and pages' numbers."""
    counts = Counter(key for page in pages for key in {_key(line) for line in (*page.lines[:2], *page.lines[-2:])})
    for page in pages:
        for place in (0, 0, -1, -1):
            if not page.lines:
                continue
            line, said = page.lines[place], page.lines[place].text.strip()
            is_number = _PAGE_NUMBER.fullmatch(said) and (len(pages) > 1 or not said.isdecimal())
            if is_number or counts[_key(line)] > max(1, len(pages) / 2):
                page.lines.pop(place)


def _key(line: PdfLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text.strip()), round(line.base / 3)


def _without_clipped(pages: list[_PageRead]) -> None:
    """Browsers draw at the end of a page, where nobody sees it, some of what stands in the first line of the next."""
    for page, following in pairwise(pages):
        while page.lines and following.lines and page.lines[-1].text.strip() in following.lines[0].text[:-1]:
            page.lines.pop()


def _parts(page: _PageRead) -> list[list[PdfLine] | str]:
    """Paragraphs and tables from top to bottom."""
    left, right = page.edges
    tables = sorted(page.tables)
    placed: list[tuple[float, list[PdfLine] | str]] = list(tables)
    begun = 0
    for top, _ in [*tables, (float("inf"), "")]:
        end = next((index for index in range(begun, len(page.lines)) if page.lines[index].base > top), len(page.lines))
        placed += [(lines[0].base - 1, lines) for lines in joined(page.lines[begun:end], left, right)]
        begun = end
    return [part for _, part in sorted(placed, key=lambda one: one[0])]


def _html(pages: list[_PageRead]) -> Iterator[str]:
    """A paragraph goes on over the end of a page."""
    opened: list[PdfLine] = []
    for page in pages:
        left, right = page.edges
        for index, part in enumerate(_parts(page)):
            may_go_on = not index and bool(opened)
            if may_go_on and isinstance(part, list) and goes_on(opened[-1], part[0], left, right, is_on_next_page=True):
                opened += part
                continue
            yield from _paragraph(opened)
            opened = part if isinstance(part, list) else []
            yield from (part,) if isinstance(part, str) else ()
    yield from _paragraph(opened)


def _paragraph(lines: list[PdfLine]) -> Iterator[str]:
    if lines:
        yield f"<p>{html.escape(text_of_lines(lines))}</p>"
