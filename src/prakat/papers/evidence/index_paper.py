"""what a pack of evidence holds -> its index as a paper: each part's files in a table, and once by whom approved"""

from collections.abc import Iterator, Sequence

from prakat.papers.evidence.packed_file import PackedFile
from prakat.papers.evidence.packed_part import PackedPart
from prakat.papers.paper import Block, Look, Paper, PaperFields, PaperHeading, PaperTable, Paragraph, Verbatim
from prakat.papers.witness import Witness
from prakat.rules.data import label
from prakat.rules.message import message

_WIDTHS, _SIZE = (5, 6, 2, 6), 2


def index_paper(
    title: str, about: Sequence[str], parts: Sequence[PackedPart], beside: Sequence[PackedFile], witness: Witness
) -> Paper:
    blocks: list[Block] = [PaperHeading(title, 1, is_centred=True)]
    blocks += (Paragraph(each, Look.PLAIN) for each in about)
    for found in parts:
        state = message("papers_evidence.state", state=label("coverage", found.part.state))
        blocks.append(PaperHeading(found.part.words))
        blocks += (Paragraph(each.text(), Look.PLAIN) for each in (state, *found.told))
        blocks += _files(found.files)
    if beside:
        blocks += [PaperHeading(message("papers_evidence.beside").text()), *_files(beside)]
    return Paper(Verbatim("index"), title, (*blocks, *witness.blocks()), is_landscape=True)


def _files(files: Sequence[PackedFile]) -> Iterator[Block]:
    """What one approval brought is told once."""
    if not files:
        return
    heads = (
        message("papers_evidence.field-file"),
        message("papers_evidence.field-kind"),
        message("papers_evidence.field-size"),
        message("papers_evidence.field-digest"),
    )
    rows = tuple((Verbatim(each.name), _what(each), each.size, Verbatim(each.digest)) for each in files)
    yield PaperTable(tuple(each.text() for each in heads), rows, _WIDTHS, frozenset({_SIZE}))
    approvals = dict.fromkeys(each.approval() for each in files)
    yield from (PaperFields(each) for each in approvals if each)


def _what(file: PackedFile) -> str:
    return f"{label('evidence_file', file.kind)}: {file.title}"
