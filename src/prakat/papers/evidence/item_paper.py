"""an approved item x its office -> all that its page says, as a paper: it needs neither browser nor network"""

from collections.abc import Iterator

from prakat.item import page_block
from prakat.item.block_text import flat
from prakat.item.body import render_markdown
from prakat.item.item import Item
from prakat.item.page_block import Lines, PageBlock, text_of
from prakat.item.page_reader import read_page
from prakat.office.office import Office
from prakat.papers.paper import Block, Look, Paper, PaperFields, PaperHeading, PaperTable, Paragraph, Verbatim
from prakat.papers.whole_text import WholeText
from prakat.rules.message import message
from prakat.thai.buddhist_era import long_date


def item_paper(known: Office, item: Item) -> Paper:
    """Of a picture in the text, what it shows in words."""
    title = WholeText(item.title).text()
    blocks: list[Block] = [PaperHeading(title, 1), Paragraph(WholeText(item.summary).text(), Look.PLAIN)]
    for each in read_page(render_markdown(item.body).html).blocks():
        blocks += _blocks(each)
    blocks.append(PaperFields(tuple(_facts(known, item))))
    return Paper(Verbatim(item.path.slug), title, tuple(blocks))


def _blocks(block: PageBlock) -> Iterator[Block]:
    if isinstance(block, page_block.Grid) and block.rows:
        yield _grid(block)
        return
    for each in flat(block):
        if isinstance(each, Lines):
            yield from (_line(WholeText(text_of(line)).text(), each.level) for line in each.lines)


def _line(text: str, level: int) -> Block:
    return PaperHeading(text, min(level, 3)) if level else Paragraph(text, Look.PLAIN)


def _grid(block: page_block.Grid) -> PaperTable:
    rows = [tuple(WholeText(text_of(cell.line)).text() for cell in row) for row in block.rows]
    width = max(map(len, rows))
    whole = [(*row, *[""] * (width - len(row))) for row in rows]
    return PaperTable(whole[0], tuple(whole[1:])) if block.has_head else PaperTable(("",) * width, tuple(whole))


def _facts(known: Office, item: Item) -> Iterator[tuple[str, str]]:
    signed = item.document
    told = (
        ("papers_evidence.item-unit", known.unit_names(item.units)),
        ("papers_evidence.item-number", signed.no if signed else ""),
        ("papers_evidence.item-dated", long_date(signed.date) if signed else ""),
        ("papers_evidence.item-signed", f"{signed.signed_by} {signed.position}" if signed else ""),
        ("papers_evidence.item-published", long_date(item.publish_on)),
        *(("papers_evidence.item-attached", each.title) for each in item.attachments),
    )
    for id_, value in told:
        if value.strip():
            yield message(id_).text(), WholeText(value).text()
    yield message("papers_evidence.field-url").text(), Verbatim(f"{known.site_url}{item.path.url}")
