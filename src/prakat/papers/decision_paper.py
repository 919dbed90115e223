"""a request x what the checks say of it -> the sheet that a director may sign on paper: what changes, yes or no"""

import datetime
from collections.abc import Iterator

from prakat.audit.seen import short_form
from prakat.item.category import categories
from prakat.item.item_path import INDEX, ROOT
from prakat.office.office import Office
from prakat.papers.asked_request import AskedRequest
from prakat.papers.paper import (
    Block,
    Look,
    Paper,
    PaperFields,
    PaperHeading,
    PaperSignature,
    PaperTable,
    Paragraph,
    QrCode,
    Signatures,
    Verbatim,
    numbered,
)
from prakat.repository.repository import Repository
from prakat.request import request_check
from prakat.request.decision_sheet import SheetPart
from prakat.rules.data import load
from prakat.rules.message import Message, message
from prakat.rules.wording import Day, Label

_SIDES = ("papers.decision-before", "papers.decision-after")
_OF_FILES = ("papers.decision-file", "papers.decision-done", "papers.decision-size")


def decision_paper(repository: Repository, known: Office, asked: AskedRequest, main: str, day: datetime.date) -> Paper:
    """Raises CannotWork where the request cannot be read whole."""
    sheet, _ = request_check.check(repository, main, asked.head, day)
    head = repository.ref(f"{asked.head}^{{commit}}") or asked.head
    number = str(asked.number or "—")
    title = message("papers.decision-title", number=number).text()
    blocks: list[Block] = [PaperHeading(title, 1, is_centred=True), Paragraph(known.name, Look.CENTRED)]
    asker = known.people.get(asked.requester)
    told = [(message("papers.decision-asker").text(), asker.introduced if asker else asked.requester or "—")]
    told.append((message("papers.form-date").text(), Day(asked.day).text() if asked.day else "—"))
    told.append((message("papers.decision-version").text(), Verbatim(short_form(head))))
    blocks.append(PaperFields(tuple(told)))
    blocks += _findings([(each[4], each[3]) for each in sheet.findings])
    for part in sheet.parts:
        blocks += _part(part)
    if sheet.more:
        blocks.append(Paragraph(message("papers.decision-more", count=sheet.more).text(), Look.PLAIN))
    blocks += [
        Paragraph(title, Look.CENTRED),
        _choice(),
        Signatures((PaperSignature(message("papers.form-approver").text()),)),
    ]
    blocks.append(QrCode(Verbatim(head), (message("papers.decision-compare").text(), Verbatim(short_form(head)))))
    return Paper(Verbatim(f"decision-{number}"), title, tuple(blocks))


def _findings(found: list[tuple[str, str]]) -> Iterator[Block]:
    yield PaperHeading(message("papers.decision-findings").text())
    if found:
        yield numbered(f"{Label('severity', how).text()}: {text}" for text, how in found)
    else:
        yield Paragraph(message("papers.decision-no-findings").text(), Look.PLAIN)


def _part(part: SheetPart) -> Iterator[Block]:
    yield PaperHeading(_name(part))
    yield from (Paragraph(each, Look.PLAIN) for each in part.notes)
    if part.origin:
        yield Paragraph(message("papers.decision-moved", place=part.origin).text(), Look.PLAIN)
    if any(before for _, before, _ in part.changes):
        yield _grid(message("papers.decision-changes"), ("papers.decision-field", *_SIDES), part.changes)
    elif part.form:
        yield PaperFields(_form(part))
    if part.words:
        rows = tuple(
            (line, before + removed + after, before + added + after)
            for line, before, removed, added, after in part.words
        )
        yield _grid(message("papers.decision-words"), ("papers.decision-line", *_SIDES), rows)
    rows = tuple((name, done, new or old) for name, done, old, _, new, _ in part.files if name != INDEX)
    if rows:
        yield _grid(message("papers.decision-files"), _OF_FILES, rows)


def _form(part: SheetPart) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in part.form)


def _name(part: SheetPart) -> str:
    """The title of an item, where the form tells it; else its place."""
    title = load("item.schema.json")["properties"]["title"]["title"]
    named = dict(_form(part)).get(title, "")
    category = categories().get(part.path.removeprefix(f"{ROOT}/").partition("/")[0])
    told = named or part.path or message("papers.decision-earlier", commit=part.regularises[:12]).text()
    return f"{category.text()}: {told}" if category and named else told


def _grid(caption: Message, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> PaperTable:
    heads = tuple(message(each).text() for each in columns)
    return PaperTable(heads, rows, (3, 2, 2) if columns == _OF_FILES else (1, 2, 2), caption=caption.text())


def _choice() -> Block:
    return PaperFields(
        (
            (message("papers.decision-yes").text(), message("papers.decision-signs").text()),
            (message("papers.decision-no").text(), message("papers.decision-because").text()),
        )
    )
