"""facts of a fiscal year -> the yearly report, with charts and obstacles (R41, R43, R48)"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prakat.office.office import Office
from prakat.papers.happened.period_facts import PeriodFacts
from prakat.papers.letterhead import Letterhead
from prakat.papers.paper import Block, Look, Paper, PaperHeading, Paragraph, Signatures, Verbatim, numbered
from prakat.papers.record import period_name, so_far
from prakat.papers.told_facts import by_category, by_quarter, by_unit, measured, problem_lines, told_events
from prakat.papers.whole_text import WholeText
from prakat.rules.message import Message, message
from prakat.rules.wording import Day, Listed


def annual_report(known: Office, found: PeriodFacts, charts: Sequence[Block], head: Letterhead) -> Paper:
    title = message("papers.annual-title", office=WholeText(known.name)).text()
    blocks: list[Block] = [
        PaperHeading(title, 1, is_centred=True),
        Paragraph(period_name(found.period).text(), Look.CENTRED),
        *so_far(found),
        PaperHeading(message("papers.annual-results").text()),
        Paragraph(message("papers.annual-summary", summary=told_events(found)).text()),
        by_quarter(found),
        by_category(found),
        by_unit(found),
        *charts,
        PaperHeading(message("papers.annual-measured").text()),
        *(Paragraph(each.text()) for each in measured(found)),
        PaperHeading(message("papers.obstacles").text()),
        *_listed(problem_lines(found), message("papers.no-problems")),
        PaperHeading(message("papers.training").text()),
        *_listed([_training(known, each).text() for each in found.training], message("papers.no-training")),
        PaperHeading(message("papers.hand-overs").text()),
        *_listed([_hand_over(known, each).text() for each in found.hand_overs], message("papers.no-hand-overs")),
        _signs(head),
        *head.witness.blocks(),
    ]
    return Paper(Verbatim(f"annual-{found.period.year}"), title, tuple(blocks), is_landscape=True)


def _listed(lines: list[str], nothing: Message) -> Iterator[Block]:
    if lines:
        yield numbered(lines)
    else:
        yield Paragraph(nothing.text())


def _training(known: Office, entry: Mapping[str, Any]) -> Message:
    people = Listed.of(WholeText(_person(known, each)) for each in entry.get("people", ()))
    day, course = Day.of(str(entry["date"])), WholeText(str(entry["course"]))
    place, unit = WholeText(str(entry.get("place") or "–")), WholeText(known.unit_name(str(entry["unit"])))
    return message("papers.trained", day=day, course=course, people=people, place=place, unit=unit)


def _hand_over(known: Office, entry: Mapping[str, Any]) -> Message:
    giver, taker = (WholeText(_person(known, str(entry[name]))) for name in ("from", "to"))
    order = entry["order"]["no"]
    day, count = Day.of(str(entry["date"])), len(entry.get("items", ()))
    return message("papers.handed-over", day=day, giver=giver, taker=taker, order=order, count=count)


def _person(known: Office, id_: str) -> str:
    person = known.people.get(id_)
    return person.introduced if person else id_


def _signs(head: Letterhead) -> Signatures:
    """Whoever made it, and whoever it is for."""
    made = head.place_of(message("papers.made-by").text(), head.reporter(), "webmaster")
    to = head.place_of(message("papers.order-noted").text(), head.addressee(), "approver")
    return Signatures((made, to))
