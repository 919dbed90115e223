"""items that readers see x when each was last looked at -> one row an item, for the webmaster's regular check (R18)"""

import datetime
from collections.abc import Iterable, Mapping

from prakat.audit.audit_row import Audit
from prakat.content.action import Action
from prakat.item.category import categories
from prakat.item.item import Item
from prakat.item.state import state_on, visible_until
from prakat.office.office import Office
from prakat.papers.paper import Look, Paper, PaperHeading, PaperSignature, PaperTable, Paragraph, Signatures, Verbatim
from prakat.papers.whole_text import WholeText
from prakat.papers.witness import Witness
from prakat.rules.message import message
from prakat.rules.wording import BriefDay

_COLUMNS = (
    "papers.currency-number",
    "papers.currency-subject",
    "papers.currency-unit",
    "papers.currency-until",
    "papers.currency-checked",
    "papers.currency-result",
)
_WIDTHS = (1, 8, 4, 3, 3, 4)


def currency_sheet(
    known: Office, items: Iterable[Item], checked: Mapping[str, datetime.date], day: datetime.date, witness: Witness
) -> Paper:
    live = [each for each in items if state_on(each, day, known.settings).is_public]
    order = list(categories())
    live.sort(key=lambda each: (order.index(each.path.category), each.title))
    rows = tuple(_row(known, place, each, checked, day) for place, each in enumerate(live, 1))
    title = message("papers.currency-title", office=WholeText(known.name)).text()
    told = message("papers.currency-as-of", day=day, count=len(live)).text()
    heads = tuple(message(each).text() for each in _COLUMNS)
    table = PaperTable(heads, rows, _WIDTHS) if rows else Paragraph(message("papers.currency-nothing").text())
    signs = Signatures((PaperSignature(message("papers.checked-by").text()),))
    head = PaperHeading(title, 1, is_centred=True), Paragraph(told, Look.CENTRED)
    return Paper(Verbatim(f"currency-{day:%Y%m%d}"), title, (*head, table, signs, *witness.blocks()), is_landscape=True)


def last_checked(audited: Audit) -> Mapping[str, datetime.date]:
    """Item folder -> the day on which a webmaster last signed it, or its owner last confirmed it."""
    found: dict[str, datetime.date] = {}
    for row in audited.story:
        if row.moment and (row.commit or row.action is Action.CONFIRMED):
            told = [each.item for each in row.deed.versions] if row.commit else row.things
            found.update(dict.fromkeys(told, row.moment.date()))
    return found


def _row(
    known: Office, place: int, item: Item, checked: Mapping[str, datetime.date], day: datetime.date
) -> tuple[str, ...]:
    category = categories()[item.path.category]
    last, review = visible_until(item, known.settings), item.review_by
    ends = message("papers.currency-last", day=BriefDay(last)).text() if last else ""
    again = message("papers.currency-review", day=BriefDay(review)).text() if review else ""
    seen = checked.get(item.path.folder)
    is_late = review is not None and review < day
    return (
        str(place),
        f"{WholeText(item.title).text()} ({category.text()})",
        known.unit_names(item.units),
        " ".join(filter(None, (ends, again))) or "–",
        BriefDay(seen).text() if seen else message("papers.currency-unseen").text(),
        message("papers.currency-late").text() if is_late else "",
    )
