"""lines of a body -> a table as wide as its widest row: drawn with bars, or pasted with tabs from Excel or Word"""

import re
from collections.abc import Sequence

from markdown_it.rules_block import StateBlock

from prakat.item.block_marks import line_at

_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED_BAR = re.compile(r"(?<!\\)\\\|")
_DELIMITER = re.compile(r"[ \t]*+(?::?-++:?[ \t]*+(?:\|[ \t]*+|\Z))++")
_CLAUSE = re.compile(r"[ ]*(?:[-*+•·o–]|[(]?[0-9๐-๙.]{1,9}[.)]?|[(]?[ก-ฮ][.)])[ ]*\t[^\t]*\Z")
"""Whose only tab follows its number or bullet."""


def table_of_rows(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    alignments = _alignments(state, first, last)
    if alignments is not None:
        rows, end = _barred(state, first, last)
    else:
        rows, end = _tabbed(state, first, last)
        alignments = []
    if not rows:
        return False
    if not silent:
        _push(state, rows, alignments, is_headed=bool(alignments) or not _is_data(rows[0][1]))
        state.line = end
    return True


def _alignments(state: StateBlock, first: int, last: int) -> list[str] | None:
    """Of each column, from the line below the header; None where there is no such line."""
    if first + 1 >= last or state.sCount[first + 1] < _indent(state, first):
        return None
    line = line_at(state, first + 1).strip()
    if "|" not in line or not _DELIMITER.fullmatch(line.removeprefix("|")):
        return None
    if not _BAR.search(line_at(state, first)):
        return None
    cells = [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
    return [("center" if cell[0] == ":" else "right") if cell[-1] == ":" else "" for cell in cells]


def _barred(state: StateBlock, first: int, last: int) -> tuple[list[tuple[int, list[str]]], int]:
    rows = [(first, _cells(line_at(state, first)))]
    end, indent = first + 2, _indent(state, first)
    while end < last and state.sCount[end] >= indent and _BAR.search(line_at(state, end)):
        rows.append((end, _cells(line_at(state, end))))
        end += 1
    return rows, end


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    cells = _BAR.split(line)
    if not cells[-1]:
        cells.pop()
    return [_ESCAPED_BAR.sub("|", cell.strip()) for cell in cells]


def _tabbed(state: StateBlock, first: int, last: int) -> tuple[list[tuple[int, list[str]]], int]:
    """At least two lines with a tab inside; a number or a bullet before the tab makes a clause of a line."""
    rows: list[tuple[int, list[str]]] = []
    line = first
    indent = _indent(state, first)
    while line < last and not state.isEmpty(line) and state.sCount[line] >= indent:
        text = _row(state, line, indent)
        if not (_has_tab_inside(text) if line == first else "\t" in text or _goes_on(state, line + 1, last)):
            break
        if _CLAUSE.match(text if rows else text.lstrip()) and not (rows and len(rows[0][1]) == 2):
            break
        rows.append((line, [cell.strip() for cell in text.split("\t")]))
        line += 1
    return (rows, line) if len(rows) > 1 else ([], first)


def _has_tab_inside(text: str) -> bool:
    return "\t" in text.strip()


def _goes_on(state: StateBlock, line: int, last: int) -> bool:
    return line < last and _has_tab_inside(line_at(state, line))


def _indent(state: StateBlock, first: int) -> int:
    """From where on lines belong to a table: one may follow the words of an entry, less indented than they are."""
    return min(state.blkIndent, state.sCount[first])


def _row(state: StateBlock, line: int, indent: int) -> str:
    """A line without the spaces by which it stands in a list; its tabs divide cells, also before the first words."""
    begun = state.bMarks[line]
    text = state.src[begun : state.eMarks[line]]
    if text[: state.tShift[line]].strip(" \t"):
        return line_at(state, line)
    return text[min(indent, len(text) - len(text.lstrip(" "))) :]


def _is_data(cells: Sequence[str]) -> bool:
    """Whether a first row is no heading: it numbers itself, or holds an amount."""
    return cells[0][:1] == "(" or any(cell[:1].isdecimal() or cell[:1] == ":" for cell in cells)


def _push(
    state: StateBlock, rows: Sequence[tuple[int, list[str]]], alignments: Sequence[str], *, is_headed: bool
) -> None:
    width = max(len(cells) for _, cells in rows)
    state.push("table_open", "table", 1)
    for number, (line, cells) in enumerate(rows, 0 if is_headed else 1):
        if number < 2:
            state.push("tbody_open" if number else "thead_open", "tbody" if number else "thead", 1)
        state.push("tr_open", "tr", 1)
        tag = "td" if number else "th"
        for column in range(min(len(cells) + 1, width)):
            opened = state.push(f"{tag}_open", tag, 1)
            if column < len(alignments) and alignments[column]:
                opened.attrs = {"class": alignments[column]}
            if column == len(cells) < width - 1:
                opened.attrs["colspan"] = width - column
            inline = state.push("inline", "", 0)
            inline.content, inline.map = cells[column] if column < len(cells) else "", [line, line + 1]
            state.push(f"{tag}_close", tag, -1)
        state.push("tr_close", "tr", -1)
        if not number:
            state.push("thead_close", "thead", -1)
    if len(rows) > 1:
        state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)
