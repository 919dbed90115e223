"""Rows of the audit at the terminal, as a table."""

import sys
from collections.abc import Sequence

from prakat.audit import audit_table
from prakat.audit.audit_row import AuditRow, Outcome
from prakat.rules import page

_STYLES = {Outcome.CLEAN: "green", Outcome.OPEN: "bold red", Outcome.REGULARISED: "yellow"}
_WIDTH = 160


def show(rows: Sequence[AuditRow], language: str) -> None:
    """As wide as the terminal, or into a pipe wide enough for one line a row; then how to mend what is wrong."""
    from rich.console import Console  # imported here, since json and csv do not need it
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False, pad_edge=False)
    for head in audit_table.heads():
        table.add_column(head.text(language), overflow="fold")
    for row in rows:
        cells = [Text(each) for each in audit_table.cells(row, language)]
        cells[-2].stylize(_STYLES[row.outcome])
        table.add_row(*cells)
    (Console() if sys.stdout.isatty() else Console(width=_WIDTH)).print(table)
    ids = [each.id for row in rows for each in row.violations]
    print(*page.explained(ids, language), sep="\n", end="\n" * bool(ids))
