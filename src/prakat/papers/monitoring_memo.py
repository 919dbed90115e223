"""facts of a period x letterhead -> the memo on what was published, and on problems and obstacles (R41, R42)"""

from collections.abc import Iterator

from prakat.papers.happened.period_facts import PeriodFacts
from prakat.papers.letterhead import Letterhead
from prakat.papers.paper import Block, Paper, PaperHeading, Paragraph, numbered
from prakat.papers.record import period_name, so_far
from prakat.papers.told_facts import measured, problem_lines, published_titles, told_events
from prakat.rules.message import message


def monitoring_memo(head: Letterhead, found: PeriodFacts) -> Paper:
    name = f"memo-monitoring-{found.period.id.lower()}"
    subject = message("papers.monitoring-subject", year=str(found.period.year))
    order = message("papers.order-approved").text()
    return head.memo(name, subject, tuple(_text(found)), order)


def _text(found: PeriodFacts) -> Iterator[Block]:
    yield PaperHeading(message("papers.matter-before").text())
    yield Paragraph(message("papers.monitoring-before").text())
    yield PaperHeading(message("papers.considered").text())
    period, months = period_name(found.period), found.period.months
    yield from so_far(found)
    if titles := published_titles(found):
        yield Paragraph(message("papers.monitoring-list", period=period, months=months, count=len(titles)).text())
        yield numbered(titles)
    else:
        yield Paragraph(message("papers.monitoring-none", period=period, months=months).text())
    yield Paragraph(message("papers.monitoring-summary", summary=told_events(found)).text())
    yield from (Paragraph(each.text()) for each in measured(found))
    yield PaperHeading(message("papers.obstacles").text())
    if problems := problem_lines(found):
        yield numbered(problems)
    else:
        yield Paragraph(message("papers.no-problems").text())
    yield PaperHeading(message("papers.proposed").text())
    yield Paragraph(message("papers.monitoring-proposed").text())
    yield Paragraph(message("papers.monitoring-end").text())
