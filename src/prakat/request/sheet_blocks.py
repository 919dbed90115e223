"""decision sheet -> the pieces of HTML that show all of it, each whole in itself and, for a comment, short enough"""

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from prakat.request.comparison import Row
from prakat.request.decision_sheet import DecisionSheet, SheetPart
from prakat.request.sheet_archive import PAGE
from prakat.rules.message import message
from prakat.rules.safe_text import plain
from prakat.thai.visible_text import seen, with_signs

_PIECE = 20_000
"""Characters of a piece of a comment, unless a single row has more."""
_ROW = 4_500
"""Characters of a row of such a piece, before they are escaped, which makes up to eleven of one."""


def paragraph(id_: str, **values: object) -> str:
    return f"<p>{html.escape(message(id_, **values).text())}</p>"


class SheetBlocks:
    """Nothing is left out: where pieces must be short, longer rows and tables are continued in the next ones."""

    def __init__(self, *, are_short: bool) -> None:
        self._are_short = are_short

    def of(self, sheet: DecisionSheet) -> Iterator[str]:
        if sheet.parts:
            yield from self._table("sheet.overview", [_counted(each) for each in sheet.parts])
        else:
            yield paragraph("sheet.no-change")
        if sheet.more:
            yield paragraph("sheet.more-parts", count=sheet.more, file=PAGE)
        rows = [(f"{path}:{line}", rule, text) for path, line, rule, _, text in sheet.findings]
        yield from self._table("sheet.findings", rows) if rows else [paragraph("sheet.no-finding")]
        for each in sheet.parts:
            yield from self._part(each)

    def _part(self, part: SheetPart) -> Iterator[str]:
        yield from self._lines("h3", _title(part))
        for note in part.notes:
            yield from self._lines("p", note)
        if part.files:
            yield from self._table("sheet.files", part.files, self._file)
        if part.changes:
            yield from self._table("sheet.changes", part.changes)
        if part.words:
            yield from self._table("sheet.words", part.words, self._in_line)
        if part.form:
            summary = html.escape(message("sheet.form").text())
            for table in self._table("sheet.form-columns", part.form):
                yield f"<details><summary>{summary}</summary>{table}</details>"

    def _lines(self, tag: str, text: str) -> Iterator[str]:
        return (_tagged(tag, self._shown(piece)) for (piece,) in self._pieces((text,)))

    def _table(self, id_: str, rows: Sequence[Row], cells: Callable[..., Row] | None = None) -> Iterator[str]:
        """The table with the title and columns of that message, in as many pieces as it takes."""
        head = _row((html.escape(each) for each in message(id_).text().split(" | ")), "th")
        shown = (_row((cells or self._cells)(*piece), "td") for row in rows for piece in self._pieces(row))
        for body in _packed(shown, _PIECE - len(head) if self._are_short else None):
            yield f"<table>{head}{body}</table>"

    def _pieces(self, row: Row) -> Iterator[Row]:
        """The row as it is, or in several rows that say so."""
        longest = _ROW // len(row)
        if not self._are_short or all(len(each) <= longest for each in row):
            yield row
            return
        for first, *others in zip_longest(*(_split(each, longest) for each in row), fillvalue=""):
            yield (first or message("sheet.continued").text(), *others)

    def _cells(self, *row: str) -> Row:
        return tuple(map(self._shown, row))

    def _in_line(self, line: str, before: str, removed: str, added: str, after: str) -> Row:
        shown = self._cells(before, removed, added, after)
        return self._shown(line), f"{shown[0]}{_tagged('del', shown[1])}{_tagged('ins', shown[2])}{shown[3]}"

    def _file(self, name: str, done: str, old: str, old_sha256: str, new: str, new_sha256: str) -> Row:
        sides = ((old, old_sha256), (new, new_sha256))
        shown = (f"{self._shown(facts)} {_tagged('code', self._shown(digest))}".strip() for facts, digest in sides)
        return self._shown(name), self._shown(done), *shown

    def _shown(self, text: str) -> str:
        visible = seen(text)
        if not self._are_short:
            return html.escape(visible)
        spaces = [" " * each.isspace() for each in (text[:1], text[-1:])]
        return f"{spaces[0]}{plain(visible, len(visible) + 1)}{spaces[1]}"


def _split(text: str, longest: int) -> Iterator[str]:
    """The text in pieces that end with a line, or else with a space, where there is one in their second half."""
    start = 0
    while len(text) - start > longest:
        ends = (text.rfind(end, start + longest // 2, start + longest) + 1 for end in (with_signs("\n"), " "))
        end = next(filter(None, ends), start + longest)
        yield text[start:end]
        start = end
    yield text[start:]


def _counted(part: SheetPart) -> Row:
    return (_title(part), *(str(len(rows)) for rows in (part.changes, part.words, part.files)))


def _title(part: SheetPart) -> str:
    path = message("sheet.moved", path=part.path, origin=part.origin).text() if part.origin else part.path
    return message("sheet.regularises", path=path, commit=part.regularises).text() if part.regularises else path


def _packed(pieces: Iterable[str], limit: int | None) -> Iterator[str]:
    """The pieces joined, as many at a time as the limit allows."""
    kept: list[str] = []
    length = 0
    for each in pieces:
        if kept and limit is not None and length + len(each) > limit:
            yield "".join(kept)
            kept, length = [], 0
        kept.append(each)
        length += len(each)
    yield "".join(kept)


def _tagged(tag: str, shown: str) -> str:
    return f"<{tag}>{shown}</{tag}>" if shown else ""


def _row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{each}</{tag}>" for each in cells) + "</tr>"
