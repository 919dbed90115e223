"""text of an item, or its file of visits -> the rows of its open table, each with its line"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prakat.item.table_form import TableForm, totals
from prakat.thai.visible_text import visible_length

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_JSON = 1_000_000
"""Bytes of a file of visits."""


@dataclass(frozen=True, slots=True)
class TableRow:
    line: int
    """From 0 in the text."""
    cells: tuple[str, ...]

    @property
    def is_total(self) -> bool:
        """Whether it sums up the others, and is none of them: its first cell is empty or says so."""
        told = next((each for each in self.cells if visible_length(each)), "")
        return told.strip() in totals() and (told == self.cells[0] or not visible_length(self.cells[0]))


@dataclass(frozen=True, slots=True)
class DataTable:
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    """Without the one that sums them up."""
    line: int


def first_table(text: str) -> DataTable | None:
    """The first one of a text, with its cells as they are read; None where there is none."""
    from prakat.item import dialect  # here: most items have no table, and its parser is slow to load

    found = list(_rows(dialect.tokens(text)))
    if not found:
        return None
    head, rest = found[0], [each for each in found[1:] if any(each.cells)]
    return DataTable(head.cells, tuple(each for each in rest if not each.is_total), head.line)


def _rows(tokens: Sequence[Token]) -> Iterator[TableRow]:
    cells: list[str] = []
    line, before = 0, ""
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline" and before in ("td", "th") and token.map:
            cells.append("".join(_words(token.children or [])).strip())
            line = token.map[0]
        elif token.type == "tr_close":
            yield TableRow(line, tuple(cells))
        before = token.tag


def _words(children: Sequence[Token]) -> Iterator[str]:
    for each in children:
        if each.type in ("text", "code_inline", "tag", "title", "empty_link"):
            yield each.content
        elif each.type in ("softbreak", "hardbreak"):
            yield " "


def visits_table(raw: bytes, form: TableForm) -> DataTable | str:
    """The rows of a file of visits: `{"months": [{"month": "2026-10", "visits": 120, "downloads": 14}, ...]}`, oldest
    first, and nothing else in it (R31: no addresses). Or the place in it that is wrong."""
    if len(raw) > MOST_JSON:
        return f"> {MOST_JSON:,}"
    try:
        found: Any = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return "JSON"
    if not isinstance(found, dict) or set(found) != {"months"} or not isinstance(found["months"], list):
        return '{"months": [...]}'
    rows: list[TableRow] = []
    for index, entry in enumerate(found["months"]):
        if not isinstance(entry, dict) or set(entry) != {each.id for each in form.columns}:
            return f"months[{index}]"
        wrong = next((each.id for each in form.columns if not _is_of(entry[each.id], each.kind)), None)
        if wrong:
            return f"months[{index}].{wrong}"
        rows.append(TableRow(0, tuple(str(entry[each.id]) for each in form.columns)))
    return DataTable(tuple(each.heading for each in form.columns), tuple(rows), 0) if rows else "months"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, of which no key stands twice: what hides behind another is read by nobody."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _is_of(value: object, kind: str) -> bool:
    if kind == "month":
        return isinstance(value, str)
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**12
