"""decision sheet -> what signers read: the one comment on a forge, and the whole sheet as a page (R03, R06, R08)"""

import html
from collections.abc import Iterable, Iterator, Sequence

from prakat.request.decision_sheet import DecisionSheet, Row, SheetPart
from prakat.request.review import CHECKED_TH
from prakat.rules.message import message
from prakat.rules.safe_text import plain
from prakat.rules.violation import Violation
from prakat.thai.visible_text import seen

MARKER = "<!-- prakat:request -->"
PAGE = "request.html"
MAX_LENGTH = 60_000
"""Characters of a comment; GitHub's limit is 65,536."""
_ROWS, _CELL = 100, 2_500
"""Most rows of a table in a comment, and characters of a cell: enough for any field of a schema, not for any text."""
_STYLE = """\
body{font-family:sans-serif;line-height:1.6;max-width:60em;margin:1em auto;padding:0 1em;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.5em 0}
td,th{border:1px solid #999;padding:.3em;text-align:start;vertical-align:top}
del{background:#fdd}ins{background:#dfd}code{font-size:.8em}"""


def comment(sheet: DecisionSheet | None, violations: Sequence[Violation], head: str) -> str:
    """The comment in Thai. No value of the sheet is trusted: all are escaped to plain text inside HTML."""
    blocks = [_violations(violations)]
    blocks += _Blocks(_ROWS, _CELL).of(sheet) if sheet else [_paragraph("sheet.none-yet")]
    return _within(blocks, _paragraph("sheet.checked", head=head[:12]))


def page(sheet: DecisionSheet) -> str:
    """The whole sheet as a page, however long; the page loads and runs nothing."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    width = '<meta name=viewport content="width=device-width, initial-scale=1">'
    title = html.escape(message("sheet.title").text())
    head = f"<!doctype html><html lang=th><meta charset=utf-8>{policy}{width}<title>{title}</title>"
    return "\n".join([f"{head}<style>{_STYLE}</style><h1>{title}</h1>", *_Blocks().of(sheet)]) + "\n"


def _within(blocks: Sequence[str], last: str) -> str:
    """As many whole blocks as fit: a comment that is cut inside a table would not be shown properly."""
    left = MAX_LENGTH - len(last) - len(_too_long(len(blocks)))
    kept: list[str] = []
    for block in blocks:
        left -= len(block) + 2
        if left < 0:
            kept.append(_too_long(len(blocks) - len(kept)))
            break
        kept.append(block)
    return "\n\n".join([*kept, last]) + "\n"


def _too_long(count: int) -> str:
    return _paragraph("sheet.too-long", count=count, file=PAGE)


def _paragraph(id_: str, **values: object) -> str:
    return f"<p>{html.escape(message(id_, **values).text())}</p>"


def _heading(id_: str) -> str:
    return f"<h3>{html.escape(message(id_).text())}</h3>"


def _violations(found: Sequence[Violation]) -> str:
    if not found:
        return _heading("sheet.complete")
    rows = "".join(f"<li>{plain(each.message('th'))}</li>" for each in found)
    how = html.escape(message("sheet.how-to-check").text())
    return f"{_heading('sheet.incomplete')}<ul>{rows}</ul><p>{how} <code>{CHECKED_TH}</code></p>"


class _Blocks:
    """Pieces of HTML that are shown whole or not at all; rows and characters beyond a limit are counted instead."""

    def __init__(self, rows: int | None = None, cell: int | None = None) -> None:
        self._rows, self._cell = rows, cell

    def of(self, sheet: DecisionSheet) -> Iterator[str]:
        yield self._overview(sheet)
        rows = [(f"{path}:{line}", rule, text) for path, line, rule, _, text in sheet.findings]
        yield self._table("sheet.findings", rows) if rows else _paragraph("sheet.no-finding")
        for each in sheet.parts:
            yield from self._part(each)

    def _overview(self, sheet: DecisionSheet) -> str:
        rows = [(each.path, *(str(len(of)) for of in (each.changes, each.words, each.files))) for each in sheet.parts]
        more = _paragraph("sheet.more-parts", count=sheet.more) if sheet.more else ""
        return self._table("sheet.overview", rows) + more

    def _part(self, part: SheetPart) -> Iterator[str]:
        title = f"<h3>{self._shown(part.path)}</h3>"
        files = [self._file(*each) for each in part.files]
        yield title + self._table("sheet.files", files, is_html=True)
        if part.changes:
            yield self._table("sheet.changes", part.changes)
        if part.words:
            words = [(self._shown(line), self._in_line(*rest)) for line, *rest in part.words]
            yield self._table("sheet.words", words, is_html=True)
        if part.form:
            summary = html.escape(message("sheet.form").text())
            yield f"<details><summary>{summary}</summary>{self._table('sheet.form-columns', part.form)}</details>"

    def _in_line(self, before: str, removed: str, added: str, after: str) -> str:
        shown = [self._shown(each) for each in (before, removed, added, after)]
        return f"{shown[0]}{_tagged('del', shown[1])}{_tagged('ins', shown[2])}{shown[3]}"

    def _file(self, name: str, done: str, old: str, old_sha256: str, new: str, new_sha256: str) -> Row:
        sides = ((old, old_sha256), (new, new_sha256))
        shown = (f"{self._shown(facts)} {_tagged('code', self._shown(digest))}".strip() for facts, digest in sides)
        return self._shown(name), self._shown(done), *shown

    def _table(self, id_: str, rows: Sequence[Row], *, is_html: bool = False) -> str:
        """A table with the title and columns of that message; rows are plain text unless `is_html`."""
        columns = message(id_).text().split(" | ")
        shown = rows[: self._rows]
        cells = shown if is_html else (tuple(self._shown(each) for each in row) for row in shown)
        more = _paragraph("sheet.more-rows", count=len(rows) - len(shown)) if len(rows) > len(shown) else ""
        head = _row((html.escape(each) for each in columns), "th")
        return f"<table>{head}{''.join(_row(each, 'td') for each in cells)}</table>{more}"

    def _shown(self, text: str) -> str:
        if self._cell is None:
            return html.escape(seen(text))
        spaces = [" " * each.isspace() for each in (text[:1], text[-1:])]
        cut = html.escape(message("sheet.more-text", count=len(text) - self._cell).text()) * (len(text) > self._cell)
        return f"{spaces[0]}{plain(seen(text[: self._cell]), 2 * self._cell)}{cut}{spaces[1]}"


def _tagged(tag: str, shown: str) -> str:
    return f"<{tag}>{shown}</{tag}>" if shown else ""


def _row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{each}</{tag}>" for each in cells) + "</tr>"
