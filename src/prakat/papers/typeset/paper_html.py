"""paper -> HTML that stands alone: no script, nothing that is loaded, tagged so that it can be read aloud"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from pathlib import Path

from prakat.papers.paper import (
    Block,
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
from prakat.papers.typeset.printable import printable
from prakat.papers.typeset.qr_drawing import qr_svg
from prakat.papers.typeset.signature_lines import DOTS, signature_lines

_STYLE = Path(__file__).with_name("paper.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_THAI_DIGITS = frozenset(map(chr, range(0xE50, 0xE5A)))
DRAWN = "data:image/svg+xml;base64,"
_DOTS = '<span class="dots"></span>'


def paper_html(paper: Paper, said: Callable[[str], str] | None = None, style: str = "") -> str:
    """`said`: printable text -> HTML, where words are to be kept whole by other means than the reader's browser."""
    drawn = _Drawn(paper.language, said or escape)
    body = "\n".join(drawn.block(each) for each in paper.blocks)
    looks = [name for name in ("landscape", "poster") if getattr(paper, f"is_{name}")]
    looks += ["thai-digits"] if not _THAI_DIGITS.isdisjoint(body) else []
    return (
        f'<!doctype html>\n<html lang="{escape(paper.language)}" class="{" ".join(looks)}">\n'
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(printable(paper.title))}</title>\n"
        f"<style>\n{style}{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    language: str
    said: Callable[[str], str]

    def text(self, text: str) -> str:
        return "<br>".join(map(self.said, printable(text).split("\n")))

    def block(self, block: Block) -> str:
        match block:
            case PaperHeading(text, level, is_centred):
                centred = ' class="centred"' if is_centred else ""
                return f"<h{level}{centred}>{self.text(text)}</h{level}>"
            case Paragraph(text, look):
                return f'<p class="{look}">{self.text(text)}</p>'
            case PaperFields(rows):
                told = "\n".join(map(self._field, rows))
                return f'<table class="fields"><tbody>\n{told}\n</tbody></table>'
            case PaperList(entries):
                listed = "\n".join(f"<li>{self.text(each)}</li>" for each in entries)
                return f'<ul class="numbered">\n{listed}\n</ul>'
            case PaperTable():
                return self._grid(block)
            case Signatures(cells, is_boxed):
                return self._boxes(cells) if is_boxed else "\n".join(map(self._letter_end, cells))
            case MemoHead(title, lines):
                head = f'<div class="memo-head"><h1>{self.text(title)}</h1></div>'
                return "\n".join([head, *(self._memo_line(line) for line in lines)])
            case PaperPicture(svg, words):
                return f'<p class="picture"><img src="{_as_url(svg)}" alt="{escape(printable(words))}"></p>'
            case QrCode(content, lines):
                shown = f'<img src="{_as_url(qr_svg(content))}" alt="{escape(printable(content))}">'
                beside = "".join(f"<p>{self.text(each)}</p>" for each in lines)
                return f'<div class="qr"><div class="code">{shown}</div><div class="words">{beside}</div></div>'
            case PageBreak():
                return '<div class="page-break"></div>'

    def _field(self, row: tuple[str, str]) -> str:
        title, value = row
        return f'<tr><th scope="row">{self.text(title)}</th><td>{self.text(value) or _DOTS}</td></tr>'

    def _grid(self, grid: PaperTable) -> str:
        caption = f"<caption>{self.text(grid.caption)}</caption>" if grid.caption else ""
        widths = grid.widths or (1,) * len(grid.columns)
        shares = "".join(f'<col style="width:{100 * each / sum(widths):.2f}%">' for each in widths)
        heads = "".join(f'<th scope="col">{self.text(each)}</th>' for each in grid.columns)
        rows = "\n".join(self._grid_row(grid, row) for row in grid.rows)
        return (
            f'<table class="grid">{caption}<colgroup>{shares}</colgroup><thead><tr>{heads}</tr></thead>'
            f"<tbody>\n{rows}\n</tbody></table>"
        )

    def _grid_row(self, grid: PaperTable, row: tuple[str, ...]) -> str:
        kinds = (' class="number"' if place in grid.numeric else "" for place in range(len(row)))
        cells = (f"<td{kind}>{self.text(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
        return f"<tr>{''.join(cells)}</tr>"

    def _boxes(self, cells: tuple[PaperSignature, ...]) -> str:
        pairs = zip_longest(cells[::2], cells[1::2])
        rows = ("".join(self._box(each, right is None) for each in (left, right) if each) for left, right in pairs)
        told = "".join(f"<tr>{row}</tr>" for row in rows)
        return f'<table class="signatures"><tbody>{told}</tbody></table>'

    def _box(self, cell: PaperSignature, is_alone: bool) -> str:
        heading = f'<p class="heading">{self.text(cell.heading)}</p>' if cell.heading else ""
        whole = ' colspan="2"' if is_alone else ""
        return f'<td{whole}>{heading}<div class="signature">{self._signed(cell, is_boxed=True)}</div></td>'

    def _letter_end(self, cell: PaperSignature) -> str:
        heading = f'<p class="heading">{self.text(cell.heading)}</p>' if cell.heading else ""
        return f'<div class="letter-end">{heading}<p class="room"></p>{self._signed(cell, is_boxed=False)}</div>'

    def _signed(self, cell: PaperSignature, is_boxed: bool) -> str:
        """The lines below the heading."""
        return "".join(
            f"<p>{self.text(word)}{' ' if word else ''}{self._written(value)}</p>"
            for word, value in signature_lines(cell, self.language, is_boxed)
        )

    def _written(self, value: str) -> str:
        return _DOTS.join(map(self.text, value.split(DOTS)))

    def _memo_line(self, line: tuple[tuple[str, str], ...]) -> str:
        parts = (
            f'<span class="word">{self.text(word)}</span> <span class="value">{self.text(value)}</span>'
            for word, value in line
        )
        return f'<p class="memo-line">{" ".join(parts)}</p>'


def _as_url(svg: str) -> str:
    return DRAWN + base64.b64encode(svg.encode("utf-8")).decode("ascii")
