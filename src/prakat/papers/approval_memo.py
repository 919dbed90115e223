"""facts of a period x letterhead -> the memo that asks for leave to publish what was prepared (R45)"""

from collections.abc import Iterator

from prakat.papers.happened.period_facts import Event, PeriodFacts
from prakat.papers.letterhead import Letterhead
from prakat.papers.paper import Block, Paper, Paragraph, numbered
from prakat.papers.record import period_name
from prakat.papers.told_facts import shown_title
from prakat.papers.whole_text import WholeText
from prakat.rules.message import message

_BROUGHT = (Event.PUBLISHED, Event.AMENDED, Event.RENEWED, Event.RATIFIED)


def approval_memo(head: Letterhead, found: PeriodFacts) -> Paper:
    blocks = tuple(_text(head, found))
    name = f"memo-approval-{found.period.id.lower()}"
    order = message("papers.order-approved").text()
    return head.memo(name, message("papers.approval-subject"), blocks, order)


def _text(head: Letterhead, found: PeriodFacts) -> Iterator[Block]:
    office = WholeText(head.office.name)
    yield Paragraph(message("papers.approval-ground").text())
    yield Paragraph(message("papers.approval-prepared", office=office, period=period_name(found.period)).text())
    brought = (each for each in found.events if each.event in _BROUGHT and each.commit not in found.unapproved)
    titles = dict.fromkeys(shown_title(found, each.item, each.title).text() for each in brought)
    if titles:
        yield Paragraph(message("papers.approval-asked", count=len(titles)).text())
        yield numbered(titles)
        yield Paragraph(message("papers.approval-attached").text())
    else:
        yield Paragraph(message("papers.approval-nothing", period=period_name(found.period)).text())
    yield Paragraph(message("papers.approval-end").text())
