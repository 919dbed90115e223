"""facts of a period -> the record of what was published, in the announcements' four columns, with full dates (R44)"""

from collections.abc import Iterator

from prakat.office.office import Office
from prakat.papers.happened.period_facts import ItemEvent, PeriodFacts
from prakat.papers.paper import Block, Look, Paper, PaperHeading, PaperTable, Paragraph, Verbatim
from prakat.papers.told_facts import shown_title
from prakat.papers.whole_text import WholeText
from prakat.papers.witness import Witness
from prakat.rules.data import label
from prakat.rules.message import Message, message
from prakat.rules.wording import Day
from prakat.thai.period import Period

_COLUMNS = ("papers.column-date", "papers.column-subject", "papers.column-attached", "papers.column-remarks")
_WIDTHS = (6, 12, 4, 5)


def record(known: Office, found: PeriodFacts, witness: Witness) -> Paper:
    title = message("papers.record-title", office=WholeText(known.name)).text()
    blocks: list[Block] = [
        PaperHeading(title, 1, is_centred=True),
        Paragraph(message("papers.record-months", months=found.period.months).text(), Look.CENTRED),
        Paragraph(period_name(found.period).text(), Look.CENTRED),
        *so_far(found),
    ]
    columns = tuple(message(each).text() for each in _COLUMNS)
    blocks.append(PaperTable(columns, tuple(_row(found, each) for each in found.events), _WIDTHS))
    if not found.events:
        blocks.append(Paragraph(message("papers.record-nothing").text()))
    blocks += witness.blocks()
    return Paper(Verbatim(f"record-{found.period.id.lower()}"), f"{title} {found.period.months}", tuple(blocks))


def period_name(period: Period) -> Message:
    """ไตรมาสที่ 4 ปีงบประมาณ พ.ศ. 2569: told from its days, never typed."""
    if period.quarter:
        return message("papers.quarter-of-year", quarter=str(period.quarter), year=str(period.year))
    return message("papers.fiscal-year", year=str(period.year))


def so_far(found: PeriodFacts) -> Iterator[Block]:
    """Of a period that is not over, up to when it is told."""
    if not found.is_over:
        yield Paragraph(message("papers.so-far", day=found.day).text(), Look.CENTRED)


def _row(found: PeriodFacts, each: ItemEvent) -> tuple[str, str, str, str]:
    """The subject as the request asked: ขออนุญาตเผยแพร่…"""
    subject = f"{label('paper_subject', each.event)}{shown_title(found, each.item, each.title).text()}"
    return Day(each.day).text(), subject, _attached(each.documents, each.pictures), _remarks(found, each)


def _attached(documents: int, pictures: int) -> str:
    kind = "both" if documents and pictures else "documents" if documents else "pictures" if pictures else "none"
    return label("paper_attached", kind)


def _remarks(found: PeriodFacts, each: ItemEvent) -> str:
    told = [WholeText(each.remarks).text()] if each.remarks else []
    told += [message("papers.remark-urgent").text()] if each.is_urgent else []
    told += [message("papers.remark-request", number=each.request).text()] if each.request else []
    told += [message("papers.remark-unapproved").text()] if each.commit in found.unapproved else []
    return ", ".join(told)
