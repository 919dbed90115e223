"""paper -> a Word document to be changed and signed: A4, our font for Thai too; the same bytes every time"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from prakat.papers.paper import (
    Block,
    Look,
    MemoHead,
    PageBreak,
    Paper,
    PaperFields,
    PaperHeading,
    PaperList,
    PaperPicture,
    PaperSignature,
    PaperTable,
    Paragraph,
    QrCode,
    Signatures,
)
from prakat.papers.typeset.docx_style import TEXT_WIDTH, in_centimetres, set_font, set_pages, set_widths
from prakat.papers.typeset.printable import printable
from prakat.papers.typeset.qr_drawing import qr_png
from prakat.papers.typeset.signature_lines import DOTS, signature_lines
from prakat.papers.typeset.timeless_zip import timeless_zip

_FIELD_SHARES = (3, 7)
_QR_SHARES = (3, 13)
_INDENT, _LETTER_END = 2.5, 7.0
"""In centimetres."""


def paper_docx(paper: Paper) -> bytes:
    from docx import Document  # here: no other format needs it

    document = Document()
    set_pages(document, paper)
    writer = _Writer(document, paper.language, TEXT_WIDTH + 7.7 if paper.is_landscape else TEXT_WIDTH, paper.is_poster)
    for each in paper.blocks:
        writer.block(each)
    told = document.core_properties
    told.title, told.author, told.language, told.comments = printable(paper.title)[:255], "Prakat", paper.language, ""
    stream = io.BytesIO()
    document.save(stream)
    return timeless_zip(stream.getvalue())


@dataclass(frozen=True, slots=True)
class _Writer:
    document: Any
    language: str
    width: float
    """Between the margins, in centimetres."""
    is_poster: bool

    def block(self, block: Block) -> None:
        match block:
            case PaperHeading(text, level, is_centred):
                _say(self.document.add_paragraph(style=f"Heading {level}"), text, is_centred)
            case Paragraph(text, look):
                self._paragraph(text, look)
            case PaperFields(rows):
                self._table(("", ""), ((title, value or DOTS) for title, value in rows), _FIELD_SHARES, is_form=True)
            case PaperList(entries):
                for each in entries:
                    _say(self.document.add_paragraph(), each).paragraph_format.left_indent = in_centimetres(_INDENT)
            case PaperTable():
                self._grid(block)
            case Signatures(cells, is_boxed):
                self._boxes(cells) if is_boxed else self._letter_end(cells)
            case MemoHead():
                self._memo_head(block)
            case PaperPicture(_, words):
                _say(self.document.add_paragraph(), words)
            case QrCode():
                self._qr(block)
            case PageBreak():
                self.document.add_page_break()

    def _paragraph(self, text: str, look: Look) -> None:
        made = _say(self.document.add_paragraph(), text, look is Look.CENTRED, is_small=look is Look.SMALL)
        if look is Look.BODY:
            made.paragraph_format.first_line_indent = in_centimetres(_INDENT)

    def _grid(self, grid: PaperTable) -> None:
        if grid.caption:
            _say(self.document.add_paragraph(), grid.caption, is_bold=True)
        self._table(grid.columns, grid.rows, grid.widths or (1,) * len(grid.columns), numeric=grid.numeric)

    def _table(
        self,
        columns: tuple[str, ...],
        rows: Iterable[tuple[str, ...]],
        shares: tuple[int, ...],
        numeric: frozenset[int] = frozenset(),
        is_form: bool = False,
    ) -> None:
        """In a form each row has its head at its left."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        told = [*rows] if is_form else [columns, *rows]
        table = self.document.add_table(len(told), len(columns), style="Table Grid")
        set_widths(table, self.width, shares)
        for number, (row, texts) in enumerate(zip(table.rows, told, strict=True)):
            is_head = not number and not is_form
            _keep_whole(row, is_head)
            for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                made = _say(cell.paragraphs[0], text, is_head, is_bold=is_head or (is_form and not place))
                if place in numeric and not is_head:
                    made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._gap()

    def _boxes(self, cells: tuple[PaperSignature, ...]) -> None:
        table = self.document.add_table((len(cells) + 1) // 2, 2, style="Table Grid")
        for row in table.rows:
            _keep_whole(row, is_head=False)
        if len(cells) % 2:
            table.rows[-1].cells[0].merge(table.rows[-1].cells[1])
        for place, each in enumerate(cells):
            box = table.cell(place // 2, place % 2)
            self._sign(each, [box.paragraphs[0]], box.add_paragraph, is_boxed=True)
        self._gap()

    def _letter_end(self, cells: tuple[PaperSignature, ...]) -> None:
        for each in cells:
            self._gap()
            self._sign(each, [], self.document.add_paragraph, is_boxed=False)

    def _sign(self, cell: PaperSignature, free: list[Any], add: Callable[[], Any], is_boxed: bool) -> None:
        """`free`: paragraphs that are there already."""
        heads = [cell.heading] if cell.heading else []
        lines = [f"{word} {value}".strip() for word, value in signature_lines(cell, self.language, is_boxed)]
        for place, text in enumerate([*heads, *([] if is_boxed else ["\n"]), *lines]):
            made = _say(free.pop() if free else add(), text, is_centred=True, is_bold=place < len(heads))
            made.paragraph_format.keep_with_next = place < len(heads) + len(lines) - 1
            if not is_boxed:
                made.paragraph_format.left_indent = in_centimetres(_LETTER_END)

    def _memo_head(self, head: MemoHead) -> None:
        """Each line ends in dots, as far as its place goes."""
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER

        title = _say(self.document.add_paragraph(style="Title"), head.title, is_centred=True)
        title.paragraph_format.space_before = in_centimetres(0.7)
        for line in head.lines:
            made = self.document.add_paragraph()
            for number, (word, value) in enumerate(line, 1):
                place = in_centimetres(self.width * number / len(line))
                made.paragraph_format.tab_stops.add_tab_stop(place, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
                _say(made, word, is_bold=True)
                _say(made, f" {value}\t")

    def _qr(self, code: QrCode) -> None:
        size = 8.0 if self.is_poster else 2.6
        holder: Any = self.document
        if self.is_poster:
            picture, beside = self.document.add_paragraph(), self.document.add_paragraph
        else:
            holder = self.document.add_table(1, len(_QR_SHARES))
            set_widths(holder, self.width, _QR_SHARES)
            picture, beside = holder.cell(0, 0).paragraphs[0], holder.cell(0, 1).add_paragraph
        drawn = picture.add_run().add_picture(
            io.BytesIO(qr_png(code.content)), in_centimetres(size), in_centimetres(size)
        )
        drawn._inline.docPr.set("descr", printable(code.content))
        for each in code.lines:
            _say(beside(), each, self.is_poster, is_small=True)
        if self.is_poster:
            _say(picture, "", is_centred=True)

    def _gap(self) -> None:
        set_font(self.document.add_paragraph().paragraph_format.element.get_or_add_pPr(), 6)


def _say(paragraph: Any, text: str, is_centred: bool = False, is_bold: bool = False, is_small: bool = False) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(printable(text) if "\t" not in text else f"{printable(text.rstrip(chr(9)))}\t")
    if is_bold:
        run.font.bold = run.font.cs_bold = True
    if is_small:
        run.style = "Small"
    return paragraph


def _keep_whole(row: Any, is_head: bool) -> None:
    from docx.oxml import OxmlElement

    told = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(["w:tblHeader"] if is_head else [])):
        told.append(OxmlElement(name))
