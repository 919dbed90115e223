"""paper x name of a format -> the bytes of a file that people print, sign, change or count with"""

from collections.abc import Callable, Mapping

from prakat.cannot_work import CannotWork
from prakat.papers.paper import Paper, with_thai_digits
from prakat.papers.typeset.paper_docx import paper_docx
from prakat.papers.typeset.paper_html import paper_html
from prakat.papers.typeset.paper_markdown import paper_markdown
from prakat.papers.typeset.paper_pdf import paper_pdf
from prakat.papers.typeset.paper_table import table_csv, table_of, table_xlsx

PAPER_FORMATS = ("pdf", "docx", "md", "html")
TABLE_FORMATS = ("csv", "xlsx")
"""Of papers that are a table: its cells, and nothing else."""
_PACKAGES = {"weasyprint": "weasyprint", "pythainlp": "pythainlp", "docx": "python-docx", "segno": "segno"}
"""As Python and as pip call what not every machine may have."""
_WRITERS: Mapping[str, Callable[[Paper], bytes]] = {
    "pdf": paper_pdf,
    "docx": paper_docx,
    "md": lambda paper: paper_markdown(paper).encode("utf-8"),
    "html": lambda paper: paper_html(paper).encode("utf-8"),
}


def printed(paper: Paper, format_name: str, is_thai: bool | None = None) -> bytes:
    """In Thai digits, as documents have them; a table for programs in Arabic ones. `is_thai` says otherwise."""
    if is_thai is None:
        is_thai = format_name not in TABLE_FORMATS
    return write(with_thai_digits(paper) if is_thai else paper, format_name)


def write(paper: Paper, format_name: str) -> bytes:
    """The same bytes every time. Raises CannotWork for another format, and where the machine lacks what it needs."""
    try:
        return _written(paper, format_name)
    except ModuleNotFoundError as problem:
        if problem.name not in _PACKAGES:
            raise
        raise CannotWork("papers_type.no-package", found=_PACKAGES[problem.name]) from problem


def _written(paper: Paper, format_name: str) -> bytes:
    if format_name in TABLE_FORMATS:
        return _table(paper, format_name)
    if format_name not in _WRITERS:
        known = ", ".join((*PAPER_FORMATS, *TABLE_FORMATS))
        raise CannotWork("papers_type.unknown-format", found=format_name, known=known)
    return _WRITERS[format_name](paper)


def _table(paper: Paper, format_name: str) -> bytes:
    grid = table_of(paper)
    if grid is None:
        raise CannotWork("papers_type.no-table", found=paper.title, format=format_name, known=", ".join(PAPER_FORMATS))
    return table_csv(grid) if format_name == "csv" else table_xlsx(grid, paper.name, paper.title)
