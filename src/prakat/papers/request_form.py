"""what was asked for, and who signed it -> the announcements' own request form, filled in (R03, R04)"""

from collections.abc import Iterator

from prakat.cannot_work import CannotWork
from prakat.item.item import Item
from prakat.office.office import Office
from prakat.papers.asked_request import AskedRequest
from prakat.papers.form_rows import BLANK, FormRows
from prakat.papers.item_files import Sizes
from prakat.papers.paper import (
    Block,
    Look,
    PageBreak,
    Paper,
    PaperFields,
    PaperHeading,
    PaperSignature,
    Paragraph,
    Signatures,
    Verbatim,
)
from prakat.papers.signer import signed
from prakat.papers.whole_text import WholeText
from prakat.request.policy.step import REQUESTER
from prakat.rules.message import message
from prakat.rules.wording import BriefMoment, Label

OF_MINISTRY = "moph"
"""The agency type whose form has a head of its own."""
_CELLS = (
    (REQUESTER, "papers.form-requester"),
    ("approver", "papers.form-approver"),
    ("webmaster", "papers.form-publisher"),
)
"""In the order of the form: the step that signs it, and the words above."""


def request_form(known: Office, asked: AskedRequest) -> Paper:
    """A page for each item. Raises CannotWork for a request that is for none, as one for an appointment, and for one
    that was refused and of which this copy holds nothing any more."""
    if asked.refusal and not asked.head:
        raise CannotWork("papers.gone", number=asked.number)
    if not asked.items:
        raise CannotWork("papers.no-items", number=asked.number or "—")
    blocks: list[Block] = []
    for number, (item, sizes) in enumerate(asked.items):
        blocks += [PageBreak()] if number else []
        blocks += _page(asked.office or known, asked, item, sizes)
    first = asked.items[0][0]
    name = f"form-{asked.number}" if asked.number else f"form-{first.path.slug}"
    title = message("papers.form-title").text()
    return Paper(Verbatim(name), f"{title}: {first.title}", tuple(blocks))


def _page(known: Office, asked: AskedRequest, item: Item, sizes: Sizes) -> Iterator[Block]:
    if known.agency_type == OF_MINISTRY:
        yield Paragraph(message("papers.form-head").text(), Look.CENTRED)
        yield Paragraph(message("papers.form-by").text(), Look.CENTRED)
    yield PaperHeading(message("papers.form-heading", office=known.name).text(), 1, is_centred=True)
    day = asked.day or item.publish_on
    rows = FormRows(known, item.source_lines.data, item.path.category, sizes, day).rows()
    yield PaperFields(tuple((title, "" if value == BLANK else value) for title, value in rows))
    yield Signatures(tuple(_cell(known, asked, step, message(id_).text()) for step, id_ in _CELLS))
    if remarks := [*_remarks(known, asked, item)]:
        yield Paragraph(" · ".join(remarks), Look.SMALL)


def _cell(known: Office, asked: AskedRequest, step: str, heading: str) -> PaperSignature:
    found = asked.signed.get(step)
    return signed(known, found.person, found.role, found.at, heading) if found else PaperSignature(heading)


def _remarks(known: Office, asked: AskedRequest, item: Item) -> Iterator[str]:
    """What the three cells do not say: the request's number, who else signed, a permission by word of mouth."""
    if asked.number:
        yield message("papers.form-number", number=asked.number).text()
    if item.withdrawn:
        yield message("papers.form-withdrawn", day=item.withdrawn.on, reason=WholeText(item.withdrawn.reason)).text()
    elif asked.action:
        yield message("papers.form-action", what=Label("action", asked.action)).text()
    if gone := asked.refusal:
        name = known.people[gone.by].introduced if gone.by in known.people else gone.by
        reason = Label("refusal", gone.reason)
        yield message("papers.form-refused", name=name, reason=reason, text=WholeText(gone.text)).text()
    if item.verbal:
        who = known.people[item.verbal.approver].introduced if item.verbal.approver in known.people else "—"
        yield message("papers.form-verbal", name=who, at=item.verbal.at).text()
    shown = {step for step, _ in _CELLS}
    for step, found in asked.signed.items():
        if step not in shown:
            person = known.people.get(found.person)
            name = person.introduced if person else found.person
            yield message("papers.form-also-signed", step=step, name=name, at=BriefMoment(found.at)).text()
