"""Rows of the audit at the terminal: a line each, and below it who stands behind it."""

import sys
from collections.abc import Iterable, Sequence

from prakat.audit import audit_table
from prakat.audit.account import Accounts
from prakat.audit.audit_row import AuditRow, Outcome
from prakat.rules import page

_STYLES = {Outcome.CLEAN: "green", Outcome.OPEN: "bold red", Outcome.REGULARISED: "yellow"}
_WIDTH, _INDENT = 160, 4


def show(rows: Sequence[AuditRow], accounts: Accounts, language: str) -> None:
    """As wide as the terminal, or into a pipe of that width; then how to mend what is wrong."""
    from rich.cells import cell_len, set_cell_size  # imported here, since json and csv do not need them
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=_WIDTH)
    heads = [each.text(language) for each in audit_table.heads()]
    table = [audit_table.cells(row, language) for row in rows]
    widths = [max(cell_len(cells[place]) for cells in (heads, *table)) for place in range(len(heads) - 1)]

    def line(cells: Iterable[str], style: str, end: str = "") -> None:
        *short, last = cells
        text = Text("  ".join(map(set_cell_size, short, widths)) + "  ", style=style)
        console.print(text.append(last, end), soft_wrap=True)

    line(heads, "bold underline")
    for row, cells in zip(rows, table, strict=True):
        line(cells, _STYLES[row.outcome], "bold")
        for each in audit_table.violations_told(row, language):
            console.print(Padding(Text(each, "red"), (0, 0, 0, _INDENT), expand=False))
        for each in accounts.of(row).lines(row.action, language):
            console.print(Padding(Text(each), (0, 0, 0, _INDENT), expand=False))
    ids = [each.id for row in rows for each in row.violations]
    print(*page.explained(ids, language), sep="\n", end="\n" * bool(ids))
