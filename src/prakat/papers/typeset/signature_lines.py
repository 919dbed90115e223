"""a place to sign -> its lines, for formats in which what is written by hand is a row of dots"""

from collections.abc import Iterator

from prakat.papers.paper import PaperSignature
from prakat.rules.message import message

DOTS = "." * 40


def signature_lines(cell: PaperSignature, language: str, is_boxed: bool) -> Iterator[tuple[str, str]]:
    """(word, what stands behind it), below the heading; in a letter nobody says that there is to be signed."""
    if is_boxed:
        yield message("papers_type.sign").text(language), DOTS
    yield "", f"({cell.name or DOTS})"
    first, *others = cell.position or ("",)
    yield (message("papers_type.position").text(language) if is_boxed or not first else ""), first or DOTS
    yield from (("", each) for each in others)
    if cell.has_date:
        yield message("papers_type.date").text(language), cell.date or DOTS
