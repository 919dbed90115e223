"""Rows of the audit as they are shown: json, csv, or a line each, and below it who stands behind it."""

import argparse
import io
import sys
from collections.abc import Iterable, Mapping, Sequence

from prakat.audit import audit_table
from prakat.audit.account import ROW_COLUMNS, Accounts
from prakat.audit.audit_row import Audit, AuditRow, Outcome
from prakat.audit.told_rows import ToldRows
from prakat.forge.witness_statement import WitnessStatement
from prakat.rules import page

_STYLES = {Outcome.CLEAN: "green", Outcome.OPEN: "bold red", Outcome.REGULARISED: "yellow"}
_WIDTH, _INDENT = 160, 4


def show_all(audited: Audit, told: ToldRows) -> int:
    """The whole story as json; how many rows that are."""
    lines = [*told.story(audited)]
    spelt = audit_table.array_of(lines) + b"\n"
    if isinstance(sys.stdout, io.TextIOWrapper):  # as it is: they may be many megabytes
        sys.stdout.flush()
        sys.stdout.buffer.write(spelt)
    else:
        sys.stdout.write(spelt.decode())
    return len(lines)


def show_chosen(
    options: argparse.Namespace,
    rows: Sequence[AuditRow],
    accounts: Accounts,
    statements: Mapping[str, WitnessStatement],
) -> None:
    """As the options ask for, with what a forge stated of the commits."""
    if options.format == "text":
        show(rows, accounts, options.lang)
        return
    stated = {commit: each.as_json(options.lang) for commit, each in statements.items()}
    found = (accounts.as_json(row) | stated.get(row.commit or "", {}) for row in rows)
    if options.format == "json":
        print(audit_table.as_json(found))
    else:
        sys.stdout.write(audit_table.as_csv(found, () if statements else ROW_COLUMNS))


def show(rows: Sequence[AuditRow], accounts: Accounts, language: str) -> None:
    """As wide as the terminal, or into a pipe of that width; then how to mend what is wrong."""
    heads = [each.text(language) for each in audit_table.heads()]
    table = [audit_table.cells(row, language) for row in rows]
    shown = _Shown([heads, *table])
    shown.line(heads, "bold underline")
    for row, cells in zip(rows, table, strict=True):
        shown.line(cells, _STYLES[row.outcome], "bold")
        for each in audit_table.violations_told(row, language):
            shown.fact(each, "red")
        for each in accounts.of(row).lines(row.action, language):
            shown.fact(each)
    ids = [each.id for row in rows for each in row.violations]
    print(*page.explained(ids, language), sep="\n", end="\n" * bool(ids))


class _Shown:
    """A table, and facts below its lines. Few facts have to be wrapped, and to ask rich about each takes most of the
    time; what has no style is written as it is."""

    def __init__(self, table: Sequence[Sequence[str]]) -> None:
        from rich.cells import cell_len  # imported here, since json and csv do not need it
        from rich.console import Console

        self._console = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=_WIDTH)
        self._width = self._console.width
        self._widths = [max(cell_len(cells[place]) for cells in table) for place in range(len(table[0]) - 1)]

    def line(self, cells: Iterable[str], style: str, end: str = "") -> None:
        from rich.cells import set_cell_size
        from rich.text import Text

        *short, last = cells
        begun = "  ".join(map(set_cell_size, short, self._widths)) + "  "
        if self._console.is_terminal:
            self._console.print(Text(begun, style=style).append(last, end), soft_wrap=True)
        else:
            print(begun + last)

    def fact(self, text: str, style: str = "") -> None:
        from rich.cells import cell_len
        from rich.padding import Padding
        from rich.text import Text

        is_plain = text.isprintable() and not (style and self._console.is_terminal)
        if is_plain and cell_len(text) + _INDENT <= self._width:
            print(" " * _INDENT + text)
        else:
            self._console.print(Padding(Text(text, style), (0, 0, 0, _INDENT), expand=False))
