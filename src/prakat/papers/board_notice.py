"""an item that readers see -> an A4 sheet for the notice board, with a QR code of the item's permanent address (R49)"""

import datetime

from prakat.cannot_work import CannotWork
from prakat.item.item import Item
from prakat.item.state import state_on, visible_until
from prakat.office.office import Office
from prakat.papers.item_files import Sizes
from prakat.papers.paper import Block, Look, Paper, PaperHeading, Paragraph, QrCode, Verbatim, numbered
from prakat.rules.message import Message, message
from prakat.rules.wording import Label


def board_notice(known: Office, item: Item, sizes: Sizes, day: datetime.date) -> Paper:
    """Raises CannotWork for an item that readers do not see on that day: what is not public goes on no board."""
    state = state_on(item, day, known.settings)
    if not state.is_public:
        raise CannotWork("papers.not-public", path=item.path.folder, state=Label("state", state))
    blocks: list[Block] = [Paragraph(known.name, Look.CENTRED), PaperHeading(item.title, 1, is_centred=True)]
    blocks.append(Paragraph(item.summary, Look.PLAIN))
    blocks += [Paragraph(each.text(), Look.PLAIN) for each in _days(known, item)]
    if sizes:
        blocks.append(Paragraph(message("papers.board-files").text(), Look.PLAIN))
        blocks.append(numbered(title or name for name, (title, _) in sizes.items()))
    address = Verbatim(f"{known.site_url}{item.path.url}")
    blocks.append(QrCode(address, (message("papers.board-scan").text(), address)))
    phone = known.contact.get("phone", "")
    asked = message("papers.board-ask", unit=known.unit_names(item.units), phone=phone or "—")
    blocks.append(Paragraph(asked.text(), Look.SMALL))
    return Paper(Verbatim(f"board-{item.path.slug}"), item.title, tuple(blocks), is_poster=True)


def _days(known: Office, item: Item) -> list[Message]:
    found = []
    if item.closes:
        found.append(message("papers.board-closes", what=Label("closes", item.closes.what), day=item.closes.on))
    found.append(message("papers.board-published", day=item.publish_on))
    if last := visible_until(item, known.settings):
        found.append(message("papers.board-until", day=last))
    return found
