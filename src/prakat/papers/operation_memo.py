"""facts of a period x letterhead -> the memo that reports how the site was run (R41, R45)"""

from collections.abc import Iterator

from prakat.papers.happened.period_facts import PeriodFacts
from prakat.papers.letterhead import Letterhead
from prakat.papers.paper import Block, Paper, PaperHeading, Paragraph
from prakat.papers.record import period_name
from prakat.papers.told_facts import measured, told_events
from prakat.papers.whole_text import WholeText
from prakat.rules.message import message


def operation_memo(head: Letterhead, found: PeriodFacts) -> Paper:
    office = WholeText(head.office.name)
    name = f"memo-operation-{found.period.id.lower()}"
    subject = message("papers.operation-subject", office=office)
    order = message("papers.order-noted").text()
    return head.memo(name, subject, tuple(_text(head, found)), order)


def _text(head: Letterhead, found: PeriodFacts) -> Iterator[Block]:
    office = WholeText(head.office.name)
    yield PaperHeading(message("papers.background").text())
    yield Paragraph(message("papers.operation-background", office=office).text())
    yield PaperHeading(message("papers.considered").text())
    yield Paragraph(
        message("papers.operation-considered", period=period_name(found.period), summary=told_events(found)).text()
    )
    yield from (Paragraph(each.text()) for each in measured(found))
    yield Paragraph(message("papers.operation-advice").text())
    yield PaperHeading(message("papers.proposed").text())
    yield Paragraph(message("papers.operation-end").text())
